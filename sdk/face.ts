import type * as pulumi from "@pulumi/pulumi";
import { nativeTypeOf, stored, typeOf } from "../provider/serve/stored";

/** A way from programs to the provider. Both faces have the same kinds, and each takes over the resources of the other. */
export interface Face {
  /** What programs import it from. */
  module: string;
  /** The Pulumi package that its resources and providers belong to. */
  package: string;
  typeOf(kind: string): string;
  /** Whether the option `import` works. */
  imports: boolean;
  /** What each resource registers beside the arguments of the program. */
  hiddenInputs(kind: string, logicalName: string): pulumi.Inputs;
  /** The same for one that is only read. */
  hiddenReadInputs(kind: string): pulumi.Inputs;
  /** The version of the plugin and where it is found. */
  plugin: Pick<pulumi.CustomResourceOptions, "version" | "pluginDownloadURL">;
}

const { version, pluginDownloadURL } = require("pulumi-quay/schema.json") as pulumi.CustomResourceOptions;

/** Pulumi's dynamic provider, which needs nothing but the npm package. */
export const dynamic: Face = {
  module: "pulumi-quay",
  package: "pulumi-nodejs",
  typeOf,
  imports: false,
  hiddenInputs: (kind, logicalName) => ({ __provider: stored(kind), __logicalName: logicalName }),
  hiddenReadInputs: (kind) => ({ __provider: stored(kind), __get: true }),
  plugin: {},
};

/** The plugin `quay`. */
export const native: Face = {
  module: "pulumi-quay/native",
  package: "quay",
  typeOf: nativeTypeOf,
  imports: true,
  hiddenInputs: () => ({}),
  hiddenReadInputs: () => ({}),
  plugin: { version, ...(pluginDownloadURL && { pluginDownloadURL }) },
};

export const otherFace = (face: Face): Face => (face === dynamic ? native : dynamic);

/** Whether an object is a resource of a type, also one of another copy of this package. */
export const isOfType = (value: unknown, type: string): boolean =>
  (value as { __pulumiType?: string } | undefined)?.__pulumiType === type;
