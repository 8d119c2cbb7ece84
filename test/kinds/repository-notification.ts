import type { Store } from "../../local-quay";
import { callQuay } from "../call-quay";
import { change, hook, replace, shown, titled, toTeam, unlogged } from "./notifications";
import { people, type Specimen } from "./specimen";

interface Named {
  repository: string;
  title: string;
}

function found(store: Store, { repository, title }: Named) {
  const [namespace = "", ...rest] = repository.split("/");
  return titled(store.repository(namespace, rest.join("/"))?.notifications.values() ?? [], title);
}

const beside = { webhook: null };

const listOf = (named: Named) => `/v1/repository/${named.repository}/notification`;

const specimen: Specimen<Named> = {
  least: {
    repository: "acme/web",
    title: "Vulnerable: act!",
    event: "vulnerability_found",
    webhook: hook("first-token"),
  },
  id: "acme/web:Vulnerable: act!",
  changes: { level: "high", webhook: { ...hook("second-token"), template: '{"text": "{event_data.name}"}' } },
  drifts: {
    event: { beside: {}, ours: "repo_push", theirs: "build_failure", writes: 2 },
    level: { beside: {}, ours: "high", theirs: "low", writes: 2 },
    days: { beside: { event: "repo_image_expiry" }, ours: 3, theirs: 30, writes: 2 },
    refRegex: { beside: { event: "build_failure" }, ours: "refs/heads/main", theirs: ".*", writes: 2 },
    webhook: { theirs: hook("third-token"), writes: 2 },
    slack: { beside, ours: hook("slack-token"), theirs: hook("other-slack-token"), writes: 2 },
    quay: { beside, ours: { team: "ops" }, theirs: { user: "alice" }, writes: 2 },
    hipchat: {
      beside,
      ours: { room: "17", token: "hipchat-token" },
      theirs: { room: "18", token: "other-hipchat-token" },
      writes: 2,
    },
    flowdock: { beside, ours: { token: "flowdock-token" }, theirs: { token: "other-flowdock-token" }, writes: 2 },
    email: {
      beside,
      ours: { address: "ops@acme.example" },
      theirs: { address: "alice@acme.example" },
      writes: 2,
    },
    active: { ours: true, theirs: false },
  },
  renamed: { title: "Builds" },
  refused: [
    [{ event: "image_push" }, /repo_push/],
    [{ event: "quota_error" }, /repo_push/],
    [{ webhook: { url: "https://" } }, "This is not an address"],
    [{ webhook: { url: "https:///x" } }, "This is not an address"],
    [{ webhook: { url: "https://ops@/x" } }, "This is not an address"],
    [{ webhook: { url: "ftp://hooks.example.com" } }, "This is not an address"],
    [{ webhook: { url: "http://localhost:8080/x" } }, "localhost and 127.0.0.1 are refused"],
    [{ webhook: { ...hook("x"), template: { a: 1 } } }, "This is not a string"],
    [{ webhook: { ...hook("x"), template: '{"broken": ' } }, "A template is JSON"],
    [{ webhook: null, slack: { url: "nonsense" } }, "This is not an address"],
    [{ webhook: null }, "Give webhook, slack, email, quay, hipchat or flowdock."],
    [{ slack: hook("x") }, "Give either webhook, slack, email, quay, hipchat or flowdock, and not webhook and slack."],
    [{ webhook: null, quay: {} }, "Give exactly one of user, team and organization."],
    [{ webhook: null, quay: { user: "alice", team: "ops" } }, "Give exactly one of user, team and organization."],
    [{ webhook: null, quay: { kind: "robot", name: "ci" } }, /kind/],
    [{ webhook: null, quay: { user: "" } }, "This is empty."],
    [{ webhook: null, quay: { organization: "beta" } }, "Quay tells only the organization that it is about, acme."],
    [{ webhook: null, email: { address: "nonsense" } }, "This is not an e-mail address"],
    [{ webhook: null, hipchat: { room: "17", token: "" } }, "This is empty."],
    [{ event: "repo_push", level: "high" }, "level goes only with event vulnerability_found. Remove it."],
    [{ level: "0" }, /critical/],
    [{ days: 3 }, "days goes only with event repo_image_expiry. Remove it."],
    [{ event: "repo_image_expiry" }, "repo_image_expiry needs days"],
    [{ event: "repo_image_expiry", days: "soon" }, /days|number/],
    [{ event: "repo_image_expiry", days: -1 }, "Days are counted from 1."],
    [{ refRegex: ".*" }, "refRegex goes only with event build_queued or build_start"],
    [{ event: "build_failure", refRegex: "[" }, "This is not a regular expression"],
    [{ event: "build_failure", refRegex: "" }, "A pattern is not empty."],
    [{ title: "" }, "A title has at least one sign"],
    [{ title: "two\nlines" }, "neither line breaks"],
    [{ title: "x".repeat(256) }, "A title has at most 255 signs."],
  ],
  parents: ["Organization", "Repository"],
  async needs(quay) {
    people(quay, "alice");
    await callQuay(quay, "PUT /v1/organization/acme/team/ops", { role: "member" });
    quay.features.SECURITY_SCANNER = true;
    if (!quay.features.MAILING) Object.assign(quay.features, { MAILING: true, REQUIRE_TEAM_INVITE: false });
    for (const address of ["ops@acme.example", "alice@acme.example"])
      quay.store.repository("acme", "web")?.authorizedEmails.set(address, true);
  },
  example(quay) {
    quay.features.SECURITY_SCANNER = true;
    return { slack: hook("example").url };
  },
  creates: "POST /v1/repository/{repository}/notification/",
  agreeing: ({ event, ...rest }) => ({ event, ...(event === "repo_image_expiry" && { days: 3 }), ...toTeam(rest) }),
  formats: { title: "title" },

  all: (store) =>
    store.repositories().flatMap(({ namespace, name, notifications }) => {
      const repository = `${namespace.name}/${name}`;
      return [...notifications.values()].map(({ title }) => ({ repository, title: title ?? "" }));
    }),
  stored(store, { repository, title }) {
    const notification = found(store, { repository, title });
    return notification && { repository, ...shown(notification) };
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
