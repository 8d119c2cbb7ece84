import { readFileSync } from "node:fs";
import path from "node:path";
import { type Definition, generateSchema, getProgramFromFiles } from "typescript-json-schema";
import { z } from "zod";
import type { Resource } from "../../provider/lifecycle/definition";
import { accepted } from "../../provider/quay/settings";
import { resources } from "../../provider/resources";

/** A property as a Pulumi package schema has it. */
interface Property {
  type?: string;
  $ref?: string;
  description?: string;
  default?: unknown;
  additionalProperties?: { type: string } | { $ref: string };
  secret?: true;
  willReplaceOnChanges?: true;
}

/** A property as typescript-json-schema has it. */
interface Declared {
  type?: string;
  description?: string;
  additionalProperties?: { type?: string };
}

const root = path.dirname(require.resolve("pulumi-quay/package.json"));
const { version, description, keywords, license } = require("pulumi-quay/package.json");

/** The package schema: prose and types from the interfaces, defaults and rules from what the kinds accept. */
export function schema() {
  const types = interfaces();
  const shared: Record<string, unknown> = {};
  const described = Object.values(resources).map((resource) => [
    `quay:index:${resource.kind}`,
    kind(resource, types, shared),
  ]);
  const config = properties(types("QuaySettings"), accepted.shape);
  for (const name of ["token", "tokens"]) if (config[name]) config[name].secret = true;
  const named = Object.fromEntries(
    Object.entries(config).map(([name, property]) => [
      name,
      name === "url" || name === "token"
        ? { ...property, defaultInfo: { environment: [`QUAY_${name.toUpperCase()}`] } }
        : property,
    ]),
  );
  return {
    $schema: "https://raw.githubusercontent.com/pulumi/pulumi/master/pkg/codegen/schema/pulumi.json",
    name: "quay",
    displayName: "Quay",
    version,
    description,
    keywords,
    license,
    meta: { moduleFormat: "(.*)" },
    language: { nodejs: { packageName: "pulumi-quay", respectSchemaVersion: true } },
    config: { variables: named },
    provider: { description: "A Quay, and as whom to use it.", inputProperties: named },
    types: shared,
    resources: Object.fromEntries(described),
  };
}

type Interfaces = (name: string) => Definition;

function interfaces(): Interfaces {
  const files = [...Object.values(resources).map(({ kind }) => `resources/${fileOf(kind)}.ts`), "config.ts"];
  const options = { strictNullChecks: true, skipLibCheck: true };
  const program = getProgramFromFiles(
    files.map((file) => path.join(root, "provider", file)),
    options,
    root,
  );
  const settings = {
    required: true,
    noExtraProps: true,
    ref: false,
    ignoreErrors: true,
  };
  return (name) => {
    const found = generateSchema(program, name, settings);
    if (!found) throw new Error(`There is no interface ${name} in provider/resources.`);
    return found;
  };
}

export const fileOf = (kind: string) => kind.replace(/(?<!^)[A-Z]/g, "-$&").toLowerCase();

function kind(resource: Resource, types: Interfaces, shared: Record<string, unknown>) {
  const [args, state] = [types(`${resource.kind}Args`), types(`${resource.kind}State`)];
  const changeable = new Set<string>([...resource.changes.flatMap(({ of }) => of), ...resource.flags]);
  const inputs = properties(args, resource.accepts);
  for (const [name, property] of Object.entries(inputs)) {
    if (!changeable.has(name)) property.willReplaceOnChanges = true;
  }
  const outputs = properties(state, resource.accepts);
  for (const property of Object.values(outputs)) delete property.default;
  for (const name of resource.secrets) if (outputs[name]) outputs[name].secret = true;
  for (const [name, accepted] of Object.entries(resource.accepts)) {
    const values = facts(accepted).enum;
    if (!values) continue;
    const type = `quay:index:${resource.kind}${name[0]?.toUpperCase()}${name.slice(1)}`;
    shared[type] = { type: "string", description: inputs[name]?.description, enum: values.map((value) => ({ value })) };
    for (const face of [inputs, outputs]) {
      if (face[name]) face[name] = { ...face[name], type: "string", $ref: `#/types/${type}` };
    }
  }
  return {
    description: `${state.description}\n\n## Example\n\n\`\`\`typescript\n${example(resource.kind)}\`\`\``,
    properties: outputs,
    required: [...(state.required ?? [])].sort(),
    inputProperties: inputs,
    requiredInputs: [...(args.required ?? [])].sort(),
  };
}

function properties({ properties = {} }: Definition, accepts: Record<string, z.ZodType>): Record<string, Property> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, declared]) => {
      const { type, description, additionalProperties } = declared as Declared;
      const { default: standard, type: exact } = accepts[name] ? facts(accepts[name]) : {};
      const property: Property = { type: exact === "integer" ? exact : type, description };
      if (standard !== undefined) property.default = standard;
      const { type: held } = additionalProperties ?? {};
      if (type === "object") property.additionalProperties = held ? { type: held } : { $ref: "pulumi.json#/Any" };
      return [name, property];
    }),
  );
}

/** What zod knows of a property beyond its TypeScript type. */
const facts = (accepted: z.ZodType) =>
  z.toJSONSchema(accepted, { io: "input", unrepresentable: "any" }) as {
    default?: unknown;
    type?: string;
    enum?: string[];
  };

const example = (kind: string) => readFileSync(path.join(root, "examples", fileOf(kind), "index.ts"), "utf8");
