import type { Call } from "../call";
import { rfc2822 } from "../dates";
import { notFound, refuse } from "../errors";
import type { Notice } from "../model";
import { ok } from "../responses";
import { route } from "../routing";
import { flag, object, optional } from "../schema";
import { ownAccount } from "./user";

const noticeView = ({ id, kind, created, metadata, dismissed }: Notice) => ({
  id,
  // The one of whose admins the user is told.
  organization: null,
  kind,
  created: rfc2822(created),
  metadata,
  dismissed,
});

const find = (call: Call<"uuid">): Notice =>
  ownAccount(call).notices.find(({ id }) => id === call.params.uuid) ?? refuse(notFound());

/** What Quay tells a user there: here, that they are invited to teams. */
export default [
  route("GET /v1/user/notifications", (call) => {
    const notices = ownAccount(call)
      .notices.filter(({ dismissed }) => !dismissed)
      .reverse();
    const page = call.integer("page", "Offset page number. (int)") ?? 0;
    const limit = call.integer("limit", "Limit on the number of results (int)") ?? 5;
    // One more than asked for is looked at, and pages are as long as that.
    const start = Math.max(0, page - 1) * (limit + 1);
    const found = notices.slice(start, start + limit + 1);
    return ok({ notifications: found.slice(0, limit).map(noticeView), additional: found.length > limit });
  }),

  route("GET /v1/user/notifications/{uuid}", (call) => ok(noticeView(find(call)))),

  route("PUT /v1/user/notifications/{uuid}", (call) => {
    ownAccount(call);
    const { dismissed = false } = call.json(object({ dismissed: optional(flag) }));
    const notice = find(call);
    notice.dismissed = dismissed;
    return ok(noticeView(notice));
  }),
];
