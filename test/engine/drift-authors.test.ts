import * as pulumi from "@pulumi/pulumi";
import * as quay from "pulumi-quay";
import { calledBy, callQuay } from "../call-quay";
import { prepare, specimens } from "../kinds";
import { declareDrifting, drifts } from "./drifts";
import { onBothFaces } from "./faces";
import { type OperationResult, Story } from "./stack";

const people = ["ann", "ben", "cat"];
const rows = drifts.map((row, index) => ({ ...row, who: people[index % people.length] as string }));
const when = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d UTC`;

describe("When people change every kind of resource by Quay's API, a preview with --refresh", () => {
  const story = new Story();
  let preview: OperationResult;

  beforeAll(async () => {
    for (const kind of Object.keys(specimens)) await prepare(story.quay, kind);
    await story.up(declareDrifting);
    for (const row of rows) await changed(row);
    story.requested();
    preview = await story.preview(undefined, { refresh: true });
  }, 240_000);

  /** Somebody changes a resource, and somehow else what Quay's log does not tell. */
  async function changed({ specimen, named, theirs, who }: (typeof rows)[number]): Promise<void> {
    const { change, changeByApi = change, unlogged = [] } = specimen;
    const quay = calledBy(story.quay, who);
    for (const isLogged of [false, true]) {
      const all = Object.entries(theirs).filter(([property]) => unlogged.includes(property) !== isLogged);
      if (all.length > 0) await (isLogged ? changeByApi : change)(quay, named, Object.fromEntries(all));
    }
  }

  it.each(rows)(
    "tells who changed $kind: $properties, as far as Quay's log does",
    ({ kind, resource, theirs, specimen, who }) => {
      const told = Object.keys(theirs).some((property) => !specimen.unlogged?.includes(property));
      const by = told
        ? `(probably )?by ${who} with token "local", ${when} from \\S+`
        : "and Quay's log does not say by whom";
      const label = `${kind} ${story.state()[resource]?.id}: `;
      const lines = Object.values(preview.notices).flat();
      expect(lines.filter((line) => line.startsWith(label))).toEqual([expect.stringMatching(new RegExp(`, ${by}`))]);
    },
  );
});

describe("With a token that may not read Quay's log", () => {
  const story = new Story();
  const repositories = ["web", "api"];
  const names = repositories.map((name) => `Repository ${name}`);
  const told = ({ notices }: OperationResult) => Object.values(notices).flat();
  const unread = /^Who changed what in acme is not told\. Quay refused GET .*logs.*org:admin/;

  const program = () => {
    for (const name of repositories) new quay.Repository(name, { namespace: "acme" });
  };

  it("a preview finds the same drift, and says once why nobody is named", async () => {
    story.quay.store.addOrganization("acme");
    await story.up(program);
    for (const name of repositories)
      await callQuay(calledBy(story.quay, "ann"), `POST /v1/repository/acme/${name}/changevisibility`, {
        visibility: "public",
      });
    story.environment({ QUAY_TOKEN: story.quay.mint({ scope: "repo:admin repo:create" }) });
    const preview = await story.preview(undefined, { refresh: true });
    expect(Object.keys(preview.changes).sort()).toEqual(names.sort());
    expect(told(preview)).toEqual([expect.stringMatching(unread)]);
  });

  it("it says nothing when that is switched off", async () => {
    await story.pulumi("config", "set", "quay:drift", "false");
    story.requested();
    const preview = await story.preview(undefined, { refresh: true, runProgram: true });
    expect(Object.keys(preview.changes).sort()).toEqual(names.sort());
    expect(told(preview)).toEqual([]);
    expect(story.requested().filter((route) => route.includes("logs"))).toEqual([]);
    await story.pulumi("config", "rm", "quay:drift");
  });

  it("up --refresh heals it all the same", async () => {
    const up = await story.up(undefined, { refresh: true });
    expect(told(up)).toEqual([expect.stringMatching(unread)]);
    await story.preview(undefined, { refresh: true, expectNoChanges: true });
  });
});

onBothFaces("What a program marks as secret and somebody changes", (quay) => {
  const story = new Story();

  it("is told without its values", async () => {
    story.quay.store.addOrganization("acme");
    const description = pulumi.secret("first-secret");
    await story.up(() => new quay.Team("ops", { organization: "acme", description }));
    const theirs = { role: "creator", description: "second-secret" };
    await callQuay(calledBy(story.quay, "ann"), "PUT /v1/organization/acme/team/ops", theirs);
    const { text } = await story.preview(undefined, { refresh: true });
    expect(text).toContain("Team acme/ops: role member → creator and description changed, by ann with");
    expect(text).not.toMatch(/(first|second)-secret/);
  });
});
