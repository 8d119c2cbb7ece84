import * as pulumi from "@pulumi/pulumi";
import { read } from "../../provider/functions/invoke";
import { Connections } from "../../provider/serve/connections";
import { dynamic } from "../face";
import { asking } from "./ask";

const connections = new Connections();

/** Pulumi's dynamic provider has no functions, so the program asks Quay itself. */
export const { ask, askOutput } = asking(dynamic, async (definition, args, provider) => {
  const settings = provider && (await new Promise<Record<string, string>>((done) => provider.settings.apply(done)));
  const access = connections.get((key) => (settings ? settings[key] : pulumi.runtime.getConfig(key)));
  return read(definition, access, args);
});
