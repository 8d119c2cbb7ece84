import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FaceComparison, FaceCosts } from "../../bench/face-costs";
import type { Measured, Provider, Run } from "../../bench/measure";
import { minimumRequests, type Work } from "../../bench/minimum-requests";
import { insertSummary, summary } from "../../bench/readme";
import { shapeAt } from "../../bench/reference-organization";
import { type Results, report } from "../../bench/report";
import { targets } from "../../bench/targets";

const measured = (work: Work, scale: number, requests: number, who: Provider = "ours"): Measured => {
  const rest = { under: "nothing" as const, refused: 0, seconds: 1.5, cpu: 2, memory: 150 };
  return { ...rest, who, work, scale, requests, least: minimumRequests[work](shapeAt(scale)) };
};

const costs = (start: number, up: number, bytes: number): FaceCosts => {
  const seconds = { up, preview: 8, refresh: 4, destroy: 4 };
  return { start, memory: start * 100, seconds, cpu: { up: up / 2 }, bytes: { Team: bytes, Robot: bytes + 200 } };
};

const comparisons: FaceComparison[] = [9, 10, 12].map((up) => {
  return { costs: { native: costs(0.5, up, 800), dynamic: costs(2, 10, 1000) }, sameRequests: true };
});

/** Without the padding of columns. */
const plain = (text: string) => text.replace(/ +/g, " ");

const root = join(__dirname, "..", "..");
const text = (file: string) => readFileSync(join(root, file), "utf8");

const found: Run = {
  date: "2026-01-31",
  machine: "a machine",
  versions: "Pulumi 3, Node 20",
  scopes: "org:admin",
  measured: [
    measured("create", 1, 4301),
    measured("refresh", 1, 348),
    measured("refresh", 1, 4301, "naive"),
    measured("refresh", 3, 940),
  ],
  needles: 5,
  ratios: { create: [1.3, 1.1, 1.2].map((time) => ({ time })) },
  faces: [],
  failed: [],
};
const results: Results = { ...found, figures: targets(found) };

