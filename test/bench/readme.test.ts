import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
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
    const broken = targets({ ...found, failed: ["×1: it broke"] });
    expect(broken.at(-1)).toMatchObject({ what: "failed", met: false });
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

  it("take five lines of README, which link to the tables; both are from the last run", () => {
    const last = JSON.parse(text("bench/results.json")) as Results;
    const lines = summary(last).trimEnd().split("\n");
    expect(lines.map((line) => line.slice(0, 2))).toEqual(["- ", "- ", "- ", "- ", "- "]);
    expect(insertSummary(text("README.md"), summary(last))).toBe(text("README.md"));
    expect(text("README.md")).toContain("(bench/results.md)");
    expect(text("bench/results.md")).toBe(report(last));
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
