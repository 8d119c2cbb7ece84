import type { FoundResource } from "../../import-file/resource-list";
import { inDependencyOrder } from "../../program/arguments";
import { camelCase, Identifiers } from "../../program/identifiers";
import { literal } from "../../program/literal";
import { blueprintSource, partSources } from "./blueprint-source";
import type { ConfigSecrets } from "./config-secrets";
import { type AdoptedNamespace, COMPONENT, type ProgramEntry, type ProgramOptions } from "./contract";
import { byText } from "./in-order";
import { logicalNames } from "./logical-names";
import { OrganizationParts } from "./organization-parts";
import { resourceSource, statedArguments } from "./resource-source";

interface NamespaceSource {
  source: string;
  entries: ProgramEntry[];
}

/** What other constants of a file must not be called. */
const IMPORTED = ["pulumi", "config"];

/** Whether a blueprint can stand for it: a blueprint always creates the organization. */
export const isBlueprint = ({ isUser, resources }: AdoptedNamespace): boolean =>
  !isUser && resources.some(({ kind }) => kind === "Organization");

/** The source of the file with one namespace, before it is laid out. */
export function namespaceSource(
  namespace: AdoptedNamespace,
  { as, native, into }: ProgramOptions,
  secrets: ConfigSecrets,
): NamespaceSource {
  const identifiers = new Identifiers(IMPORTED);
  const parent = into && componentVariable(into, identifiers);
  const options = parent ? `, { parent: ${parent} }` : "";
  const known = secrets.all.length;
  const body =
    as === "blueprint" && isBlueprint(namespace)
      ? blueprintWithRest(namespace, identifiers, secrets, options)
      : plainResources(namespace.resources, { identifiers, secrets, options, declared: new Map() });
  const usesConfig = secrets.all.length > known;
  const head = [
    ...(usesConfig ? ['import * as pulumi from "@pulumi/pulumi";'] : []),
    `import * as quay from "${native ? "pulumi-quay/native" : "pulumi-quay"}";`,
    ...(parent ? [`import { ${parent} } from "../component";`] : []),
    ...(usesConfig ? ["", "const config = new pulumi.Config();"] : []),
  ];
  const entries = body.entries.map((entry) => ({ ...entry, ...(!entry.parent && into && { parent: into }) }));
  return { source: [...head, "", ...body.lines, ""].join("\n"), entries };
}

interface Body {
  lines: string[];
  entries: ProgramEntry[];
}

function blueprintWithRest(
  { name, resources }: AdoptedNamespace,
  identifiers: Identifiers,
  secrets: ConfigSecrets,
  options: string,
): Body {
  const settingsOf = (resource: FoundResource) => statedArguments(resource, secrets, () => undefined);
  const parts = new OrganizationParts(name, resources, settingsOf);
  const plain = camelCase(name) || "organization";
  const variable = identifiers.reserve([plain, `${plain}Organization`]);
  const lines = blueprintSource(parts, variable, identifiers, options);
  const declared = partSources(parts, variable);
  const rest = plainResources(parts.beside, { identifiers, secrets, options, declared });
  return {
    lines: [...lines, ...(rest.lines.length > 0 ? ["", ...rest.lines] : [])],
    entries: [...parts.entries, ...rest.entries],
  };
}

function plainResources(
  resources: readonly FoundResource[],
  context: Omit<Parameters<typeof resourceSource>[1], "names">,
): Body {
  const sorted = inDependencyOrder([...resources].sort(byText(({ id }) => id)));
  const names = logicalNames(sorted);
  const lines = resourceSource(sorted, { ...context, names });
  return { lines, entries: sorted.map((resource) => ({ resource, name: names.get(resource) as string })) };
}

function componentVariable(into: string, identifiers = new Identifiers(IMPORTED)): string {
  const plain = camelCase(into) || "component";
  return identifiers.reserve([plain, `${plain}Component`]);
}

/** The file with the component that is the parent of everything. */
export const componentSource = (into: string): string =>
  [
    'import * as pulumi from "@pulumi/pulumi";',
    "",
    "/** The parent of what was taken over from Quay. */",
    `export const ${componentVariable(into)} = new pulumi.ComponentResource(${literal(COMPONENT)}, ${literal(into)});`,
    "",
  ].join("\n");
