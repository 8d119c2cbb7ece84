import { documentOf, driftCommand, type Refreshed } from "./previews";

/** GitHub takes no longer comments. */
const LONGEST_COMMENT = 65_536;

const hostile = [
  "two\n\nlines",
  "\u001b[2J\u001b[31mred\u001b]0;title\u0007",
  "right\u202eleft\u200b\u009b",
  "</code></td></tr></table><img src=x onerror=alert(1)>",
  "| a | b |\n|---|---|\n\n# Heading `code` ```\n@octocat @acme/ops #1 www.example.com [x](javascript:y)",
  "<!-- <details open> &lt;script&gt; ]]>",
  `'"; by mallory, 2026-01-01 00:00 UTC`,
  "back\\slash\\",
];

describe("pulumi-quay drift --markdown", () => {
  const drift = driftCommand();

  it("is a table in HTML", async () => {
    const resources: Refreshed[] = [
      { label: "Team acme/ops", before: { description: "" }, after: { description: "Nights & days" } },
      { label: "Team acme/old", after: null },
    ];
    const printed = documentOf(resources, [
      'Team acme/ops: description changed, probably by bob with token "deploy", 2026-11-28 04:00 UTC from 10.0.0.9',
      "Note",
    ]);
    expect(await drift(printed, "--markdown")).toEqual({
      ...{ code: 0, stderr: "" },
      stdout: `\
<p><code>2 objects are not as the state says. Quay&#39;s log says who made 1 of 2 changes.</code></p>
<table>
<tr><th>object</th><th>property</th><th>before</th><th>after</th><th>who</th><th>when</th><th>how</th><th>address</th></tr>
<tr><td><code>Team acme/old</code></td><td></td><td></td><td><code>gone</code></td><td><code>unknown</code></td><td></td><td></td><td></td></tr>
<tr><td><code>Team acme/ops</code></td><td><code>description</code></td><td><code>&quot;&quot;</code></td><td><code>&quot;Nights &amp; days&quot;</code></td><td><code>probably bob</code></td><td><code>2026-11-28 04:00 UTC</code></td><td><code>token &quot;deploy&quot;</code></td><td><code>10.0.0.9</code></td></tr>
</table>
<ul>
<li><code>Note</code></li>
</ul>
`,
    });
    expect((await drift(printed, "--markdown", "--fail")).code).toBe(2);
  });

  describe("with values, names and notices that try to be more", () => {
    const resources = hostile.flatMap((text, index) => [
      { label: `Team acme/team-${index}`, before: { description: text }, after: { description: `${text} again` } },
      { label: `RepositoryNotification acme/web:${text}`, after: null },
    ]);
    const tokens = hostile.map(
      (text, index) =>
        `Team acme/team-${index}: description changed, by bob with token ${JSON.stringify(text)}, 2026-11-28 04:00 UTC`,
    );
    const printed = documentOf(resources, [...tokens, ...hostile]);

    it("is still one block of HTML with a row for each, and nothing of them outside of <code>", async () => {
      const { stdout } = await drift(printed, "--markdown");
      expect(stdout.trimEnd()).not.toMatch(/^\s*$/m);
      expect(stdout).not.toMatch(/[^\n\x20-\x7e…]/);
      expect(stdout.match(/^<tr>/gm)).toHaveLength(1 + resources.length);
      expect(stdout.match(/^<li>/gm)).toHaveLength(hostile.length);
      const withoutOurs = stdout.replace(/<\/?(p|code|table|tr|th|td|ul|li)>/g, "");
      expect(withoutOurs).not.toMatch(/[<>]/);
      const outside = stdout.replace(/<code>[^<]*<\/code>/g, "").replace(/<[^>]*>/g, " ");
      expect(outside.split(/\s+/).filter(Boolean)).toEqual([
        ...["object", "property", "before", "after", "who", "when", "how", "address"],
      ]);
      expect(stdout).toContain("&lt;img src=x onerror=alert(1)&gt;");
    });

    it("without --markdown is a line for each, without what controls a terminal", async () => {
      const { stdout } = await drift(printed);
      const lines = stdout.trimEnd().split("\n");
      expect(lines).toHaveLength(1 + resources.length + 2 + hostile.length);
      expect(stdout).not.toMatch(/[^\n\x20-\x7e…]/);
      expect(stdout).toContain("\nred\nrightleft\n");
    });

    it("with --json is a document without what controls a terminal", async () => {
      const { stdout } = await drift(printed, "--json");
      expect(stdout).not.toMatch(/[^\n\x20-\x7e…]|(?<!\\)\\u00/);
      const { rows, notices } = JSON.parse(stdout);
      expect([rows.length, notices.length]).toEqual([resources.length, hostile.length]);
    });

    it("of a failed preview prints its reasons without what controls a terminal", async () => {
      const errors = hostile.map((message) => ({ message, severity: "error" }));
      const { stderr } = await drift(documentOf(resources, errors), "--markdown");
      expect(stderr).not.toMatch(/[^\n\x20-\x7e]/);
      expect(stderr).toContain("\nred\nrightleft\n");
    });
  });

  it("fits into a comment, whatever differs and is said, and counts what --json has besides", async () => {
    const resources = Array.from({ length: 900 }, (_, index) => ({
      label: `Repository acme/web-${index}`,
      before: { description: "<".repeat(70) },
      after: { description: ">".repeat(70) },
    }));
    const notices = Array.from({ length: 300 }, (_, index) => `Repository acme/old-${index}: stays in Quay.`);
    const printed = documentOf(resources, notices);
    const { stdout } = await drift(printed, "--markdown");
    expect(stdout.length).toBeLessThan(LONGEST_COMMENT);
    expect(stdout).toContain("900 objects are not as the state says.");
    const shown = (pattern: RegExp) => stdout.match(pattern)?.length ?? 0;
    const more = [...stdout.matchAll(/>and (\d+) more, which --json has</g)].map(([, count]) => Number(count));
    expect(shown(/^<tr><td><code>Repository/gm)).toBeGreaterThan(50);
    expect(shown(/^<li><code>Repository/gm)).toBeGreaterThan(20);
    expect(more).toEqual([900 - shown(/^<tr><td><code>Repository/gm), 300 - shown(/^<li><code>Repository/gm)]);
    expect(stdout).toMatch(/<\/table>\n<ul>\n(<li>.*<\/li>\n)+<\/ul>\n$/);
    const { rows, notices: said } = JSON.parse((await drift(printed, "--json")).stdout);
    expect([rows.length, said.length]).toEqual([900, 300]);
  });
});
