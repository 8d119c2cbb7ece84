import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { objectOf } from "../lifecycle/definition";
import type { Details, Logged } from "../lifecycle/logged";
import { isUnknown } from "../lifecycle/unknown";
import { QuayError } from "../quay/client/errors";
import type {
  Notification,
  NotificationFlowdock,
  NotificationHipchat,
  NotificationSlack,
  NotificationTarget,
  NotificationWebhook,
} from "../snapshot/notification-views";
import { newNotificationOf } from "../snapshot/notification-views";
import type { Notifications } from "../snapshot/notifications";

/** What notifications of repositories and of namespaces have in common. */

export const title = z
  .string()
  .regex(/^\P{Cc}+$/u, "A title has at least one sign, and neither line breaks nor other control characters.")
  .max(255, "A title has at most 255 signs.");

/** Quay fails with an error page for an address without a host. */
const address = z
  .string()
  .regex(
    /^https?:\/\/(?:[^/?#@\s]*@)?[^/?#@:\s][^/?#@\s]*(?:[/?#]\S*)?$/i,
    "This is not an address, for example https://hooks.example.com/quay.",
  );

const token = z.string().min(1, "This is empty.");

export const methods = {
  webhook: objectOf<NotificationWebhook>({
    url: address.regex(
      /^https?:\/\/(?:[^/?#@\s]*@)?(?!(?:localhost|127\.0\.0\.1)(?:[:/?#]|$))/i,
      "Quay sends nothing to itself: localhost and 127.0.0.1 are refused.",
    ),
    template: z.string().refine(isJson, "A template is JSON. Leave it out to have all that Quay knows.").optional(),
  }).optional(),
  slack: objectOf<NotificationSlack>({ url: address }).optional(),
  quay: objectOf<NotificationTarget>({
    user: z.string().min(1, "This is empty.").optional(),
    team: z.string().min(1, "This is empty.").optional(),
    organization: z.string().min(1, "This is empty.").optional(),
  }).optional(),
  hipchat: objectOf<NotificationHipchat>({ room: z.string().min(1, "This is empty."), token }).optional(),
  flowdock: objectOf<NotificationFlowdock>({ token }).optional(),
};

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}

/** Why Quay would tell nobody, or answer with an error page: each of its targets is one, of this namespace. */
export function targetFault(target: NotificationTarget | undefined, namespace: string) {
  if (!target || isUnknown([target, namespace])) return undefined;
  const { organization } = target;
  if (Object.keys(target).length !== 1)
    return { property: "quay", reason: "quay: Give exactly one of user, team and organization." };
  if (organization === undefined || organization === namespace) return undefined;
  const reason = `quay.organization: Quay tells only the organization that it is about, ${namespace}.`;
  return { property: "quay", reason };
}

/** What Quay means when it does not find whom to tell. */
export function unknownTarget(reason: string, namespace: string): string | undefined {
  const [, kind, name] = /^Unknown (user|team|organization) (\S+?)\.?$/.exec(reason) ?? [];
  if (kind === "team") return `quay.team: there is no team ${name} in ${namespace}.`;
  return kind && `quay.${kind}: there is no ${kind} ${name} in this Quay.`;
}

/** What is wanted of a notification. */
type Wanted = Omit<Notification, "uuid" | "failures" | "active"> & { title: string };

/** What Quay stores of it, to be compared. */
const contents = (one: Wanted | Notification) => newNotificationOf(one);

const withTitle = async ({ list }: Notifications, title: string) => (await list()).filter((one) => one.title === title);

/**
 * Quay cannot change a notification. A new one is created before the old one is deleted, so that no event is missed. One with
 * the wanted contents, which an interrupted run left, is taken instead of a new one; all others of the title go.
 */
export async function remake(notifications: Notifications, wanted: Wanted, known: string): Promise<Notification> {
  const before = await withTitle(notifications, wanted.title);
  const isWanted = (one: Notification) => isDeepStrictEqual(contents(one), contents(wanted));
  const found = async (cause: unknown) => {
    const isAmbiguous = cause instanceof QuayError && cause.ambiguous;
    const made = isAmbiguous ? (await withTitle(notifications, wanted.title)).find(isWanted) : undefined;
    if (!made) throw cause;
    return made;
  };
  const kept = before.find(isWanted) ?? (await notifications.create(contents(wanted)).catch(found));
  const others = before.filter(({ uuid }) => uuid !== kept.uuid);
  tellOfOthers(
    notifications,
    others,
    before.find(({ uuid }) => uuid === known),
  );
  await deleteAll(notifications, others);
  return kept;
}

/** Starts one again that Quay stopped. */
export async function restart(notifications: Notifications, wanted: { active: boolean }, uuid: string): Promise<void> {
  requireActive(wanted);
  await notifications.reset(uuid);
}

export function requireActive({ active }: { active: boolean }): void {
  if (!active)
    throw new Error("Quay cannot be made to stop a notification. Remove active: false, or the notification.");
}

/** Deletes all notifications of a title; otherwise a deleted one would still be sent. */
export async function removeAll(notifications: Notifications, known: { title: string; uuid: string }): Promise<void> {
  const all = await withTitle(notifications, known.title);
  tellOfOthers(
    notifications,
    all,
    all.find(({ uuid }) => uuid === known.uuid),
  );
  await deleteAll(notifications, all.length > 0 ? all : [known]);
}

/** A title is one notification here, while Quay holds what others made with it, too. These go, and are told of. */
function tellOfOthers({ notice }: Notifications, all: readonly Notification[], own: Notification | undefined): void {
  const others = all.filter((one) => own && !isDeepStrictEqual(contents(one), contents(own)));
  if (others.length === 0) return;
  const [many, go] =
    others.length === 1 ? ["Another notification", "goes"] : [`${others.length} more notifications`, "go"];
  notice(
    `${many} of the title ${JSON.stringify(own?.title)} ${go} with it, which somebody else made (uuid ${others.map(({ uuid }) => uuid).join(", ")}).`,
  );
}

/** Tries to delete each, and fails when one is there after that. */
async function deleteAll(notifications: Notifications, all: readonly { uuid: string }[]): Promise<void> {
  const results = await Promise.allSettled(all.map(({ uuid }) => notifications.delete(uuid)));
  const failed = results.find((result) => result.status === "rejected");
  if (!failed) return;
  if (!(failed.reason instanceof QuayError)) throw failed.reason;
  const left = new Set((await notifications.list()).map(({ uuid }) => uuid));
  if (all.some(({ uuid }) => left.has(uuid))) throw failed.reason;
}

/** What Quay's log tells of notifications. Quay changes none: who does so deletes one and makes another. */
export function told(
  made: string,
  reset: string,
  deleted: string,
): Logged<{ uuid: string; event: string; active: boolean }> {
  const of = ({ notification_id }: Details) => ({ uuid: notification_id });
  return {
    entries: {
      [made]: { of, to: ({ event }) => ({ event, active: true }), effect: "made" },
      [reset]: { of, to: () => ({ active: true }) },
      [deleted]: { of, effect: "deleted" },
    },
    never: "a notification that Quay stops after three failures",
  };
}
