import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startQuay } from ".";

/** Recorded exchanges with a real Quay. They are kept beside the project, not in it. */
const contract = path.join(__dirname, "../../../shared/quay-contract");

/** Scenarios of what the local Quay does not do yet. Every one that it learns leaves this list. */
const later: string[] = [
  "autoprune-values",
  "mirror-config",
  "mirror-dormant",
  "mirror-invalid",
  "mirror-organization-update",
  "notification-active",
  "notification-methods",
  "organization-collaborators",
  "organization-invoices",
  "proxy-cache-again",
  "quota-sizes",
  "quota-user",
  "registry",
  "repository-trust-off",
  "service-keys-merge",
  "stars-list",
  "superuser-orphans",
  "team-owners",
  "user-authorizations",
  "user-settings",
];

interface Played {
  name: string;
  ok: boolean;
  steps: { label: string; ok: boolean; diffs: string[] }[];
}

const described = existsSync(contract) ? describe : describe.skip;

described("The local Quay answers like the real one:", () => {
  const scenarios = existsSync(contract)
    ? readdirSync(path.join(contract, "scenarios")).map((file) => path.basename(file, ".json"))
    : [];
  const played = new Map<string, Played>();

  beforeAll(async () => {
    const quay = await startQuay();
    const folder = await mkdtemp(path.join(tmpdir(), "quay-contract-"));
    const report = path.join(folder, "report.json");
    const check = [path.join(contract, "check.mjs"), "--url", quay.url, "--token", quay.token, "--json"];
    // The checker ends before a pipe is drained, so it writes to a file.
    await new Promise((resolve) => execFile("sh", ["-c", 'node "$@" > "$0"', report, ...check], resolve));
    for (const one of JSON.parse(readFileSync(report, "utf8")).scenarios as Played[]) played.set(one.name, one);
    await rm(folder, { recursive: true });
    await quay.close();
  }, 120_000);

  it("there are scenarios to play", () => {
    expect(scenarios.length).toBeGreaterThan(0);
    expect([...played.keys()].sort()).toEqual(scenarios.sort());
  });

  for (const name of scenarios.filter((scenario) => !later.includes(scenario))) {
    it(name, () => {
      const wrong = played.get(name)?.steps.filter(({ ok }) => !ok);
      expect(wrong).toEqual([]);
    });
  }

  it("nothing that it can do is kept for later", () => {
    expect(later.filter((name) => played.get(name)?.ok)).toEqual([]);
  });
});
