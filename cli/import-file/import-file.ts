import { isDeepStrictEqual } from "node:util";
import { isServerDefaulted, type Properties, type Resource } from "../../provider/lifecycle/definition";
import { messageOf } from "../../provider/quay/client/errors";
import { resources as kinds } from "../../provider/resources";
import { Connections } from "../../provider/serve/connections";
import { handlers } from "../../provider/serve/handlers";
import { SECRET, SIGNATURE } from "../../provider/serve/secrets";
import { stored, typeOf } from "../../provider/serve/stored";
import { logicalNames, type Named } from "./logical-names";
import { ordered, program } from "./program";
import { type Found, type Wanted, wantedOf } from "./resource-list";

/** What `pulumi import --file` reads: resources with what they are, so that Pulumi need not ask for it. */
export interface ImportFile {
  resources: {
    type: string;
    name: string;
    id: string;
    inputs: Properties;
    outputs: Properties;
  }[];
}

export interface ImportFileArgs {
  /** What to import, kind and id each, for example `Repository acme/web`; in one text, or as separate words. */
  resources: readonly string[];
  /** Settings as those of a stack, for example `quay:url`. The environment fills in what is not among them. */
  settings?: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads what exists and describes it twice: as the file for `pulumi import --file`, and as the lines of a program for which
 * the preview after the import shows no change. The file holds secrets, such as robots' tokens, in clear.
 */
export async function importFile({
  resources,
  settings = {},
}: ImportFileArgs): Promise<{ file: ImportFile; program: string }> {
  const wanted = wantedOf(resources);
  // The program goes to stdout, and nothing else does.
  const connections = new Connections(undefined, (line) => process.stderr.write(`${line}\n`));
  try {
    const setting = (key: string) => settings[key];
    // Wrong settings are one mistake, not one for each resource.
    connections.get(setting);
    const found = await all(wanted.map((each) => find(each, setting, connections)));
    const named = ordered(logicalNames(found));
    return { file: { resources: named.map(described) }, program: program(named) };
  } finally {
    await connections.close();
  }
}

async function find(
  { kind, id }: Wanted,
  setting: (key: string) => string | undefined,
  connections: Connections,
): Promise<Found> {
  const resource = kinds[kind] as Resource;
  const access = connections.get(setting);
  const { state = {}, inputs = {} } = (await handlers(resource, () => access, connections).read(id)) ?? {};
  // What Quay fills by itself is left to it, unless somebody chose something else than what all have.
  const isBorn = (name: string, value: unknown) =>
    Object.hasOwn(resource.born, name) && isDeepStrictEqual(value, resource.born[name]);
  const mentioned = ([name, value]: [string, unknown]) => !isServerDefaulted(resource, name) || !isBorn(name, value);
  return {
    kind,
    id,
    inputs: Object.fromEntries(Object.entries(inputs).filter(mentioned)),
    outputs: Object.fromEntries(Object.entries(state).filter(mentioned)),
  };
}

function described({ kind, id, name, inputs, outputs }: Named): ImportFile["resources"][number] {
  const resource = kinds[kind] as Resource;
  const __provider = stored(kind);
  return {
    type: typeOf(kind),
    name,
    id,
    inputs: { ...readable(resource, inputs), __provider },
    outputs: { ...readable(resource, outputs), __provider },
  };
}

/** Secrets as import files have them: the same sign as on the wire, and the value as JSON. */
function readable({ secrets }: Resource, values: Properties): Properties {
  const entries = Object.entries(values).map(([name, value]) => {
    return [name, secrets.includes(name) ? { [SIGNATURE]: SECRET, plaintext: JSON.stringify(value) } : value];
  });
  return Object.fromEntries(entries);
}

/** Everything, or all that is wrong with it. */
async function all<T>(promises: Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(promises);
  const failed = results.filter((result) => result.status === "rejected");
  if (failed.length > 0) throw new Error([...new Set(failed.map(({ reason }) => messageOf(reason)))].join("\n"));
  return results.filter((result) => result.status === "fulfilled").map(({ value }) => value);
}
