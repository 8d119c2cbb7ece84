import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { leaveToUser } from "../../../cli/adopt/leave-to-user";

describe("What is left to the user of adopt", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "adopted-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const content = { resources: [{ type: "quay:index:Team", name: "team", logicalName: "ops", id: "acme/ops" }] };
  const told = (out: string, { runtime = "nodejs", resources = content.resources } = {}) => {
    const lines: string[] = [];
    leaveToUser({ resources }, ["npm install yaml"], { out, stack: "dev", runtime, say: (line) => lines.push(line) });
    return lines;
  };

  it("is a file that only the user can read, and commands of which each needs the one before", () => {
    const out = join(folder, "import.json");
    expect(told(out)).toEqual([
      "First: npm install yaml",
      `Wrote ${out}. Now, or all at once with --import:`,
      `  pulumi import --file ${out} --generate-code=false --protect=false --stack dev &&`,
      `  rm ${out} &&`,
      "  pulumi preview --refresh --run-program --expect-no-changes --stack dev &&",
      "  pulumi up --stack dev",
    ]);
    expect(JSON.parse(readFileSync(out, "utf8"))).toEqual(content);
    expect(statSync(out).mode & 0o777).toBe(0o600);
  });

  it("is protected from deletion where Pulumi writes the program", () => {
    const lines = told(join(folder, "import.json"), { runtime: "yaml" });
    expect(lines.join("\n")).toContain("--out adopted --stack dev &&");
    expect(lines.join("\n")).not.toContain("--protect=false");
    expect(lines).toContain("  put what adopted holds into the program, and only then:");
  });

  it("takes the place of another file for pulumi import, and of nothing else", () => {
    const out = join(folder, "import.json");
    told(out);
    told(out);
    const mine = join(folder, "package.json");
    writeFileSync(mine, '{ "name": "infra" }');
    expect(() => told(mine)).toThrow(`${mine} holds something else than resources to import. Choose another file`);
    expect(readFileSync(mine, "utf8")).toBe('{ "name": "infra" }');
  });

  it("is the preview and the up when all is in the stack", () => {
    expect(told(join(folder, "import.json"), { resources: [] })).toEqual([
      "First: npm install yaml",
      "Now:",
      "  pulumi preview --refresh --run-program --expect-no-changes --stack dev &&",
      "  pulumi up --stack dev",
    ]);
  });
});
