import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { transformSync } from "@swc/core";
import { allOnOneLine } from "../../../adapters/one-line";
import { asMarkdown } from "../../../cli/unmanaged/markdown";
import type { Finding, UnmanagedReport } from "../../../cli/unmanaged/report";
import { asText } from "../../../cli/unmanaged/text";
import { type LocalQuay, startQuay } from "../../../local-quay";
import type { Organization } from "../../../local-quay/model";
import { compared, entry } from "./compared";

const names = [
  "two\nlines",
  "\u001b[2Kcleared",
  "right\u202eleft",
  "</code></td></table><img src=x onerror=alert(1)>",
  "'; touch pwned; '",
  '"); process.exit(1); ("',
  "$(touch pwned) `touch pwned`",
  `$${"{process.exit(1)}"}`,
  "| a | b |\n\n# Heading @octocat www.example.com [x](javascript:y)",
  "back\\slash\\",
];

describe("Names that try to be more than names", () => {
  let quay: LocalQuay;
  let report: UnmanagedReport;
  let teams: Finding[];
  beforeAll(async () => {
    quay = await startQuay();
    const acme = quay.store.addOrganization("acme") as Organization;
    for (const name of names) quay.store.addTeam(acme, name, "admin");
    const web = quay.store.addRepository(acme, "web");
    web.description = `${names.join(" ")} ${quay.token}`;
    ({ report } = await compared(quay, [entry("Organization acme"), entry("TeamMember acme/owners/admin")]));
    teams = report.namespaces[0]?.findings.filter(({ kind }) => kind === "Team") ?? [];
  });
  afterAll(() => quay.close());

  it("are in quotes, one line each, without what controls a terminal", () => {
    expect(teams).toHaveLength(names.length);
    const text = asText(report, { quaysOwn: false });
    expect(text).not.toMatch(/[^\n\x20-\u007e]/);
    expect(text.match(/^ {2}team "/gm)).toHaveLength(names.length);
    expect(text).not.toContain(quay.token);
    expect(JSON.stringify(allOnOneLine(report))).not.toContain(quay.token);
  });

  it("leave the table of a comment as it is", () => {
    const html = asMarkdown(report, { quaysOwn: false });
    expect(html).not.toMatch(/^\s*$/m);
    expect(html.match(/<tr>/g)).toHaveLength(1 + names.length + 1);
    const withoutOurs = html.replace(/<\/?(div|details|summary|code|table|tr|th|td|br|ul|li)>/g, "");
    expect(withoutOurs).not.toMatch(/[<>]/);
    // Outside of <code> there is nothing of Quay.
    const outside = html.replace(/<code>[^<]*<\/code>/g, "").replace(/<[^>]*>/g, "");
    expect(outside.split(/\s+/).filter(Boolean)).toEqual(["whatadopt", "it,", "or", "remove", "it"]);
  });

  it("are one argument of the command that removes them", async () => {
    const cwd = await mkdtemp(path.join(tmpdir(), "pulumi-quay-command-"));
    const commands = teams.flatMap(({ remove }) => remove ?? []);
    // No path of Quay's API leads to a name with a slash.
    expect(commands).toHaveLength(names.filter((name) => !name.includes("/")).length);
    for (const remove of commands) {
      const script = `curl() { printf '%s\\n' "$#" "$5"; }; QUAY_TOKEN=t; ${remove}`;
      const { stdout } = await promisify(execFile)("bash", ["-c", script], { cwd });
      const [count, url = ""] = stdout.split("\n");
      expect(count).toBe("5");
      expect(names).toContain(decodeURIComponent(new URL(url).pathname.split("/").pop() ?? ""));
    }
    expect(await readdir(cwd)).toEqual([]);
    await rm(cwd, { recursive: true });
  });

  it("are literals in the lines that adopt something", () => {
    const repository = report.namespaces[0]?.findings.find(({ kind }) => kind === "Repository");
    const printed = asText(
      { ...report, namespaces: [{ ...report.namespaces[0], findings: [repository] } as never] },
      { quaysOwn: false },
    );
    const lines = printed
      .split("\n")
      .slice(3)
      .filter((line) => !/^ +(curl|Its removal)/.test(line));
    const { code } = transformSync(lines.join("\n"), { jsc: { parser: { syntax: "typescript" } } });
    const made: { description: string }[] = [];
    new Function("quay", code)({
      Repository: class {
        constructor(_: string, args: never) {
          made.push(args);
        }
      },
    });
    expect(made[0]?.description).toBe(`${names.join(" ")} [secret]`);
  });
});
