import { readFileSync } from "node:fs";
import { join } from "node:path";
import { asText } from "../../cli/drift/print";
import type { DriftRow } from "../../cli/drift/report";
import { folder } from "./markdown";

const [readme, picture] = ["../README.md", "drift.svg"].map((file) => readFileSync(join(folder, file), "utf8"));
const [, command, table = ""] = /\n## Drift\n\n```sh\n(.*)\n```\n\n```text\n([^`]*)\n```\n/.exec(readme ?? "") ?? [];

const alice = { who: "alice", token: "deploy", when: "2026-11-28T03:07:00Z", address: "10.0.0.5" };
const bob = { who: "bob", token: "console", address: "10.0.0.7" };
const ci = { who: "acme+ci", probably: true, when: "2026-11-28T11:20:00Z", address: "10.0.0.9" };
const rows: Omit<DriftRow, "name">[] = [
  { kind: "Repository", id: "acme/web", property: "visibility", before: "private", after: "public", ...alice },
  { kind: "RepositoryTeamPermission", id: "acme/web/team/ops", ...bob, when: "2026-11-28T09:42:00Z" },
  {
    ...{ kind: "Tag", id: "acme/web:prod", property: "digest", ...ci },
    ...{ before: "sha256:52ba1f332b2f…", after: "sha256:a05a793634c3…" },
  },
  {
    ...{ kind: "Team", id: "acme/ops", property: "description", ...bob, when: "2026-11-28T09:41:00Z" },
    ...{ before: '""', after: '"Night shift"' },
  },
  { kind: "TeamMember", id: "acme/ops/carol" },
];

it("README begins its part on drift with the table as the command prints it", () => {
  const report = { rows: rows.map((row) => ({ ...row, name: "" })), notices: [] };
  expect(
    asText(report)
      .split("\n")
      .map((line) => line.trimEnd()),
  ).toEqual(table.split("\n"));
});

it("the picture shows the command and the table of README", () => {
  const texts = [...(picture ?? "").matchAll(/<text [^>]*>(.*)<\/text>/g)].map(([, text = ""]) => text);
  expect(texts).toEqual([`$ ${command}`, ...table.split("\n").filter(Boolean)]);
});
