import { logAnonymousEvent } from "../audit";
import type { Call } from "../call";
import { message, refuse } from "../errors";
import { unverifiedClaims, verifiedClaims } from "../identity-tokens";
import type { Namespace, Robot } from "../model";
import { robotToken } from "../registry-auth";
import { type HttpResponse, ok } from "../responses";
import { route } from "../routing";

const unauthenticated = (error: string): HttpResponse => ({ status: 401, body: { error } });

/** Name and password of the request, or what Quay says of their form. */
function basicCredentials(header: string | undefined): { name: string; password: string } | string {
  if (!header) return "No auth header";
  const [scheme = "", encoded = "", ...more] = header.split(" ").filter(Boolean);
  if (scheme.toLowerCase() !== "basic" || !encoded || more.length > 0) return "Invalid basic auth header";
  const text = Buffer.from(encoded, "base64").toString("utf8");
  if (text.includes("\uFFFD")) return "Could not parse basic auth header";
  const colon = text.indexOf(":");
  if (colon < 0) return "Unexpected number of credentials found in basic auth header";
  return { name: text.slice(0, colon), password: text.slice(colon + 1) };
}

/**
 * Whether the token is of an identity that may log in as the robot. The API of this Quay stores no audiences: which audience a
 * token is for counts only where something else has stored them.
 */
async function admitted({ quay }: Call, { federation }: Robot, token: string) {
  const { iss } = unverifiedClaims(token);
  if (!iss) throw message(400, "Token does not contain issuer");
  if (federation.length === 0) throw message(400, "Robot does not have federated login configured");
  const matching = federation.filter(({ issuer }) => issuer === iss);
  if (matching.length === 0) throw message(400, `issuer ${iss} not configured for this robot`);
  const audiences = matching.findLast((one) => one.audiences)?.audiences;
  const claims = await verifiedClaims(token, iss, audiences, quay.certificateAuthorities);
  if (!matching.some(({ subject }) => subject === claims.sub)) throw message(400, "Token does not match robot");
  return claims;
}

/** Gives to a workload, for its own token, a password of the robot for the registry that lasts an hour. */
export default [
  route("GET /oauth2/federation/robot/token", async (call): Promise<HttpResponse> => {
    const credentials = basicCredentials(call.request.headers.authorization);
    if (typeof credentials === "string") return unauthenticated(credentials);
    const { name, password } = credentials;
    const [namespace = "", short] = name.split("+");
    if (!namespace || !short) return unauthenticated("Invalid robot");
    const robot = call.store.robot(name) ?? refuse(message(400, "Could not find robot with specified username"));
    const { iss = "", sub = "" } = await admitted(call, robot, password);
    const owner = call.store.namespace(namespace) as Namespace;
    logAnonymousEvent(call, "federated_robot_token_exchange", owner, { subject: sub, issuer: iss, robot: short });
    return ok({ token: robotToken(call, robot) });
  }),
];
