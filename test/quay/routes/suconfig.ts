import { ok } from "../answers";
import { gated, route } from "../routing";

export default gated(["SUPER_USERS"], [route("GET /v1/superuser/registrystatus", () => ok({ status: "ready" }))]);
