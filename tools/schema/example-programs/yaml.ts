import { stringify } from "yaml";
import { type Declared, type Program, referenceOf } from "./program";

/** The program in Pulumi's YAML, without its name and runtime. */
export function yamlProgram({ config, resources, outputs }: Program): string {
  const settings = Object.fromEntries(
    config.map(({ name, isSecret }) => [name, { type: "string", ...(isSecret && { secret: true }) }]),
  );
  const declared = Object.fromEntries(resources.map((one) => [one.variable, resource(one)]));
  const program = { config: settings, resources: declared, outputs: inYaml(outputs) as object };
  const filled = Object.entries(program).filter(([, section]) => Object.keys(section).length > 0);
  return stringify(Object.fromEntries(filled), { lineWidth: 0 });
}

const resource = ({ kind, name, variable, args, options }: Declared) => ({
  type: `quay:${kind}`,
  ...(name !== variable && { name }),
  ...(Object.keys(args).length > 0 && { properties: inYaml(args) }),
  ...(Object.keys(options).length > 0 && { options }),
});

function inYaml(value: unknown): unknown {
  const reference = referenceOf(value);
  if (reference) return `\${${[reference.variable, ...reference.path].join(".")}}`;
  if (Array.isArray(value)) return value.map(inYaml);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inYaml(one)]));
}
