import { message, refuse } from "../errors";
import { route } from "../routing";
import { administeredIfAny } from "./repository";

const path = "/v1/repository/{repository}/tokens/";

const gone = (name: string, verb: string) =>
  route(name, (call) => {
    administeredIfAny(call);
    return refuse(message(410, `${verb} of access tokens is no longer supported`));
  });

/** Access tokens of repositories were given up long ago; the paths remain. */
export default [
  gone(`GET ${path}`, "Handling"),
  gone(`POST ${path}`, "Creation"),
  gone(`GET ${path}{code}`, "Handling"),
  gone(`PUT ${path}{code}`, "Handling"),
  gone(`DELETE ${path}{code}`, "Handling"),
];
