import { refuse, unplanned } from "../errors";
import { gated, type Route, route } from "../routing";

/** What Quay can do and the local Quay cannot, by the flags it needs. Asking for any of it is a loud failure. */
const missing: [features: string[], routes: string[]][] = [
  [["PROGRAMMATIC_BOOTSTRAP"], ["POST /v1/bootstrap/renew"]],
  [
    [],
    [
      "POST /v1/organization/{orgname}/exportlogs",
      "POST /v1/repository/{repository}/exportlogs",
      "POST /v1/user/exportlogs",
      "POST /v1/entities/link/{username}",
      "POST /v1/repository/{repository}/trigger/{trigger_uuid}/analyze",
      "POST /v1/repository/{repository}/trigger/{trigger_uuid}/fields/{field_name}",
      "GET /v1/repository/{repository}/trigger/{trigger_uuid}/namespaces",
      "POST /v1/repository/{repository}/trigger/{trigger_uuid}/sources",
      "POST /v1/repository/{repository}/trigger/{trigger_uuid}/subdir",
      "POST /v1/detachexternal/{service_id}",
      "POST /v1/externallogin/{service_id}",
      "POST /v1/recovery",
      "POST /v1/signin/verify",
      "GET /v1/user/assignedauthorization",
      "DELETE /v1/user/assignedauthorization/{assigned_authorization_uuid}",
      "POST /v1/user/clientkey",
      "POST /v1/user/convert",
      "GET /v1/user/notifications",
      "GET /v1/user/notifications/{uuid}",
      "PUT /v1/user/notifications/{uuid}",
    ],
  ],
  [
    ["MAILING"],
    [
      "GET /v1/repository/{repository}/authorizedemail/{email}",
      "POST /v1/repository/{repository}/authorizedemail/{email}",
      "PUT /v1/teaminvite/{code}",
      "DELETE /v1/teaminvite/{code}",
    ],
  ],
  [["SECURITY_SCANNER"], ["GET /v1/repository/{repository}/manifest/{manifestref}/security"]],
  [["SIGNING"], ["GET /v1/repository/{repository}/signatures"]],
  [
    ["SUPER_USERS"],
    [
      "POST /v1/superuser/shutdown",
      "GET /v1/superuser/mirror/health",
      "POST /v1/superuser/registrysize/",
      "GET /v1/superuser/{build_uuid}/build",
      "GET /v1/superuser/{build_uuid}/logs",
      "GET /v1/superuser/{build_uuid}/logs/archive",
      "GET /v1/superuser/{build_uuid}/status",
      "POST /v1/superusers/users/{username}/sendrecovery",
    ],
  ],
  [["PERMANENTLY_DELETE_TAGS"], ["POST /v1/repository/{repository}/tag/{tag}/expire"]],
];

const answer = (name: string): Route =>
  route(name, () => {
    const text = `The local Quay does not know ${name}. Add the route to its folder "routes".`;
    console.error(text);
    return refuse(unplanned(text));
  });

export default missing.flatMap(([features, names]) => gated(features, names.map(answer)));
