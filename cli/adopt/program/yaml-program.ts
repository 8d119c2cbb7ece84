import type { FoundResource } from "../../import-file/resource-list";
import { isSecret, statedInputs } from "../../program/arguments";
import { blueprintArguments } from "./blueprint-arguments";
import { type AdoptedNamespace, BLUEPRINT, type WrittenProgram } from "./contract";
import { isBlueprint } from "./namespace-source";
import { OrganizationParts } from "./organization-parts";
import { tidyYaml } from "./tidy-yaml";
import { readers, readerText } from "./yaml-readers";

/** Organizations as data, with the program of the example multi-org that reads them. */
export function yamlProgram(namespaces: readonly AdoptedNamespace[]): WrittenProgram {
  const leftOut: string[] = [];
  const settingsOf = (resource: FoundResource) => {
    const stated = Object.entries(statedInputs(resource));
    const secrets = stated.map(([name]) => name).filter((name) => isSecret(resource.kind, name));
    if (secrets.length > 0) {
      leftOut.push(`${resource.kind} ${resource.id}: its secret ${secrets.join(", ")} is not for a YAML file.`);
    }
    return Object.fromEntries(stated.filter(([name]) => !secrets.includes(name)));
  };
  const organizations = namespaces
    .filter(isBlueprint)
    .map(({ name, resources }) => new OrganizationParts(name, resources, settingsOf));
  for (const { name, isUser, resources } of namespaces.filter((each) => !isBlueprint(each))) {
    const why = isUser ? "it is a user's own namespace" : "the organization itself is not adopted";
    leftOut.push(`${name}, with ${counted(resources)}: ${why}, and a YAML file describes whole organizations.`);
  }
  for (const { name, beside } of organizations.filter(({ beside }) => beside.length > 0)) {
    leftOut.push(`${name}: a YAML file has no place for ${counted(beside)}. A program in TypeScript has.`);
  }
  const data = Object.fromEntries(organizations.map((parts) => [parts.name, blueprintArguments(parts)]));
  return {
    files: [
      { path: "organizations.yaml", text: tidyYaml(data) },
      ...readers.map((path) => ({ path: path === "index.ts" ? "adopted.ts" : path, text: readerText(path) })),
      { path: "index.ts", text: 'import "./adopted";\n' },
    ],
    entries: organizations.flatMap(({ entries }) => entries),
    components: organizations.map(({ name }) => ({ name, type: BLUEPRINT })),
    secrets: [],
    leftOut,
  };
}

/** How many there are of each kind, or the one that there is. */
function counted(resources: readonly FoundResource[]): string {
  const kinds = [...new Set(resources.map(({ kind }) => kind))];
  const counts = kinds.map((kind) => {
    const all = resources.filter((each) => each.kind === kind);
    return all.length === 1 ? `${kind} ${all[0]?.id}` : `${all.length} of kind ${kind}`;
  });
  return counts.join(", ");
}
