import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../engine/package-root";
import type { Property as Described } from "../schema/types";
import { type Call, scopesOf } from "./calls";
import { type DescribedType, interfacesIn, type NamedType, type Property, propertiesIn } from "./properties";

/** The documentation of a kind. */
export interface Kind {
  name: string;
  /** The description without the example. */
  paragraphs: string[];
  example: string;
  inputs: Property[];
  /** Outputs that are not inputs. */
  outputs: Property[];
  /** Inputs that are not outputs. */
  flags: string[];
  /** The objects among its inputs and outputs. */
  types: NamedType[];
  ids: string[];
  type: string;
  calls: Call[];
  /** The scopes that a token needs. */
  scopes: string[];
  /** The scopes that it needs when the namespace is the token's own user. */
  ownScopes: string[];
}

export interface Reference {
  version: string;
  description: string;
  settings: Property[];
  kinds: Kind[];
}

interface Schema {
  version: string;
  description: string;
  config: { variables: Record<string, Described> };
  types: Record<string, DescribedType>;
  resources: Record<
    string,
    {
      description: string;
      properties: Record<string, Described>;
      inputProperties: Record<string, Described>;
      requiredInputs: string[];
      isComponent?: boolean;
    }
  >;
}

const read = (...path: string[]) => JSON.parse(readFileSync(join(packageRoot(), ...path), "utf8"));

/** Combines the package schema, the contracts and the calls of each kind. */
export function reference(calls: Record<string, Call[]>): Reference {
  const schema: Schema = read("schema.json");
  const contracts: Record<string, { type: string; ids: object }> = read("test", "fixtures", "contracts.json");
  const properties = (described: Record<string, Described>, required: string[] = []) =>
    propertiesIn(schema.types, described, required);

  const described = Object.entries(schema.resources).filter(([, { isComponent }]) => !isComponent);
  const kinds = described.map(([token, resource]): Kind => {
    const name = token.slice(token.lastIndexOf(":") + 1);
    const { type = "", ids = {} } = contracts[name] ?? {};
    const [about = "", examples = ""] = resource.description.split("\n\n## Example Usage\n\n");
    const [, example = ""] = /```typescript\n(.*?)```/s.exec(examples) ?? [];
    const outputs = properties(resource.properties).filter((output) => !(output.name in resource.inputProperties));
    return {
      name,
      paragraphs: about.split("\n\n"),
      example: example.trimEnd(),
      inputs: properties(resource.inputProperties, resource.requiredInputs),
      outputs,
      flags: Object.keys(resource.inputProperties).filter((input) => !(input in resource.properties)),
      types: interfacesIn(schema.types, [
        ...Object.values(resource.inputProperties),
        ...Object.values(resource.properties),
      ]),
      ids: Object.keys(ids),
      type,
      calls: calls[name] ?? [],
      ...scopes(calls[name] ?? []),
    };
  });
  const { version, description, config } = schema;
  return { version, description, settings: properties(config.variables), kinds };
}

const isOwnUser = ({ operation }: Call) => operation.route.includes(" /v1/user/");

function scopes(calls: Call[]): Pick<Kind, "scopes" | "ownScopes"> {
  return { scopes: scopesOf(calls.filter((call) => !isOwnUser(call))), ownScopes: scopesOf(calls.filter(isOwnUser)) };
}
