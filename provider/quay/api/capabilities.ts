import { z } from "zod";
import { operation } from "../operation";
import { listOf } from "./collections";

export const getRegistryCapabilities = operation({
  nickname: "getRegistryCapabilities",
  route: "GET /v1/registry/capabilities",
  summary: "Tell which architectures this Quay demands of images, and which a mirror can be limited to.",
  input: z.strictObject({}),
  output: z.looseObject({
    sparse_manifests: z.looseObject({ required_architectures: listOf(z.string()) }),
    mirror_architectures: listOf(z.string()),
  }),
});
