import { z } from "zod";
import type { Resource } from "../../provider/lifecycle/resource";
import { typeOf } from "../../provider/serve/stored";
import type { DeclaredType, Interfaces } from "./interfaces";
import type { Facts, NamedTypes, Property } from "./types";

/** The entry of a kind in the package schema. */
export function kindSchema(resource: Resource, declared: Interfaces, types: NamedTypes) {
  const { kind, accepts, changes, flags, secrets } = resource;
  const [args, state] = [declared.get(`${kind}Args`), declared.get(`${kind}State`)];
  const known = facts(accepts);
  const changeable = new Set<string>([...changes.flatMap(({ of }) => of), ...flags]);
  const marked = (name: string, { $ref, ...property }: Property, isInput: boolean): Property => ({
    ...property,
    default: isInput ? property.default : undefined,
    willReplaceOnChanges: (isInput && !changeable.has(name)) || undefined,
    secret: secrets.includes(name) || undefined,
    $ref,
  });
  const propertiesOf = (of: DeclaredType) =>
    Object.fromEntries(
      Object.entries(types.properties(kind, of, known)).map(([name, property]) => [
        name,
        marked(name, property, of === args),
      ]),
    );
  return {
    description: state.description,
    properties: propertiesOf(state),
    required: [...(state.required ?? [])].sort(),
    inputProperties: propertiesOf(args),
    requiredInputs: [...(args.required ?? [])].sort(),
    listInputs: listInputs(resource, propertiesOf(args)),
    aliases: [{ type: typeOf(kind) }],
  };
}

/** What names the list that a resource of this kind is in, for example its organization. */
function listInputs({ listedBy }: Resource, inputs: Record<string, Property>) {
  const properties = listedBy.map((name) => {
    const { willReplaceOnChanges, ...property } = inputs[name] as Property;
    return [name, property];
  });
  return { properties: Object.fromEntries(properties), required: [...listedBy].sort() };
}

/** What Zod schemas say of properties. */
export const facts = (accepts: Record<string, z.ZodType>): Record<string, Facts> =>
  Object.fromEntries(
    Object.entries(accepts).map(([name, accepted]) => {
      const known = z.toJSONSchema(accepted, { io: "input", unrepresentable: "any" }) as Facts;
      // The JSON schema of a transformed value does not contain its default.
      return [name, { ...known, default: accepted.safeParse(undefined).data }];
    }),
  );
