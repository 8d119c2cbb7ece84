import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as quay from "pulumi-quay/native";
import type { LocalQuay } from "../../local-quay";
import { Story } from "./stack";

describe("A plugin that runs on its own, and to which engines attach one after another,", () => {
  // What runs on its own has an environment of its own.
  const [one, other] = [new Story("configuration"), new Story("configuration")];
  const use = async (story: Story, { url, token }: LocalQuay) => {
    await story.pulumi("config", "set", "quay:url", url);
    await story.pulumi("config", "set", "quay:token", token, "--secret");
  };
  const folder = mkdtempSync(join(tmpdir(), "pulumi-quay-attached-"));
  let plugin: ChildProcess;
  beforeAll(async () => {
    const file = join(__dirname, "../../plugin/pulumi-resource-quay");
    plugin = spawn(file, { env: { ...process.env, TMPDIR: folder }, stdio: ["ignore", "pipe", "inherit"] });
    const [port] = await once(plugin.stdout as NodeJS.ReadableStream, "data");
    for (const story of [one, other]) story.environment({ PULUMI_DEBUG_PROVIDERS: `quay:${Number(port)}` });
  });
  afterAll(async () => {
    const ended = once(plugin, "exit");
    plugin.kill();
    await ended;
    rmSync(folder, { recursive: true });
  });

  const program =
    (more: { description?: string; adopt?: true } = {}) =>
    () => {
      const { description = "On call.", adopt } = more;
      const acme = new quay.Organization("acme", { adopt });
      new quay.Team("ops", { organization: acme.name, description, adopt });
      new quay.Repository("web", { namespace: acme.name, adopt });
    };

  it("sees in each run what others changed since the last one", async () => {
    await one.up(program());
    await one.callQuay("PUT /v1/organization/acme/team/ops", { role: "member", description: "Someone else's." });
    const { changes } = await one.preview(undefined, { refresh: true });
    expect(changes).toEqual({ "Team ops": { description: { from: "Someone else's.", to: "On call." } } });
    await one.callQuay("DELETE /v1/repository/acme/web");
    await one.refresh();
    expect(Object.keys(one.state()).sort()).toEqual(["Organization acme", "Team ops"]);
    await one.up();
    expect(one.quay.store.team("acme", "ops")?.description).toBe("On call.");
    expect(one.quay.store.repository("acme", "web")).toBeDefined();
  });

  it("deletes what an earlier run created, also when another stack adopted it", async () => {
    await use(other, one.quay);
    await other.up(program({ adopt: true }));
    await one.destroy();
    expect(one.state()).toEqual({});
    expect(one.quay.store.organizations()).toEqual([]);
    await other.destroy();
    expect(other.state()).toEqual({});
    one.quay.collectGarbage();
  });

  it("keeps apart two providers of one program, and two stacks at a time", async () => {
    await use(other, other.quay);
    const both = () => {
      program()();
      const provider = new quay.Provider("other", { url: other.quay.url, token: other.quay.token });
      const acme = new quay.Organization("second", { name: "acme" }, { provider });
      new quay.Team("second", { organization: acme.name, name: "crew" }, { provider });
    };
    const teams = ({ quay }: Story) => [...(quay.store.organization("acme")?.teams.keys() ?? [])];
    await one.up(both);
    expect([teams(one), teams(other)]).toEqual([
      ["owners", "ops"],
      ["owners", "crew"],
    ]);
    expect((await one.preview(both, { refresh: true, expectNoChanges: true })).steps).toEqual([]);
    const umbrella = () => void new quay.Organization("umbrella", {});
    await Promise.all([one.destroy(), other.up(umbrella)]);
    expect(one.quay.store.organizations()).toEqual([]);
    expect(other.quay.store.organizations().map(({ name }) => name)).toEqual(["umbrella"]);
    await other.destroy();
    expect(other.quay.store.organizations()).toEqual([]);
  });

  it("keeps no journal of the runs that have ended", async () => {
    const journals = () => readdirSync(folder).filter((name) => name.startsWith("pulumi-quay-"));
    for (const until = Date.now() + 15_000; journals().length > 0 && Date.now() < until; ) await sleep(200);
    expect(journals()).toEqual([]);
  });
});
