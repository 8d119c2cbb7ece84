import type { Store } from "../../local-quay";
import { callQuay } from "../call-quay";
import { change, hook, replace, shown, titled, toTeam, unlogged } from "./notifications";
import { people, type Specimen } from "./specimen";

interface Named {
  namespace: string;
  title: string;
}

const found = (store: Store, { namespace, title }: Named) =>
  titled(store.namespace(namespace)?.notifications.values() ?? [], title);

const beside = { webhook: null };

const listOf = (named: Named) => `/v1/organization/${named.namespace}/notifications`;

const specimen: Specimen<Named> = {
  least: { namespace: "acme", title: "Nearly full", event: "quota_warning", webhook: hook("first-token") },
  id: "acme:Nearly full",
  changes: { event: "quota_error", webhook: hook("second-token") },
  drifts: {
    event: { theirs: "quota_warning", writes: 2 },
    webhook: { theirs: hook("third-token"), writes: 2 },
    slack: { beside, ours: hook("slack-token"), theirs: hook("other-slack-token"), writes: 2 },
    quay: { beside, ours: { team: "ops" }, theirs: { organization: "acme" }, writes: 2 },
    hipchat: {
      beside,
      ours: { room: "17", token: "hipchat-token" },
      theirs: { room: "18", token: "other-hipchat-token" },
      writes: 2,
    },
    flowdock: { beside, ours: { token: "flowdock-token" }, theirs: { token: "other-flowdock-token" }, writes: 2 },
    email: { beside, ours: true, theirs: undefined, writes: 2 },
    active: { ours: true, theirs: false },
  },
  renamed: { title: "Full" },
  refused: [
    [{ event: "repo_push" }, /quota_warning/],
    [{ webhook: { url: "https://" } }, "This is not an address"],
    [{ webhook: { ...hook("x"), template: "Full!" } }, "A template is JSON"],
    [{ webhook: null, slack: { url: "nonsense" } }, "This is not an address"],
    [{ webhook: null }, "Give webhook, slack, email, quay, hipchat or flowdock."],
    [{ webhook: null, email: false }, "Leave it out to send no mail."],
    [{ webhook: null, email: { address: "ops@acme.example" } }, "This is not a boolean."],
    [{ webhook: null, quay: { organization: "beta" } }, "Quay tells only the organization that it is about, acme."],
    [{ level: "high" }, "NamespaceNotification has no property level"],
    [{ title: "" }, "A title has at least one sign"],
  ],
  parents: ["Organization"],
  async needs(quay) {
    people(quay, "alice");
    await callQuay(quay, "PUT /v1/organization/acme/team/ops", { role: "member" });
    if (!quay.features.MAILING) Object.assign(quay.features, { MAILING: true, REQUIRE_TEAM_INVITE: false });
  },
  creates: "POST /v1/organization/{orgname}/notifications",
  agreeing: toTeam,
  formats: { title: "title", email: "only true" },

  all: (store) =>
    [...store.organizations(), ...store.users()].flatMap(({ name: namespace, notifications }) =>
      [...notifications.values()].map(({ title }) => ({ namespace, title: title ?? "" })),
    ),
  stored(store, { namespace, title }) {
    const notification = found(store, { namespace, title });
    if (!notification) return undefined;
    const { email, ...rest } = shown(notification);
    return { namespace, ...rest, ...(email !== undefined && { email: true }) };
  },
  change({ store }, named, changes) {
    const notification = found(store, named);
    if (notification) change(notification, changes);
  },
  changeByApi: (quay, named, changes) => replace(quay, listOf(named), found(quay.store, named), changes),
  unlogged,
  vanish: (quay, named) => callQuay(quay, `DELETE ${listOf(named)}/${found(quay.store, named)?.uuid}`),
};

export default specimen;
