import { randomUUID } from "node:crypto";
import { ok } from "../answers";
import type { Call } from "../call";
import { rfc2822 } from "../dates";
import { notFound } from "../errors";
import { gated, route } from "../routing";
import { administered } from "./organization";
import { administeredIfAny } from "./repository";
import { ownAccount } from "./user";

const day = 86_400_000;

/** A day written `11/21/2026`; anything else is as good as nothing. */
function dayOf(call: Call, parameter: string, fallback: number): number {
  const [, month, date, year] = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(call.text(parameter) ?? "") ?? [];
  return month ? Date.UTC(Number(year), Number(month) - 1, Number(date)) : fallback;
}

/** The local Quay keeps no logs; there is only the time they would be from. */
function logs(call: Call) {
  const end = dayOf(call, "endtime", Date.now());
  const start = dayOf(call, "starttime", end - day);
  return ok({ start_time: rfc2822(new Date(start)), end_time: rfc2822(new Date(end)), logs: [] });
}

const exported = () => ok({ export_id: randomUUID() });
const counts = () => ok({ aggregated: [] });

function repositoryAdmin(call: Call) {
  if (!administeredIfAny(call)) throw notFound();
}

const superuser = (call: Call) => call.demand(call.caller.isSuperuser);

/** Checks who is asking, then answers. */
const after =
  <P extends string>(check: (call: Call<P>) => unknown, answer: (call: Call) => ReturnType<typeof ok>) =>
  (call: Call<P>) => {
    check(call);
    return answer(call);
  };

export default [
  route("GET /v1/organization/{orgname}/logs", after(administered, logs)),
  route("GET /v1/repository/{repository}/logs", after(repositoryAdmin, logs)),
  route("GET /v1/user/logs", after(ownAccount, logs)),
  ...gated(["SUPER_USERS"], [route("GET /v1/superuser/logs", after(superuser, logs))]),
  ...gated(
    ["LOG_EXPORT"],
    [
      route("POST /v1/organization/{orgname}/exportlogs", after(administered, exported)),
      route("POST /v1/repository/{repository}/exportlogs", after(repositoryAdmin, exported)),
      route("POST /v1/user/exportlogs", after(ownAccount, exported)),
    ],
  ),
  ...gated(
    ["AGGREGATED_LOG_COUNT_RETRIEVAL"],
    [
      route("GET /v1/organization/{orgname}/aggregatelogs", after(administered, counts)),
      route("GET /v1/repository/{repository}/aggregatelogs", after(repositoryAdmin, counts)),
      route("GET /v1/user/aggregatelogs", after(ownAccount, counts)),
      ...gated(["SUPER_USERS"], [route("GET /v1/superuser/aggregatelogs", after(superuser, counts))]),
    ],
  ),
];
