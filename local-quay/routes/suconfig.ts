import { ok } from "../responses";
import { behindFeatures, route } from "../routing";

export default behindFeatures(
  ["SUPER_USERS"],
  [route("GET /v1/superuser/registrystatus", () => ok({ provider_id: "file", status: "ready" }))],
);
