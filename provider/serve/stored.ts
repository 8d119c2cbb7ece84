/** What states contain of this package and must never change: the type of a kind, and the code that loads its handlers. */

export const typeOf = (kind: string): string => `pulumi-nodejs:dynamic/quay:${kind}`;

export const stored = (kind: string, module = "pulumi-quay/provider"): string =>
  `exports.handler = () => require(${JSON.stringify(module)}).dynamic(${JSON.stringify(kind)});`;
