import { generateKeyPairSync, type JsonWebKey } from "node:crypto";
import { logEvent } from "../audit";
import type { Call } from "../call";
import { seconds } from "../dates";
import { invalid, message, notFound, refuse } from "../errors";
import type { ServiceKey, User } from "../model";
import { done, ok } from "../responses";
import { behindFeatures, route } from "../routing";
import { anyObject, number, numberOrNull, object, optional, text } from "../schema";
import { secret } from "../secrets";

const http = (date: Date | null) => date?.toUTCString() ?? null;

const keyView = ({ kid, name, service, jwk, metadata, created, expires, approval }: ServiceKey) => ({
  approval: approval && {
    approval_type: "ServiceKeyApprovalType.SUPERUSER",
    approved_date: http(approval.date),
    approver: approval.approver,
    notes: approval.notes,
  },
  created_date: http(created),
  expiration_date: http(expires),
  jwk,
  kid,
  metadata,
  name,
  rotation_duration: null,
  service,
});

const newKey = object({
  service: text(),
  expiration: numberOrNullAsNumber(),
  name: optional(text()),
  metadata: optional(anyObject),
  notes: optional(text()),
});

const changes = object({
  name: optional(text()),
  metadata: optional(anyObject),
  expiration: optional(numberOrNullAsNumber()),
});

/** Null passes, and yet a complaint only speaks of numbers. */
function numberOrNullAsNumber() {
  return {
    ...numberOrNull,
    violations: (value: unknown, depth: number) => (value === null ? [] : number.violations(value, depth)),
  };
}

/** What a key may be called by people. */
function checkName(name: string) {
  if (!/^[\sa-zA-Z0-9\-_:/]*$/.test(name)) throw invalid(`Invalid service key friendly name: ${name}`);
}

const demandSuperuser = (call: Call) => call.demand(call.caller.isSuperuser);

function find(call: Call<"kid">): ServiceKey {
  demandSuperuser(call);
  return call.store.serviceKeys.get(call.params.kid) ?? refuse(notFound());
}

function expiryOf(seconds: number | null, complaint: string): Date | null {
  if (seconds === null) return null;
  if (seconds * 1000 <= Date.now()) throw invalid(complaint);
  return new Date(seconds * 1000);
}

/** The log of keys is that of the first user, where nobody but superusers sees it. */
const keyLog = ({ store }: Call) => store.users()[0] as User;

const told = ({ kid, service, name, expires }: ServiceKey) => ({
  kid,
  service,
  name,
  expiration_date: expires && seconds(expires.getTime()),
});

const approvalBy = (call: Call, notes = "") => ({
  date: new Date(),
  approver: { name: call.caller.user?.name ?? "", username: call.caller.user?.name ?? "", kind: "user" },
  notes,
});

export default behindFeatures(
  ["SUPER_USERS"],
  [
    route("GET /v1/superuser/keys", (call) => {
      demandSuperuser(call);
      return ok({ keys: [...call.store.serviceKeys.values()].map(keyView) });
    }),

    route("POST /v1/superuser/keys", (call) => {
      const { service, name = "", metadata, notes, expiration } = call.json(newKey);
      demandSuperuser(call);
      checkName(name);
      const expires = expiryOf(expiration, "Expiration date cannot be in the past");
      if (!/^[a-z0-9_]+$/.test(service)) throw message(400, "");
      const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
      const kid = secret(43);
      const jwk: JsonWebKey = publicKey.export({ format: "jwk" });
      const creator = call.caller.user?.name;
      const key: ServiceKey = {
        kid,
        name,
        service,
        jwk: { ...jwk, kid },
        metadata: { ...metadata, created_by: "Quay Superuser Panel", creator, ip: "127.0.0.1" },
        created: new Date(),
        expires,
        approval: approvalBy(call, notes),
      };
      call.store.serviceKeys.set(kid, key);
      const made = { ...told(key), preshared: true, auto_approved: true } as const;
      logEvent(call, "service_key_create", keyLog(call), made);
      logEvent(call, "service_key_approve", keyLog(call), made);
      const public_key = publicKey.export({ format: "pem", type: "spki" });
      const private_key = privateKey.export({ format: "pem", type: "pkcs8" });
      return ok({ kid, name, service, public_key, private_key });
    }),

    route("GET /v1/superuser/keys/{kid}", (call) => ok(keyView(find(call)))),

    route("PUT /v1/superuser/keys/{kid}", (call) => {
      const { name, metadata, expiration } = call.json(changes);
      const key = find(call);
      if (expiration !== undefined) {
        const { expiration_date: old_expiration_date } = told(key);
        key.expires = expiryOf(expiration, "Cannot have an expiration date in the past");
        logEvent(call, "service_key_extend", keyLog(call), { ...told(key), old_expiration_date });
      }
      if (name !== undefined) checkName(name);
      key.name = name ?? key.name;
      key.metadata = { ...key.metadata, ...metadata };
      if (name !== undefined || metadata !== undefined) logEvent(call, "service_key_modify", keyLog(call), told(key));
      return ok(keyView(key));
    }),

    route("DELETE /v1/superuser/keys/{kid}", (call) => {
      const key = find(call);
      call.store.serviceKeys.delete(key.kid);
      const deleted = { ...told(key), created_date: seconds(key.created.getTime()) };
      logEvent(call, "service_key_delete", keyLog(call), deleted);
      return done;
    }),

    route("POST /v1/superuser/approvedkeys/{kid}", (call) => {
      const { notes } = call.json(object({ notes: optional(text()) }));
      const key = find(call);
      if (!key.approval) {
        key.approval = approvalBy(call, notes);
        logEvent(call, "service_key_approve", keyLog(call), told(key));
      }
      return { status: 201 };
    }),
  ],
);
