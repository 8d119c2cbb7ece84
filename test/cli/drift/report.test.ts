import { refreshedPreview } from "../../../cli/drift/preview";
import { driftReport } from "../../../cli/drift/report";

interface Resource {
  type: string;
  name: string;
  id: string;
  before: Record<string, unknown>;
  after: Record<string, unknown>;
}

/** The report on a preview in which all of these drifted. */
function reportOn(resources: Resource[], lines: string[]) {
  const steps = resources.flatMap(({ type, name, id, before, after }) => {
    const urn = `urn:pulumi:dev::story::quay:index:${type}::${name}`;
    const state = (outputs: object) => ({ type: `quay:index:${type}`, id, outputs });
    return [
      { op: "refresh", urn, oldState: state(before) },
      { op: "update", urn, oldState: state(after), newState: state(before) },
    ];
  });
  const diagnostics = lines.map((message) => ({ severity: "info", message }));
  return driftReport(refreshedPreview(JSON.stringify({ steps, diagnostics }, null, 2)));
}

const team = (name: string, role: string): Resource => ({
  ...{ type: "Team", name, id: "acme/ops" },
  ...{ before: { role: "member" }, after: { role } },
});
const by = (who: string) => `by ${who} with token "local", 2026-11-28 03:07 UTC from 10.0.0.5`;

it("of two Quays nobody is named for objects with one id, and their lines are kept", () => {
  const lines = [
    `Team acme/ops: role member → admin, ${by("alice")}`,
    `Team acme/ops: role member → creator, ${by("bob")}`,
  ];
  const { rows, notices } = reportOn([team("staging", "admin"), team("prod", "creator")], lines);
  expect(rows.map(({ name, after, who }) => [name, after, who])).toEqual([
    ["staging", "admin", undefined],
    ["prod", "creator", undefined],
  ]);
  expect(notices).toEqual(lines);
});

it("a line is about the notification whose whole title it has", () => {
  const notification = (title: string): Resource => ({
    ...{ type: "NamespaceNotification", name: title, id: `acme:${title}` },
    ...{ before: { event: "quota_error" }, after: { event: "quota_warning" } },
  });
  const long = `Told: event quota_error → quota_warning, ${by("mallory")}`;
  const line = `NamespaceNotification acme:${long}: event quota_error → quota_warning, ${by("alice")}`;
  const { rows } = reportOn([notification("Told"), notification(long)], [line]);
  expect(rows.map(({ name, who }) => [name, who])).toEqual([
    ["Told", undefined],
    [long, "alice"],
  ]);
});

it("secrets of a kind are not shown, even where Pulumi shows them", () => {
  const state = (token: string) => ({ description: "", token });
  const robot = { type: "Robot", name: "ci", id: "acme+ci", before: state("OLD-TOKEN"), after: state("NEW-TOKEN") };
  const { rows } = reportOn([robot], [`Robot acme+ci: token changed, probably ${by("alice")}`]);
  expect(rows).toEqual([expect.objectContaining({ property: "token", who: "alice" })]);
  expect(JSON.stringify(rows)).not.toContain("TOKEN");
});

it("a value that is a word of the line is read as a value", () => {
  const state = (description: string) => ({ role: "member", description });
  const one = { type: "Team", name: "ops", id: "acme/ops", before: state("changed"), after: state("none") };
  const { rows } = reportOn([one], [`Team acme/ops: description changed → "none", ${by("alice")}`]);
  expect(rows).toEqual([
    expect.objectContaining({ property: "description", before: "changed", after: '"none"', who: "alice" }),
  ]);
});

it("a stream without its end is no preview", () => {
  const metadata = { op: "same", urn: "urn:pulumi:dev::story::quay:index:Team::ops" };
  const stream = `${JSON.stringify({ resourcePreEvent: { metadata } })}\n`;
  expect(() => refreshedPreview(stream)).toThrow("What came on stdin is only the beginning of a preview");
});

it.each([{ diagnostics: [null] }, { steps: [null, {}] }, { steps: [], diagnostics: [{ message: null }] }])(
  "odd parts of a preview are left out: %j",
  (document) => {
    expect(driftReport(refreshedPreview(JSON.stringify(document, null, 2)))).toEqual({ rows: [], notices: [] });
  },
);
