import * as pulumi from "@pulumi/pulumi";
import { nativeTypeOf } from "../../provider/serve/stored";
import { native } from "../face";
import { asking } from "../functions/ask";

/** The plugin asks Quay. */
export const { ask, askOutput } = asking(native, async ({ name, list }, args, provider) => {
  const result = await pulumi.runtime.invoke(nativeTypeOf(name), { ...args }, { ...native.plugin, provider });
  return list ? result[list] : result;
});
