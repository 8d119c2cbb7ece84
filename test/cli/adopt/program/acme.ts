import type { AdoptedNamespace, ProgramOptions } from "../../../../cli/adopt/program/contract";
import { writeProgram } from "../../../../cli/adopt/program/write-program";
import type { FoundResource } from "../../../../cli/import-file/resource-list";
import type { Properties } from "../../../../provider/lifecycle/definition";
import type { Resource } from "../../../../provider/lifecycle/resource";
import { resources as kinds } from "../../../../provider/resources";

/** A resource as it would be read. */
export function found(kind: string, given: Properties): FoundResource {
  const { accepts, identity } = kinds[kind] as Resource;
  const values = Object.entries(accepts).map(([name, accepted]) => [name, accepted.safeParse(given[name]).data]);
  const inputs = Object.fromEntries(values.filter(([, value]) => value !== undefined));
  return { kind, id: identity.format(inputs), inputs, outputs: inputs };
}

export const organization = found("Organization", { name: "acme" });
export const team = (name: string) => found("Team", { organization: "acme", name });
export const robot = (name: string) => found("Robot", { namespace: "acme", name });
export const repository = (name: string, more: Properties = {}) =>
  found("Repository", { namespace: "acme", name, ...more });
export const teamGrant = (name: string, team: string, role = "write") =>
  found("RepositoryTeamPermission", { repository: `acme/${name}`, team, role });
export const userGrant = (name: string, user: string, role = "write") =>
  found("RepositoryUserPermission", { repository: `acme/${name}`, user, role });

export const namespace = (resources: FoundResource[]): AdoptedNamespace => ({ name: "acme", isUser: false, resources });

/** What is written of these resources, as a blueprint of `acme` unless told otherwise. */
export async function written(resources: FoundResource[] | AdoptedNamespace[], options: Partial<ProgramOptions> = {}) {
  const namespaces = resources.map((each) => ("kind" in each ? undefined : each)).filter((each) => each !== undefined);
  const all = namespaces.length > 0 ? namespaces : [namespace(resources as FoundResource[])];
  const program = await writeProgram(all, { as: "blueprint", native: false, ...options });
  const text = Object.fromEntries(program.files.map(({ path, text }) => [path, text]));
  return { ...program, text, acme: text["organizations/acme.ts"] ?? "" };
}

export const services = (count: number) =>
  Array.from({ length: count }, (_, number) => `service-${number}`).flatMap((name) => [
    repository(name),
    teamGrant(name, "dev"),
    userGrant(name, "acme+ci"),
  ]);
export const base = [organization, team("dev"), team("ops"), robot("ci")];
