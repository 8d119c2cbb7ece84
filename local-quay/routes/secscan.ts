import { notFound } from "../errors";
import { ok } from "../responses";
import { behindFeatures, route } from "../routing";
import { readable } from "./repository";

export default behindFeatures(
  ["SECURITY_SCANNER"],
  [
    // Nothing is ever scanned here.
    route("GET /v1/repository/{repository}/manifest/{manifestref}/security", (call) => {
      if (!readable(call).manifests.has(call.params.manifestref)) throw notFound();
      return ok({ status: "queued", data: null });
    }),
  ],
);
