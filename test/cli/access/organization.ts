import { readAccess, type ToRead } from "../../../cli/access/read-access";
import type { AccessReport } from "../../../cli/access/report";
import type { LocalQuay } from "../../../local-quay";
import { Connections } from "../../../provider/serve/connections";
import { fastRetries } from "../../harness";

/** The report on namespaces of a local Quay, as the command reads it. */
export async function reportOn(
  quay: LocalQuay,
  wanted: ToRead[] = [{ name: "acme", isUser: false }],
  token = quay.token,
): Promise<AccessReport> {
  const connections = new Connections(fastRetries, () => {});
  const settings: Record<string, string> = { "quay:url": quay.url, "quay:token": token };
  return readAccess(
    wanted,
    connections.get((key) => settings[key]),
  ).finally(() => connections.close());
}

/** An organization with a creator team, a grant, and a user with nothing but a grant. */
export function seedAcme({ store }: LocalQuay): void {
  const acme = store.addOrganization("acme");
  const [alice, bob] = [store.addUser("alice"), store.addUser("bob")];
  const ci = store.addRobot(acme, "ci");
  const ops = store.addTeam(acme, "ops", "creator");
  store.join(ops, alice);
  const web = store.addRepository(acme, "web", store.user("admin"));
  store.grant(web, ops, "write");
  store.grant(web, ci, "read");
  store.grant(web, bob, "admin");
}
