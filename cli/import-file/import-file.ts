import type { Properties } from "../../provider/lifecycle/definition";
import type { Resource } from "../../provider/lifecycle/resource";
import { messageOf } from "../../provider/quay/client/errors";
import { resources as kinds } from "../../provider/resources";
import type { Connections } from "../../provider/serve/connections";
import { handlers } from "../../provider/serve/handlers";
import { SECRET, SIGNATURE } from "../../provider/serve/secrets";
import { stored, typeOf } from "../../provider/serve/stored";
import { inDependencyOrder } from "../program/arguments";
import { withQuay } from "../quay-access";
import { logicalNames, type NamedResource } from "./logical-names";
import { program } from "./program";
import { type FoundResource, type ListedResource, parseResourceList } from "./resource-list";

/** The format of `pulumi import --file`. With inputs and outputs in it, Pulumi does not read the resources itself. */
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
  /** Kinds and ids to import, for example `Repository acme/web`, in one text or as separate words. */
  resources: readonly string[];
  /** Settings of a stack, for example `quay:url`. The environment provides the others. */
  settings?: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads existing resources and returns the file for `pulumi import --file` and a program for which the preview after the import
 * shows no changes. The file contains secrets, such as robot tokens, in plain text.
 */
export async function importFile({
  resources,
  settings = {},
}: ImportFileArgs): Promise<{ file: ImportFile; program: string }> {
  const wanted = parseResourceList(resources);
  return withQuay(settings, async (_access, connections, setting) => {
    const found = await allOrErrors(wanted.map((each) => readResource(each, setting, connections)));
    const named = inDependencyOrder(logicalNames(found));
    return { file: { resources: named.map(importEntry) }, program: program(named) };
  });
}

async function readResource(
  { kind, id }: ListedResource,
  setting: (key: string) => string | undefined,
  connections: Connections,
): Promise<FoundResource> {
  const access = connections.get(setting);
  const found = await handlers(kinds[kind] as Resource, () => access, connections).read(id, undefined, {
    isImport: true,
  });
  if (!found) throw new Error(`Could not read ${kind} ${id}: There is none in Quay.`);
  return { kind, id, inputs: found.inputs, outputs: found.state };
}

export function importEntry({ kind, id, name, inputs, outputs }: NamedResource): ImportFile["resources"][number] {
  const resource = kinds[kind] as Resource;
  const __provider = stored(kind);
  return {
    type: typeOf(kind),
    name,
    id,
    inputs: { ...withSecretMarkers(resource, inputs), __provider },
    outputs: { ...withSecretMarkers(resource, outputs), __provider },
  };
}

/** Marks secrets as import files do: the signature of Pulumi's wire format, and the value as JSON. */
function withSecretMarkers({ secrets }: Resource, values: Properties): Properties {
  const entries = Object.entries(values).map(([name, value]) => {
    return [name, secrets.includes(name) ? { [SIGNATURE]: SECRET, plaintext: JSON.stringify(value) } : value];
  });
  return Object.fromEntries(entries);
}

/** All results, or one error with all messages. */
async function allOrErrors<T>(promises: Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(promises);
  const failed = results.filter((result) => result.status === "rejected");
  if (failed.length > 0) throw new Error([...new Set(failed.map(({ reason }) => messageOf(reason)))].join("\n"));
  return results.filter((result) => result.status === "fulfilled").map(({ value }) => value);
}
