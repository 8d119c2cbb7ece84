/** What states contain of this package and must never change: the types of a kind, and the code that loads its handlers. */

/** The type of resources of the dynamic provider. */
export const typeOf = (kind: string): string => `pulumi-nodejs:dynamic/quay:${kind}`;

/** The type of resources of the plugin. */
export const nativeTypeOf = (kind: string): string => `quay:index:${kind}`;

export const stored = (kind: string, module = "pulumi-quay/provider"): string =>
  `exports.handler = () => require(${JSON.stringify(module)}).dynamic(${JSON.stringify(kind)});`;
