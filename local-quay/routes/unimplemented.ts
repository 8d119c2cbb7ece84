import { notImplemented, refuse } from "../errors";
import { behindFeatures, type Route, route } from "../routing";

/** What Quay can do and the local Quay cannot, by the flags it needs. Asking for any of it is a loud failure. */
const missing: [features: string[], routes: string[]][] = [
  [["PROGRAMMATIC_BOOTSTRAP"], ["POST /v1/bootstrap/renew"]],
  [
    [],
    [
      "POST /v1/repository/{repository}/trigger/{trigger_uuid}/analyze",
      "POST /v1/repository/{repository}/trigger/{trigger_uuid}/fields/{field_name}",
      "GET /v1/repository/{repository}/trigger/{trigger_uuid}/namespaces",
      "POST /v1/repository/{repository}/trigger/{trigger_uuid}/sources",
      "POST /v1/repository/{repository}/trigger/{trigger_uuid}/subdir",
    ],
  ],
  [["SIGNING"], ["GET /v1/repository/{repository}/signatures"]],
  [["SUPER_USERS"], ["POST /v1/superuser/shutdown", "GET /v1/superuser/{build_uuid}/logs/archive"]],
];

const answer = (name: string): Route =>
  route(name, () => {
    const text = `The local Quay does not know ${name}. Add the route to its folder "routes".`;
    console.error(text);
    return refuse(notImplemented(text));
  });

export default missing.flatMap(([features, names]) => behindFeatures(features, names.map(answer)));
