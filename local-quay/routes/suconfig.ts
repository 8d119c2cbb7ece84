import { ok } from "../responses";
import { gated, route } from "../routing";

export default gated(
  ["SUPER_USERS"],
  [route("GET /v1/superuser/registrystatus", () => ok({ provider_id: "file", status: "ready" }))],
);
