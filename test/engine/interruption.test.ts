import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { below, ended } from "../trouble/processes";
import { ProjectDirectory } from "./project-directory";

describe("An up of some hundred teams with the plugin", () => {
  const project = new ProjectDirectory({
    program: `
      const quay = require("pulumi-quay/native");
      const acme = new quay.Organization("acme", { forceDelete: true });
      for (let n = 0; n < 300; n++) new quay.Team("team-" + n, { organization: acme.name });
    `,
  });
  const inQuay = () =>
    [...(project.quay.store.organization("acme")?.teams.keys() ?? [])].filter((name) => name !== "owners");
  const inState = () =>
    Object.keys(project.state()).flatMap((name) => (name.startsWith("Team ") ? name.slice("Team ".length) : []));
  const journals = () => readdirSync(project.env.TMPDIR ?? "").filter((name) => name.startsWith("pulumi-quay-"));

  /** Starts an up, and returns when this many more teams are in Quay. */
  async function upTo(more: number): Promise<{ run: ChildProcess; plugins: number[]; exit: Promise<unknown> }> {
    const wanted = inQuay().length + more;
    const run = project.start("up", "--yes", "--skip-preview");
    const exit = once(run, "exit");
    while (inQuay().length < wanted)
      await Promise.race([sleep(20), exit.then(() => Promise.reject(new Error("It ended.")))]);
    const isPlugin = ({ command }: { command: string }) => command.includes("pulumi-resource-quay");
    const plugins = below(run.pid ?? 0).filter(isPlugin);
    expect(plugins.length).toBeGreaterThan(0);
    expect(journals()).toHaveLength(1);
    return { run, exit, plugins: plugins.map(({ pid }) => pid) };
  }

  it("that is interrupted leaves as many in the state as in Quay, and no process", async () => {
    const { run, exit, plugins } = await upTo(40);
    process.kill(-(run.pid ?? 0), "SIGINT");
    await exit;
    expect(inQuay().length).toBeLessThan(300);
    expect(inState().sort()).toEqual(inQuay().sort());
    expect(await ended(plugins, 10_000)).toBe(true);
    expect(journals()).toEqual([]);
  });

  it("whose engine is killed leaves no process of the plugin, and no journal", async () => {
    const { run, exit, plugins } = await upTo(40);
    run.kill("SIGKILL");
    await exit;
    expect(await ended(plugins, 20_000)).toBe(true);
    expect(journals()).toEqual([]);
    expect(inQuay().length).toBeLessThan(300);
  });
});
