import { accessFile, reportIn } from "../../../cli/access/access-file";
import { accessChanges } from "../../../cli/access/changes";
import { changesText, rowsText } from "../../../cli/access/print";
import type { AccessReport } from "../../../cli/access/report";
import { rowsOf } from "../../../cli/access/rows";
import { type LocalQuay, startQuay } from "../../../local-quay";
import { callQuay } from "../../call-quay";
import { reportOn, seedAcme } from "./organization";

describe("Who may do what, in words", () => {
  let quay: LocalQuay;
  let before: AccessReport;
  beforeAll(async () => {
    quay = await startQuay();
  });
  beforeEach(async () => {
    quay.reset();
    seedAcme(quay);
    before = await reportOn(quay);
  });
  afterAll(() => quay.close());

  const lines = (report: AccessReport) => rowsText(rowsOf(report), "pipe");

  /** What changed since the beginning, as lines for a pipe. */
  const changed = async () => changesText(accessChanges(before, await reportOn(quay)), "pipe");

  it("is a line for each fact in a pipe, in an order that does not depend on Quay's", () => {
    expect(lines(before)).toEqual([
      "acme+ci\tacme/web\tpull\tgrant (read)",
      "admin\tacme/*\tadmin\tsuperuser with full access, admin team owners",
      "alice\tacme\tcreate repositories\tcreator team ops",
      "alice\tacme/web\tpull, push\tteam ops (write)",
      "bob\tacme/web\tpull, push, admin\tgrant (admin)",
      "team ops\tacme\tcreate repositories\trole creator",
      "team ops\tacme/web\tpull, push\tgrant (write)",
      "team owners\tacme/*\tadmin\trole admin",
    ]);
    const turned = structuredClone(before);
    for (const namespace of turned.namespaces) namespace.repositories.reverse();
    expect(lines(turned)).toEqual(lines(before));
  });

  it("is an aligned table on a terminal, with each name once", () => {
    expect(rowsText(rowsOf(before), "terminal").slice(0, 5)).toEqual([
      "WHO          WHERE     MAY                  THROUGH",
      "acme+ci      acme/web  pull                 grant (read)",
      "admin        acme/*    admin                superuser with full access, admin team owners",
      "alice        acme      create repositories  creator team ops",
      "             acme/web  pull, push           team ops (write)",
    ]);
  });

  it("tells what takes away, what everybody may, what is to come, invitations and applications", async () => {
    const { features, store } = quay;
    features.MAILING = true;
    store.addUser("dora", { email: "dora@example.com" });
    await callQuay(quay, "PUT /v1/organization/acme/team/ops/members/dora");
    await callQuay(quay, "POST /v1/repository/acme/web/changevisibility", { visibility: "public" });
    await callQuay(quay, "PUT /v1/repository/acme/web/changestate", { state: "READ_ONLY" });
    const prototypes = "POST /v1/organization/acme/prototypes";
    await callQuay(quay, prototypes, { role: "read", delegate: { kind: "team", name: "ops" } });
    await callQuay(quay, prototypes, {
      role: "write",
      delegate: { kind: "team", name: "ops" },
      activating_user: { name: "bob" },
    });
    await callQuay(quay, "POST /v1/organization/acme/applications", { name: "bot" });
    expect(lines(await reportOn(quay))).toEqual(
      expect.arrayContaining([
        "bob\tacme/web\tpull, admin\tgrant (admin), public; READ_ONLY: nobody pushes",
        "everybody\tacme/web\tpull\tpublic",
        "team ops\tacme/web\tpull\tgrant (write); READ_ONLY: nobody pushes",
        "team ops\tacme/… to come\tpull\tdefault permission",
        "team ops\tacme/… to come\tpull, push\tdefault permission, when bob creates it",
        "dora\tacme\tjoin team ops\tinvitation",
        "1 application\tacme\t0 tokens\tOAuth, as who made them",
      ]),
    );
  });

  it("names from Quay cannot look like lines of their own", () => {
    const report = structuredClone(before);
    const [web] = report.namespaces[0]?.repositories ?? [];
    if (web) web.name = "web\nbob\tacme/secret\tadmin";
    expect(lines(report)).toHaveLength(8);
    expect(lines(report).join("\n").match(/\t/g)).toHaveLength(24);
  });

  it("nothing changed is said on a terminal, and is no line in a pipe", () => {
    expect(changesText(accessChanges(before, before), "terminal")).toEqual(["Nobody gains or loses anything."]);
    expect(changesText(accessChanges(before, before), "pipe")).toEqual([]);
  });

  it("a changed grant tells gains and losses apart", async () => {
    await callQuay(quay, "PUT /v1/repository/acme/web/permissions/user/bob", { role: "read" });
    await callQuay(quay, "PUT /v1/repository/acme/web/permissions/user/acme+ci", { role: "write" });
    expect(await changed()).toEqual([
      "acme+ci\tgains\tacme/web\tpush\tgrant (write)",
      "bob\tloses\tacme/web\tpush, admin\tgrant (read)",
    ]);
  });

  it("who comes to administer an organization is told once, not for each repository", async () => {
    await callQuay(quay, "PUT /v1/organization/acme/team/owners/members/alice");
    expect(await changed()).toEqual(["alice\tgains\tacme\tadminister\tadmin team owners"]);
  });

  it("who no longer administers it may keep something by other ways", async () => {
    await callQuay(quay, "PUT /v1/organization/acme/team/owners/members/bob");
    before = await reportOn(quay);
    await callQuay(quay, "DELETE /v1/organization/acme/team/owners/members/bob");
    expect(await changed()).toEqual([
      "bob\tloses\tacme\tadminister, create repositories\tadmin team owners; keeps access to acme/web by other ways",
    ]);
  });

  it("what becomes public is gained by everybody, in one line", async () => {
    await callQuay(quay, "POST /v1/repository/acme/web/changevisibility", { visibility: "public" });
    expect(await changed()).toEqual(["everybody\tgains\tacme/web\tpull\tpublic"]);
  });

  it("a file of --json reads as the report that it was written of", () => {
    const text = JSON.stringify(accessFile(before));
    const { effective } = JSON.parse(text);
    expect(effective).toContainEqual({
      repository: "acme/web",
      principal: "acme+ci",
      role: "read",
      pull: true,
      push: false,
      admin: false,
      paths: [{ through: "grant", role: "read" }],
      limits: [],
    });
    expect(accessChanges(reportIn(text, "before.json"), before)).toEqual([]);
    expect(reportIn(text, "before.json").namespaces).toEqual(JSON.parse(JSON.stringify(before.namespaces)));
  });

  it.each([
    ["a text", "hello", "x is not a file of this command: it is not JSON."],
    ["other JSON", "[1]", "x is not a file of this command."],
    ["null", "null", "x is not a file of this command."],
    [
      "a later version",
      '{"format":"pulumi-quay access","version":2}',
      "x has version 2 of its format, and this pulumi-quay reads version 1.",
    ],
    ["a part", '{"format":"pulumi-quay access","version":1,"quay":"q"}', "x was changed or cut off: namespaces: "],
  ])("%s instead of such a file is refused in a sentence", (_, text, sentence) => {
    expect(() => reportIn(text, "x")).toThrow(sentence);
  });
});
