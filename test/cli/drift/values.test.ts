import { documentOf, driftCommand, eventsOf, type Refreshed, type Said } from "./previews";

describe("The values and authors that pulumi-quay drift tells", () => {
  const drift = driftCommand();

  interface Row {
    kind: string;
    id: string;
    property?: string;
    before?: string;
    after?: string;
    who?: string;
  }

  async function told(printed: string): Promise<{ rows: Row[]; notices: string[] }> {
    const { stdout } = await drift(printed, "--json");
    return JSON.parse(stdout);
  }
  const differences = async (resources: Refreshed[], said: Said[] = [], preview = documentOf) =>
    (await told(preview(resources, said))).rows.map(({ property, before, after }) => [property, before, after]);

  const by = "by bob, 2026-11-28 04:00 UTC";
  const ops = "Team acme/ops";

  it("are those of the steps, where the line of the provider hides them", async () => {
    const change = { before: { role: "member", description: "Days" }, after: { role: "admin", description: "Nights" } };
    expect(
      await differences([{ label: ops, ...change }], [`${ops}: role changed and description changed, ${by}`]),
    ).toEqual([
      ["role", "member", "admin"],
      ["description", "Days", "Nights"],
    ]);
  });

  it("are those of the line, where it shows them", async () => {
    const change = { before: { role: "member" }, after: { role: "admin" } };
    expect(await differences([{ label: ops, ...change }], [`${ops}: role creator → admin, ${by}`])).toEqual([
      ["role", "creator", "admin"],
    ]);
  });

  it("stay hidden where the engine hides them, or no step shows them", async () => {
    const hidden = { token: "[secret]" };
    const label = "Robot acme+ci";
    const said = [`${label}: token changed, probably ${by}`];
    expect(await differences([{ label, before: hidden, after: hidden }], said)).toEqual([
      ["token", undefined, undefined],
    ]);
    expect(await differences([{ label, before: hidden }], said)).toEqual([["token", undefined, undefined]]);
    const { stdout } = await drift(documentOf([{ label, before: hidden }], said));
    expect(stdout).toMatch(/^Robot acme\+ci +token +changed +probably bob /m);
  });

  it("are cut when they are long texts, and not shown when they are objects", async () => {
    const change = { before: { description: "d".repeat(100) }, after: { description: "" } };
    expect(await differences([{ label: ops, ...change }], [`${ops}: description changed, ${by}`])).toEqual([
      ["description", `"${"d".repeat(60)}…"`, '""'],
    ]);
    const label = "RobotFederation acme+ci";
    const identity = { issuer: "https://gitlab.example.com", subject: "project:web" };
    const identities = { before: { identities: [] }, after: { identities: [identity] } };
    expect(await differences([{ label, ...identities }])).toEqual([["identities", undefined, undefined]]);
  });

  it("are told from the steps alone, without authors, where the log was not asked", async () => {
    const resources: Refreshed[] = [
      { label: ops, before: { role: "member", description: "" }, after: { role: "admin", description: "" } },
      { label: "Repository acme/web", before: {}, after: { description: "Shop" } },
      { label: "Repository acme/api", after: null },
    ];
    const silent =
      "Who changed what in acme is not told. Quay refused GET /v1/organization/acme/logs: Unauthorized (403).";
    const { rows, notices } = await told(documentOf(resources, [silent]));
    expect(
      rows.map(({ kind, id, property, before, after, who }) => [`${kind} ${id}`, property, before, after, who]),
    ).toEqual([
      ["Repository acme/api", undefined, undefined, undefined, undefined],
      ["Repository acme/web", "description", "none", "Shop", undefined],
      [ops, "role", "member", "admin", undefined],
    ]);
    expect(notices).toEqual([silent]);
    const { code, stdout } = await drift(documentOf(resources, [silent]), "--fail");
    expect(stdout).toMatch(/^Repository acme\/api +gone +unknown$/m);
    expect(stdout).toContain(
      `3 objects are not as the state says. Quay's log says who made 0 of 3 changes.\n${silent}\n`,
    );
    expect(code).toBe(2);
  });

  it("are not those of what only follows from others or happens by itself", async () => {
    const registry = (host: string) => ({ visibility: "private", image: `${host}/acme/web`, __provider: host });
    const resources = [
      { label: "TeamMember acme/ops/carol", before: { invited: true }, after: { invited: false } },
      { label: "Repository acme/web", before: registry("old.example.com"), after: registry("new.example.com") },
      { label: "RepositoryMirror acme/web", before: { syncNow: "1" }, after: { syncNow: "2" } },
    ];
    for (const preview of [documentOf, eventsOf])
      expect(await drift(preview(resources), "--fail")).toEqual({
        ...{ code: 0, stderr: "" },
        stdout: "Quay is as the state says.\n",
      });
  });

  it("are told of what the program replaces for it", async () => {
    const change = { before: { description: "one" }, after: { description: "two" } };
    const printed = documentOf([{ label: "Robot acme+ci", ...change }]);
    const replacing = printed.replace('"op": "update"', '"op": "create-replacement"');
    expect(replacing).not.toBe(printed);
    expect((await told(replacing)).rows).toMatchObject([{ property: "description", before: "one", after: "two" }]);
  });

  it("are not taken from a line about another object whose name begins alike", async () => {
    const lines = [
      `Repository acme/web2: visibility private → public, ${by}`,
      `Team acme/web: gone, deleted ${by}`,
      "Repository acme/web: stays in Quay, because another stack has it too.",
    ];
    const web = { label: "Repository acme/web", before: { visibility: "private" }, after: { visibility: "public" } };
    const { rows, notices } = await told(documentOf([web], lines));
    expect(rows).toEqual([expect.not.objectContaining({ who: expect.anything() })]);
    expect(notices).toEqual(lines);
  });

  it("are read with the author from an id or a value that reads like the end of the line", async () => {
    const label = "RepositoryNotification acme/web:Told: gone, deleted by mallory, 2026-01-01 00:00 UTC";
    const value = '"x, by mallory with token \\"t\\", 2026-01-01 00:00 UTC; role member"';
    const { rows } = await told(documentOf([{ label }], [`${label}: refRegex none → ${value}, ${by}`]));
    expect(rows).toMatchObject([
      { kind: "RepositoryNotification", property: "refRegex", before: "none", after: value, who: "bob" },
    ]);
  });

  it("are in the order of the objects, whatever the order of the steps", async () => {
    const resources = ["web", "api", "Zoo", "web-2"].map((name) => ({ label: `Repository acme/${name}`, after: null }));
    const order = async (steps: Refreshed[]) => (await told(documentOf(steps))).rows.map(({ id }) => id);
    expect(await order(resources)).toEqual(["acme/api", "acme/web", "acme/web-2", "acme/Zoo"]);
    expect(await order(resources.reverse())).toEqual(await order(resources));
  });
});
