import { message, refuse } from "../errors";
import { route } from "../routing";
import { administeredIfAny } from "./repository";

const gone = (verb: string) => refuse(message(410, `${verb} of access tokens is no longer supported`));

/** Access tokens of repositories were given up long ago; the paths remain. */
export default [
  route("GET /v1/repository/{repository}/tokens/", (call) => {
    administeredIfAny(call);
    return gone("Handling");
  }),
  route("POST /v1/repository/{repository}/tokens/", (call) => {
    administeredIfAny(call);
    return gone("Creation");
  }),
  route("GET /v1/repository/{repository}/tokens/{code}", (call) => {
    administeredIfAny(call);
    return gone("Handling");
  }),
  route("PUT /v1/repository/{repository}/tokens/{code}", (call) => {
    administeredIfAny(call);
    return gone("Handling");
  }),
  route("DELETE /v1/repository/{repository}/tokens/{code}", (call) => {
    administeredIfAny(call);
    return gone("Handling");
  }),
];
