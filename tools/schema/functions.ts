import type { UntypedFunction } from "../../provider/functions/function";
import type { Interfaces } from "./interfaces";
import { facts } from "./kinds";
import { type NamedTypes, type Property, pascalCase } from "./types";

/** The entry of a function in the package schema. `types` are those of results. */
export function functionSchema(definition: UntypedFunction, declared: Interfaces, types: NamedTypes) {
  const { name, accepts, result, list, secrets = [] } = definition;
  const argsName = `${pascalCase(name)}Args`;
  const args = Object.keys(accepts).length > 0 ? declared.get(argsName) : {};
  const inputs = types.properties(argsName, args, facts(accepts));
  return {
    description: declared.docOf("provider/functions", name),
    inputs: { properties: inputs, required: [...(args.required ?? [])].sort() },
    outputs: list ? listOutputs(list) : outputs(),
  };

  function outputs() {
    const { description, required = [], ...rest } = declared.get(result);
    const properties = Object.entries(types.properties(result, rest, {})).map(
      ([property, type]): [string, Property] => [
        property,
        secrets.includes(property) ? { ...type, secret: true } : type,
      ],
    );
    return { description, properties: Object.fromEntries(properties), required: [...required].sort() };
  }

  function listOutputs(property: string) {
    const items = types.named(result);
    const { description: entry = "" } = declared.get(result);
    const description = `One entry for each: ${entry[0]?.toLowerCase()}${entry.slice(1)}`;
    const secret = secrets.length > 0 || undefined;
    return { properties: { [property]: { type: "array", items, description, secret } }, required: [property] };
  }
}
