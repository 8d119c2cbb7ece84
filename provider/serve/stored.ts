/** What states hold of this package, for ever: the type of a kind, and the name by which its handlers are found. */

export const typeOf = (kind: string): string => `pulumi-nodejs:dynamic/quay:${kind}`;

export const stored = (kind: string, module = "pulumi-quay/provider"): string =>
  `exports.handler = () => require(${JSON.stringify(module)}).dynamic(${JSON.stringify(kind)});`;
