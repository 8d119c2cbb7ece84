import { nativeTypeOf } from "../../provider/serve/stored";
import { importEntry } from "../import-file/import-file";
import { camelCase, Identifiers } from "../program/identifiers";
import type { ProgramEntry, WrittenProgram } from "./program/contract";

const { version } = require("pulumi-quay/package.json") as { version: string };

/** The content of a file for `pulumi import --file`, with components and their children. */
export interface ImportContent {
  resources: {
    type: string;
    /** What refers to it in the file, and in code that Pulumi generates: without it being an identifier, Pulumi generates none. */
    name: string;
    logicalName: string;
    parent?: string;
    component?: true;
    id?: string;
    version?: string;
    inputs?: object;
    outputs?: object;
  }[];
}

/**
 * The import of these entries of the program, with the components above them. Resources of the plugin are imported by their ids, and
 * Pulumi reads them; those of the dynamic provider with all values, robots' tokens among them.
 */
export function importContent(
  { components }: WrittenProgram,
  entries: readonly ProgramEntry[],
  native: boolean,
): ImportContent {
  const above = (name: string | undefined): string[] => {
    const component = components.find((one) => one.name === name);
    return component ? [component.name, ...above(component.parent)] : [];
  };
  const needed = new Set(entries.flatMap(({ parent }) => above(parent)));
  const identifiers = new Identifiers([]);
  const identifier = (kind: string, name: string) => identifiers.reserve([camelCase(`${kind} ${name}`)]);
  const componentNames = new Map(components.map(({ name }) => [name, identifier("component", name)]));
  const within = (parent: string | undefined) => parent !== undefined && { parent: componentNames.get(parent) };
  return {
    resources: [
      ...components
        .filter(({ name }) => needed.has(name))
        .map(({ name, type, parent }) => ({
          type,
          name: componentNames.get(name) as string,
          logicalName: name,
          component: true as const,
          ...within(parent),
        })),
      ...entries.map(({ resource, name, parent }) => ({
        ...(native
          ? { type: nativeTypeOf(resource.kind), id: resource.id, version }
          : importEntry({ ...resource, name })),
        name: identifier(resource.kind, resource.id),
        logicalName: name,
        ...within(parent),
      })),
    ],
  };
}
