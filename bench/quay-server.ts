import { type LocalQuay, type QuayOptions, startQuay } from "../local-quay";
import { changeAs } from "./changes";

/** Counts of the requests to the local Quay. */
export interface RequestCounts {
  requests: number;
  /** Requests that the front end refused. */
  refused: number;
  /** Requests to logs, for entries and for counts. */
  logs: number;
  connections: number;
  /** Since the first refusal: the number of accepted requests, and the seconds until the last one. */
  limited?: { taken: number; seconds: number };
}

/** How many objects of each kind to change outside Pulumi. */
export interface Drift {
  repositories: number;
  teams: number;
  teamGrants: number;
  robotGrants: number;
}

let quay: LocalQuay;
let times: number[] = [];

/** The commands that the parent process can send. */
export const commands = {
  async start(options: QuayOptions, scope: string) {
    quay = await startQuay(options);
    // Requests are recorded as they arrive, without the time.
    quay.requests.push = function push(...records) {
      times.push(performance.now());
      return Array.prototype.push.apply(this, records);
    };
    return { url: quay.url, token: quay.mint({ scope }), caCertificate: quay.caCertificate };
  },

  /** The counts since the previous call. */
  takeCounts(): RequestCounts {
    const records = quay.requests.splice(0);
    const refused = records.filter(({ status }) => status === 429).length;
    const logs = records.filter(({ path, status }) => status !== 429 && /\/(aggregate)?logs\b/.test(path)).length;
    const first = records.findIndex(({ status }) => status === 429);
    const taken = records.slice(first).filter(({ status }) => status !== 429).length;
    const seconds = ((times.at(-1) ?? 0) - (times[first] ?? 0)) / 1000;
    const limited = first < 0 ? undefined : { taken, seconds };
    times = [];
    return { requests: records.length, refused, logs, connections: quay.connections, limited };
  },

  /** The requests since the previous call, sorted. */
  takeRequests(): string[] {
    times = [];
    return quay.requests
      .splice(0)
      .map(({ method, path, body }) => `${method} ${path} ${JSON.stringify(body)}`)
      .sort();
  },

  /** Creates repositories directly in the store, without requests. */
  fill(repositories: number) {
    const admin = quay.store.user("admin");
    if (!admin) throw new Error("The local Quay has no admin.");
    const acme = quay.store.addOrganization("acme", admin);
    for (let number = 0; number < repositories; number++) quay.store.addRepository(acme, `other-${number}`, admin);
  },

  /** Changes objects directly in the store, without requests. */
  drift({ repositories, teams, teamGrants, robotGrants }: Drift) {
    const { store } = quay;
    const all = store.repositories();
    for (const repository of all.slice(0, repositories)) repository.description = "Somebody was here.";
    for (let number = 0; number < teams; number++) {
      const team = store.team("acme", `team-${number}`);
      if (team) team.description = "Somebody was here.";
    }
    const grants = all.flatMap((repository) => [...repository.grants.keys()].map((to) => ({ repository, to })));
    for (const [kind, count] of [
      ["team", teamGrants],
      ["robot", robotGrants],
    ] as const) {
      const some = grants.filter(({ to }) => to.kind === kind).slice(-count);
      for (const { repository, to } of some) store.grant(repository, to, "admin");
    }
  },

  /** Pushes an image to the first repositories; returns its digest. */
  push(repositories: number): string {
    quay.push("acme/repository-0", "v2", { seed: "two" });
    const pushed = Array.from({ length: repositories }, (_, n) => quay.push(`acme/repository-${n}`, "v1").digest);
    return pushed[0] ?? "";
  },

  /** Changes 43 objects as three people and a robot, by Quay's API and its registry; two of them in ways that Quay does not log. */
  changeAs: (tags: number) => changeAs(quay, tags),

  /** Adds entries of pulls to the log, directly in the store. */
  pull(count: number) {
    const { store } = quay;
    const repository = store.repository("acme", "repository-0");
    const robot = store.robot("acme+robot-150");
    if (!repository || !robot) throw new Error("There is nothing to pull.");
    const { namespace } = repository;
    const entry = {
      kind: "pull_repo",
      metadata: { repo: "repository-0", namespace: "acme", tag: "v1" },
      ip: "10.0.0.1",
    };
    for (let n = 0; n < count; n++)
      store.log.push({ ...entry, id: store.nextId(), date: new Date(), performer: robot, namespace, repository });
  },

  /** The number of organizations and repositories. */
  size(): number {
    return quay.store.organizations().length + quay.store.repositories().length;
  },

  close: () => quay.close(),
};

export type Commands = typeof commands;

export interface Command {
  name: keyof Commands;
  args: unknown[];
}

process.on("message", async ({ name, args }: Command) => {
  try {
    const answer = await (commands[name] as (...args: unknown[]) => unknown)(...args);
    process.send?.({ answer });
  } catch (error) {
    process.send?.({ error: String(error) });
  }
});
process.once("disconnect", () => process.exit());
