import { z } from "zod";
import { operation } from "../operation";
import { listOf } from "./collections";
import { orgname } from "./parameters";

/** What happened, when, and who did it, as the log of a namespace tells it. */
const LogEntryView = z.looseObject({
  /** Such as `change_repo_visibility`. */
  kind: z.string(),
  /** What it was done to, with which values; each kind has its own. */
  metadata: z.record(z.string(), z.unknown()).nullish().catch(undefined),
  /** As in an e-mail, in whole seconds: `Sat, 21 Nov 2026 20:50:29 -0000`. */
  datetime: z.string(),
  ip: z.string().nullish().catch(undefined),
  /** Missing for what Quay did by itself, and where the account is deleted. */
  performer: z.looseObject({ name: z.string() }).nullish().catch(undefined),
});
export type LogEntryView = z.output<typeof LogEntryView>;

/** Newest first. After the last entry there may be one more page, which is empty. */
const LogsView = z.looseObject({ logs: listOf(LogEntryView), next_page: z.string().nullish() });
export type LogsView = z.output<typeof LogsView>;

/** How many entries of a kind a day has. Quay leaves out kinds without any. */
const LogCountsView = z.looseObject({
  aggregated: listOf(z.looseObject({ kind: z.string(), count: z.number(), datetime: z.string() })),
});
export type LogCountsView = z.output<typeof LogCountsView>;

const days = {
  starttime: z.string().optional().describe("First day, as 11/28/2026, where the server stands; a day ago by default."),
  endtime: z.string().optional().describe("Last day, as 11/28/2026; today by default."),
  performer: z
    .string()
    .optional()
    .describe("Only what this user or robot did. Of an unknown one Quay has an error page."),
};
const next_page = z.string().optional();

export const listOrgLogs = operation({
  nickname: "listOrgLogs",
  route: "GET /v1/organization/{orgname}/logs",
  scope: "org:admin",
  summary: "List what happened in an organization, newest first.",
  input: z.strictObject({ orgname, ...days, next_page }),
  output: LogsView,
});

export const getAggregateOrgLogs = operation({
  nickname: "getAggregateOrgLogs",
  route: "GET /v1/organization/{orgname}/aggregatelogs",
  scope: "org:admin",
  summary: "Count what happened in an organization by kind and day, over less than four weeks.",
  input: z.strictObject({ orgname, ...days }),
  output: LogCountsView,
});

export const listUserLogs = operation({
  nickname: "listUserLogs",
  route: "GET /v1/user/logs",
  scope: "user:admin",
  summary: "List what happened in the namespace of the token's user, newest first.",
  input: z.strictObject({ ...days, next_page }),
  output: LogsView,
});

export const getAggregateUserLogs = operation({
  nickname: "getAggregateUserLogs",
  route: "GET /v1/user/aggregatelogs",
  scope: "user:admin",
  summary: "Count what happened in the namespace of the token's user by kind and day, over less than four weeks.",
  input: z.strictObject(days),
  output: LogCountsView,
});