describe("The results of a benchmark run", () => {
  it("are compared with the targets: those that were measured, met or not", () => {
    expect(results.figures.map(({ what, found, met }) => [what, found, met])).toEqual([
      ["no-change refresh", "348 requests", false],
      ["the same, 3 repositories of 10,000", "5 requests", true],
      ["create everything", "1.000 requests per resource", true],
      ["time over the engine's own, ×¼, create, median of 3", "1.20 ×", true],
    ]);
    const commands = [{ command: "unmanaged --quick", requests: 21, seconds: 1, limit: 20 }];
    expect(targets({ ...found, commands }).map(({ what, wanted, met }) => [what, wanted, met])).toContainEqual([
      "pulumi-quay unmanaged --quick",
      "≤ 20 requests",
      false,
    ]);
    expect(summary({ ...results, commands })).toContain("`unmanaged --quick` 21.");
    const broken = targets({ ...found, failed: ["×1: it broke"] });
    expect(broken.at(-1)).toMatchObject({ what: "failed", met: false });
  });

  it("compare the plugin with the dynamic provider, by the medians of all runs", () => {
    const compared = (faces: FaceComparison[]) =>
      targets({ ...found, measured: [], needles: undefined, ratios: {}, faces }).map(({ what, wanted, found, met }) => [
        what.replace("plugin over dynamic provider, ", ""),
        `${found} of ${wanted}`,
        met,
      ]);
    expect(compared(comparisons)).toEqual([
      ["start to the first answer", "0.25 × (0.50 s against 2.00 s) of ≤ 0.6 ×", true],
      ["memory after the first answer", "0.25 × (50 MB against 200 MB) of ≤ 0.6 ×", true],
      ["state per resource", "0.82 × (900 bytes against 1100 bytes) of ≤ 0.8 ×", false],
      ["up of 500 teams", "1.00 × (10.0 s against 10.0 s, processor time 1.00 ×) of ≤ 1.1 ×", true],
      ["preview of 500 teams", "1.00 × (8.0 s against 8.0 s) of ≤ 1.1 ×", true],
      ["refresh of 500 teams", "1.00 × (4.0 s against 4.0 s) of ≤ 1.1 ×", true],
      ["destroy of 500 teams", "1.00 × (4.0 s against 4.0 s) of ≤ 1.1 ×", true],
      ["plugin and dynamic provider, requests", "the same of the same", true],
    ]);
    const [one, ...others] = comparisons as [FaceComparison, ...FaceComparison[]];
    expect(compared([{ ...one, sameRequests: false }, ...others]).at(-1)).toEqual([
      "plugin and dynamic provider, requests",
      "others of the same",
      false,
    ]);
    const written = { ...results, faces: comparisons };
    expect(summary(written)).toContain(
      "- The plugin answers first after 0.50 s and with 50 MB, the dynamic provider after 2.00 s and with 200 MB. " +
        "Its up, preview, refresh, destroy of 500 teams take 1.00, 1.00, 1.00, 1.00 times as long; " +
        "a resource takes 0.82 times as much of the state; the requests are the same.\n",
    );
    expect(report(written)).toContain("up of 500 teams, run by run: 0.90, 1.00, 1.20.");
    expect(report(written)).toContain("without the program's lines: Team 800 (1000), Robot 1000 (1200).");
  });

  it("are written between the two markers of README, and only there", () => {
    const readme = text("README.md");
    const [before, after] = [
      /^.*?<!-- bench: /s.exec(readme)?.[0] ?? "?",
      /<!-- \/bench -->.*$/s.exec(readme)?.[0] ?? "?",
    ];
    const once = insertSummary(readme, summary(results));
    expect(once.startsWith(before)).toBe(true);
    expect(once.endsWith(after)).toBe(true);
    expect(insertSummary(once, summary(results))).toBe(once);
    expect(() => insertSummary("nothing", "")).toThrow("README.md has lost its marks");
  });

  it("take a line of README for each topic measured, which link to the tables; both are from the last run", () => {
    const last = JSON.parse(text("bench/results.json")) as Results;
    const lines = summary(last).trimEnd().split("\n");
    expect(lines.map((line) => line.slice(0, 2))).toEqual(
      Array(6 + (last.faces.length > 0 ? 1 : 0) + (last.drift ? 1 : 0)).fill("- "),
    );
    expect(insertSummary(text("README.md"), summary(last))).toBe(text("README.md"));
    expect(text("README.md")).toContain("(bench/results.md)");
    expect(text("bench/results.md")).toBe(report(last));
  });

  it("name a refresh with policies, which may send a tenth more than the fewest requests", () => {
    const naive = [...found.measured, measured("blueprint destroy", 1, 1)];
    const policies = { requests: 479, least: 435 };
    const written = { ...results, measured: naive, policies };
    expect(targets(written)).toContainEqual({
      what: "the same with policies, quota, notifications, federations",
      wanted: "≤ 478 requests",
      found: "479 requests",
      met: false,
    });
    expect(summary(written)).toContain("and 20 federated robots it sends 479, of at least 435.\n");
  });

  it("omit the README lines that were not measured completely", () => {
    expect(summary(results)).toBe("- The provider takes at most 150 MB, with 4,301 resources.\n");
  });

  it("are formatted as this repository is", async () => {
    const biome = require.resolve("@biomejs/biome/bin/biome");
    const words = [biome, "format", "--stdin-file-path=results.md"];
    const formatted = (text: string) => execFileSync(process.execPath, words, { input: text, encoding: "utf8" });
    expect(formatted(report(results))).toBe(report(results));
    expect(formatted(summary(results))).toBe(summary(results));
  });

  it("omit empty columns, and say what the alternatives would request", () => {
    expect(plain(report(results))).toContain("| no-change refresh | ≤ 347 requests | 348 requests | **not met** |");
    expect(plain(report(results))).toContain(
      "| 4,301 | no-change refresh | 348 | 312 | 4,301 | 1.5 s | 1.5 s | 150 MB |",
    );
    expect(plain(report(results))).toContain("| 12,901 | 940 | 932 | | 10,201 | 17,401 |");
    expect(report(results)).toMatch(/Terraform's provider +\| Ansible's modules/);
  });
});
