import type { FoundResource } from "../../import-file/resource-list";
import { argumentsOf } from "../../program/arguments";
import { camelCase, type Identifiers } from "../../program/identifiers";
import { literal } from "../../program/literal";
import type { ConfigSecrets } from "./config-secrets";
import { withReadableTexts } from "./readable-text";

export interface ResourceContext {
  identifiers: Identifiers;
  secrets: ConfigSecrets;
  /** The logical names. */
  names: ReadonlyMap<FoundResource, string>;
  /** The source of resources that the file declares otherwise, by kind and id. */
  declared: ReadonlyMap<string, string>;
  /** The source of the options of each. */
  options: string;
}

/** Declarations of resources, linked by outputs, with an empty line between kinds. They come in the order of the kinds. */
export function resourceSource(resources: readonly FoundResource[], context: ResourceContext): string[] {
  const { names, declared, options } = context;
  const here = new Map(resources.map((each) => [`${each.kind} ${each.id}`, each]));
  const constants = new Map<FoundResource, string>();
  const sourceOf = (kind: string, id: string): string | undefined => {
    const other = here.get(`${kind} ${id}`);
    if (!other) return declared.get(`${kind} ${id}`);
    const constant = constants.get(other) ?? context.identifiers.reserve(constantNames(other));
    constants.set(other, constant);
    return constant;
  };
  const calls = resources.map((each) => {
    const args = statedArguments(each, context.secrets, sourceOf);
    const name = names.get(each) as string;
    if (args.name === name) delete args.name;
    const given = Object.keys(args).length > 0 || options ? `, ${literal(args)}${options}` : "";
    return { each, call: `new quay.${each.kind}(${literal(name)}${given});` };
  });
  return calls.map(({ each, call }, index) => {
    const constant = constants.get(each);
    const isFirstOfKind = index > 0 && calls[index - 1]?.each.kind !== each.kind;
    return `${isFirstOfKind ? "\n" : ""}${constant ? `const ${constant} = ` : ""}${call}`;
  });
}

/** What a program has to state of a resource, with secrets from the configuration. */
export function statedArguments(
  resource: FoundResource,
  secrets: ConfigSecrets,
  sourceOf: (kind: string, id: string) => string | undefined,
): Record<string, unknown> {
  const args = argumentsOf(resource, {
    output({ kind, id, output }) {
      const source = sourceOf(kind, id);
      return source && `${source}.${output}`;
    },
    secret: (property, value) => secrets.of(resource, property, value),
  });
  return withReadableTexts({ ...args, ...secrets.unseen(resource) }) as Record<string, unknown>;
}

/** `acme` for an organization, `opsTeam` for a team. */
function constantNames({ kind, id, inputs }: FoundResource): [string] {
  const name = camelCase(typeof inputs.name === "string" ? inputs.name : (id.split(/[/+:]/).pop() ?? ""));
  return kind === "Organization" && name
    ? [name]
    : [name ? `${name}${kind}` : kind.charAt(0).toLowerCase() + kind.slice(1)];
}
