import { randomUUID } from "node:crypto";
import type { Call } from "../call";
import { crash, message } from "../errors";
import { done, ok } from "../responses";
import { behindFeatures, route } from "../routing";
import { choice, object, optional, text } from "../schema";

const newMessage = object({
  message: optional(
    object({
      content: text(),
      media_type: choice("text/plain", "text/markdown"),
      severity: choice("info", "warning", "error"),
    }),
  ),
});

function demandSuperuser({ caller }: Call) {
  if (!caller.isSuperuser)
    throw message(
      403,
      "You don't have the permission to access the requested resource. " +
        "It is either read-protected or not readable by the server.",
    );
}

export default [
  route("GET /v1/messages", ({ store }) => ok({ messages: [...store.messages.values()] })),

  ...behindFeatures(
    ["SUPER_USERS"],
    [
      route("POST /v1/messages", (call) => {
        const wanted = call.json(newMessage);
        demandSuperuser(call);
        if (!wanted.message) throw crash();
        const { content, media_type, severity } = wanted.message;
        const uuid = randomUUID();
        call.store.messages.set(uuid, { uuid, content, severity, media_type });
        return { status: 201 };
      }),

      route("DELETE /v1/message/{uuid}", (call) => {
        demandSuperuser(call);
        call.store.messages.delete(call.params.uuid);
        return done;
      }),
    ],
  ),
];
