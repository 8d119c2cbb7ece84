import { confirm } from "./confirm";
import { applyChange, changes } from "./drift";
import { type Demo, type ShownOutcome, showCommand } from "./show-command";

/** Shows the lifecycle of the quickstart's resources. Throws one sentence when a step has an unexpected result. */
export async function walkthrough(scene: Demo, ask: boolean): Promise<void> {
  const { stack, page, stop } = scene;
  const { quay } = stack;
  const store = quay.local?.store;

  async function step(command: string, holds: (seen: ShownOutcome) => boolean, otherwise: string): Promise<void> {
    if (!holds(await showCommand(command, scene))) throw new Error(otherwise);
  }

  await stack.showProgram();
  const created = await stack.run("stack init dev", (line) => page.line(line), stop);
  if (!created.succeeded) throw new Error("The stack could not be made.");

  let up = "up --yes";
  if (ask) {
    page.heading(`0. pulumi preview: what the program would make on ${quay.url}`);
    await step("preview", succeeded, "pulumi preview did not succeed.");
    if (!(await confirm(`Write to ${quay.url}?`, stop))) throw new Error(`Nothing was written to ${quay.url}.`);
    up = "up --yes --skip-preview";
  }

  page.heading("1. pulumi up: what the program asks for, and what was made");
  stack.keepState = !quay.local;
  const isCreated = () =>
    store === undefined || (store.repositories().length === 2 && store.organization("acme")?.teams.size === 3);
  await step(up, (seen) => succeeded(seen) && isCreated(), "pulumi up did not make what the program asks for.");

  page.heading("2. pulumi preview: nothing has changed, so there is nothing to do");
  const isUnchanged = (seen: ShownOutcome) => succeeded(seen) && !seen.requests;
  await step("preview --expect-no-changes", isUnchanged, "The preview should have been empty, and Quay not asked.");

  page.heading("3. Two things change behind Pulumi's back");
  for (const change of changes) page.line(await applyChange(change, quay, stop));
  quay.local?.requests.splice(0);

  page.heading("4. pulumi preview --refresh: Pulumi sees the drift, and Quay's log tells who did it");
  const showsAll = ({ output }: ShownOutcome) =>
    changes.every(({ id, who }) => output.includes(`[id=${id}]`) && (!quay.local || output.includes(`by ${who} with`)));
  const showsDrift = (seen: ShownOutcome) => succeeded(seen) && showsAll(seen);
  await step("preview --refresh --run-program --diff", showsDrift, "The preview should have shown both changes.");

  page.heading("5. pulumi up --refresh: the drift is healed, and the next look finds no difference");
  await step("up --refresh --run-program --yes --skip-preview", succeeded, "The drift could not be healed.");
  page.line();
  await step("preview --refresh --run-program --expect-no-changes", succeeded, "After healing, nothing should differ.");

  page.heading("6. pulumi destroy: all of it is gone");
  const isDeleted = () => !store?.organization("acme") && !store?.repositories().length;
  await step(
    "destroy --yes --skip-preview",
    (seen) => succeeded(seen) && isDeleted(),
    "pulumi destroy left something.",
  );
  stack.keepState = false;
}

/** Removes what an interrupted walkthrough has left on a Quay of the user's. */
export async function removeLeftovers({ stack, page, stop }: Demo): Promise<void> {
  page.heading(`pulumi destroy: removes what was made on ${stack.quay.url} (Ctrl-C leaves it there)`);
  // After a first interruption, the second one ends this process, so the command runs without the signal.
  const uninterrupted = stop.aborted ? new AbortController().signal : stop;
  const { succeeded } = await showCommand("destroy --yes --skip-preview", { stack, page, stop: uninterrupted });
  stack.keepState = !succeeded;
}

const succeeded = ({ succeeded }: ShownOutcome) => succeeded;
