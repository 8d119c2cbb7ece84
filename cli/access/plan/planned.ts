import { quayName } from "../../../provider/lifecycle/origin";
import { resources } from "../../../provider/resources";
import type { Access } from "../../../provider/serve/connections";
import { sendsInvitations } from "../../../provider/snapshot/members";
import { organizations } from "../../../provider/snapshot/organizations";
import { namespacesNamed } from "../../inventory/namespaces";
import type { ToRead } from "../read-access";
import type { AccessReport } from "../report";
import { afterPlan, decidingKinds } from "./apply";
import { type PlanStep, planSteps } from "./preview";

/** Who may do what before and after a plan, in the namespaces that it touches. */
export interface Planned {
  before: AccessReport;
  after: AccessReport;
}

/** `printed` is what `pulumi preview --json` prints. */
export async function planned(
  printed: string,
  quay: Access,
  read: (wanted: ToRead[]) => Promise<AccessReport>,
): Promise<Planned> {
  const ours = quayName(quay.settings);
  const all = planSteps(printed).filter(({ kind }) => (decidingKinds as string[]).includes(kind));
  const steps = all.filter((step) => step.quay === undefined || step.quay === ours);
  const touched = [...new Set(steps.flatMap((step) => namespaceOf(step) ?? []))].sort();
  const existing = await Promise.all(touched.map((name) => isThere(name, steps, quay)));
  const before = await read(
    await namespacesNamed(
      touched.filter((_, index) => existing[index]),
      quay.connectionFor,
    ),
  );
  const { snapshot } = quay.connectionFor(undefined);
  const [self, invites] = await Promise.all([snapshot.user.self(), sendsInvitations(snapshot)]);
  const after = afterPlan(before, steps, { user: self?.username, invites });
  const elsewhere = all.length - steps.length;
  const notes = elsewhere > 0 ? [`Steps on another Quay than ${ours} are left out: ${elsewhere}.`] : [];
  return { before, after: { ...after, notes: [...after.notes, ...notes] } };
}

const namespaceOf = ({ kind, values }: PlanStep): string | undefined => resources[kind]?.namespace(values, false);

/** Whether the namespace can be read: one that the plan makes is usually not there yet. */
async function isThere(name: string, steps: readonly PlanStep[], quay: Access): Promise<boolean> {
  const isMade = steps.some(
    ({ op, kind, values }) => op === "create" && kind === "Organization" && values.name === name,
  );
  return !isMade || (await quay.connectionFor(name).snapshot.of(organizations).get({ name })) !== undefined;
}
