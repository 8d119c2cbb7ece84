/** The package schema, as it is published. */
const schema = require("pulumi-quay/schema.json") as {
  version: string;
  resources: Record<string, { properties: object }>;
};

export const { version } = schema;

export const schemaText = (): string => JSON.stringify(schema);

/** The names of a kind's outputs. */
export const outputsOf = (kind: string): string[] =>
  Object.keys(schema.resources[`quay:index:${kind}`]?.properties ?? {});
