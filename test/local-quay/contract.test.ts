import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type QuayOptions, startQuay } from "../../local-quay";

/** Recorded exchanges with a real Quay. They are kept beside the project, not in it. */
const contract = path.join(__dirname, "../../../shared/quay-contract");

interface Server {
  title: string;
  /** Folder of its scenarios. */
  folder: string;
  options: QuayOptions;
  /** Scenarios that the local Quay does not pass yet. One that passes has to be removed from this list. */
  later: string[];
}

const servers: Server[] = [
  {
    title: "The local Quay answers like the real one:",
    folder: "scenarios",
    options: {},
    later: [],
  },
  {
    title: "With e-mail, it answers like the real one:",
    folder: "variants/mailing",
    options: { features: { MAILING: true } },
    later: [],
  },
  {
    title: "With users from a directory, it answers like the real one:",
    folder: "variants/ldap",
    options: { features: { TEAM_SYNCING: true }, directory: true },
    later: [],
  },
];

interface Played {
  name: string;
  ok: boolean;
  steps: { label: string; ok: boolean; diffs: string[] }[];
}

/** The result of every scenario of a folder. */
async function play(folder: string, options: QuayOptions): Promise<Map<string, Played>> {
  const quay = await startQuay(options);
  const temporary = await mkdtemp(path.join(tmpdir(), "quay-contract-"));
  const report = path.join(temporary, "report.json");
  const check = [path.join(contract, "check.mjs"), "--url", quay.url, "--token", quay.token, "--dir", folder, "--json"];
  // The checker exits before a pipe is drained, so it writes to a file.
  await new Promise((resolve) => execFile("sh", ["-c", 'node "$@" > "$0"', report, ...check], resolve));
  const { scenarios } = JSON.parse(readFileSync(report, "utf8")) as { scenarios: Played[] };
  await rm(temporary, { recursive: true });
  await quay.close();
  return new Map(scenarios.map((one) => [one.name, one]));
}

const described = existsSync(contract) ? describe.each(servers) : describe.skip.each(servers);

described("$title", ({ folder, options, later }) => {
  const home = path.join(contract, folder);
  const files = existsSync(home) ? readdirSync(home).filter((file) => file.endsWith(".json")) : [];
  const scenarios = files.map((file) => path.basename(file, ".json"));
  let played: Map<string, Played>;

  beforeAll(async () => {
    played = await play(home, options);
  }, 600_000);

  it("the recorded scenarios exist", () => {
    expect(scenarios.length).toBeGreaterThan(0);
    expect([...played.keys()].sort()).toEqual(scenarios.sort());
  });

  for (const name of scenarios.filter((scenario) => !later.includes(scenario))) {
    it(name, () => {
      const wrong = played.get(name)?.steps.filter(({ ok }) => !ok);
      expect(wrong).toEqual([]);
    });
  }

  it("no scenario that passes is listed as one for later", () => {
    expect(later.filter((name) => played.get(name)?.ok)).toEqual([]);
  });
});
