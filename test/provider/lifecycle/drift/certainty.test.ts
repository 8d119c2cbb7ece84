import type { LocalQuay, LogEntry } from "../../../../local-quay";
import { calledBy, callQuay } from "../../../call-quay";
import { harness, type State } from "../../../harness";

describe("Who changed something", () => {
  const at = harness("native");
  const as = (user: string) => calledBy(at.quay, user);
  const unknown = "and Quay's log does not say by whom";
  const repository = { namespace: "acme", name: "web" };

  beforeEach(() => {
    at.quay.store.addOrganization("acme", at.quay.store.user("admin"));
  });

  async function refreshed(kind: string, state: State): Promise<string[]> {
    const run = at.run(kind);
    await run.refresh(state);
    return run.notices;
  }

  const becomes = (user: string, visibility: string) =>
    callQuay(as(user), "POST /v1/repository/acme/web/changevisibility", { visibility });
  const changeUnlogged = () => Object.assign(at.quay.store.repository("acme", "web") ?? {}, { isPublic: true });

  /** What machines do all day, after what people did minute by minute. */
  function flood({ store }: LocalQuay): void {
    for (const [index, entry] of store.log.entries())
      entry.date = new Date(Date.now() - (store.log.length - index) * 60_000);
    const namespace = store.organization("acme") as LogEntry["namespace"];
    const metadata = { repo: "web", namespace: "acme", tag: "v1" };
    const performer = store.addRobot(namespace, "ci");
    for (let count = 0; count < 200; count++)
      store.log.push({
        ...{ id: store.nextId(), kind: "pull_repo", metadata, date: new Date(), ip: "10.0.0.1", namespace },
        performer,
      });
  }

  it("is not this run's own user who replaced it", async () => {
    await at.run("Repository").delete(await at.run("Repository").create(repository));
    const state = await at.run("Repository").create(repository);
    changeUnlogged();
    expect(await refreshed("Repository", state)).toEqual([expect.stringContaining(`private → public, ${unknown}`)]);
  });

  it("is not this run's own user who made it again after somebody had deleted it", async () => {
    await at.run("Repository").create(repository);
    await callQuay(as("alice"), "DELETE /v1/repository/acme/web");
    const state = await at.run("Repository").create(repository);
    changeUnlogged();
    expect(await refreshed("Repository", state)).toEqual([expect.stringContaining(`private → public, ${unknown}`)]);
  });

  it("is not who gave a list the part of it that the state has, too", async () => {
    const state = await at.run("Quota").create({ namespace: "acme", size: "10 GiB", warnings: [80] });
    const quota = at.quay.store.organization("acme")?.quota;
    quota?.limits.push({ id: at.quay.store.nextId(), type: "Warning", percent: 95 } as never);
    expect(await refreshed("Quota", state)).toEqual([expect.stringContaining(`warnings [80] → [80,95], ${unknown}`)]);
  });

  it("is not who deleted a tag that somebody restored and that then expired", async () => {
    const { digest } = at.quay.push("acme/web", "v1");
    at.quay.push("acme/web", "keep");
    const state = await at.run("Tag").create({ repository: "acme/web", name: "v1", digest, adopt: true });
    await callQuay(as("alice"), "DELETE /v1/repository/acme/web/tag/v1");
    await callQuay(as("bob"), "POST /v1/repository/acme/web/tag/v1/restore", { manifest_digest: digest });
    for (const tag of at.quay.store.repository("acme", "web")?.tags ?? [])
      if (tag.name === "v1") tag.end ??= Date.now() - 1;
    expect(await refreshed("Tag", state)).toEqual([expect.stringContaining(`Tag acme/web:v1: gone, ${unknown}`)]);
  });

  it("is who changed a mirror, whatever state its repository had in between", async () => {
    await at.run("Robot").create({ namespace: "acme", name: "sync" });
    await at.run("Repository").create(repository);
    const source = { externalReference: "docker.io/library/alpine", tags: ["3.*"], robot: "acme+sync" };
    const state = await at.run("RepositoryMirror").create({ repository: "acme/web", ...source });
    await callQuay(as("alice"), "PUT /v1/repository/acme/web/mirror", { is_enabled: false });
    for (const [who, next] of [
      ["bob", "NORMAL"],
      ["carol", "MIRROR"],
    ] as const)
      await callQuay(as(who), "PUT /v1/repository/acme/web/changestate", { state: next });
    expect(await refreshed("RepositoryMirror", state)).toEqual([
      expect.stringContaining("enabled true → false, by alice"),
    ]);
  });

  describe("in a log full of pulls", () => {
    beforeEach(() => {
      const { store } = at.quay;
      as("alice");
      store.join(store.team("acme", "owners") as never, store.user("alice") as never);
    });

    it("is certain where all that people did was read", async () => {
      const state = await at.run("Repository").create(repository);
      await becomes("alice", "public");
      flood(at.quay);
      expect(await refreshed("Repository", state)).toEqual([expect.stringContaining("→ public, by alice")]);
    });

    it("is only probable where somebody who is no member did something, too", async () => {
      const state = await at.run("Repository").create(repository);
      await becomes("alice", "public");
      await becomes("zoe", "private");
      await becomes("yan", "public");
      flood(at.quay);
      expect(await refreshed("Repository", state)).toEqual([expect.stringContaining("→ public, probably by alice")]);
    });

    it("is only probable of a deletion, too", async () => {
      const team = { organization: "acme", name: "ops", role: "member" };
      await at.run("Team").create(team);
      await callQuay(as("alice"), "DELETE /v1/organization/acme/team/ops");
      await callQuay(as("zoe"), "PUT /v1/organization/acme/team/ops", { role: "member" });
      const state = await at.run("Team").create({ ...team, adopt: true });
      await callQuay(as("yan"), "DELETE /v1/organization/acme/team/ops");
      flood(at.quay);
      expect(await refreshed("Team", state)).toEqual([expect.stringContaining("gone, probably deleted by alice")]);
    });
  });
});
