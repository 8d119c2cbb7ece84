import { accessChanges } from "../../../cli/access/changes";
import { afterPlan, type PlanContext } from "../../../cli/access/plan/apply";
import { planSteps } from "../../../cli/access/plan/preview";
import { changesText } from "../../../cli/access/print";
import type { AccessReport } from "../../../cli/access/report";
import { type LocalQuay, startQuay } from "../../../local-quay";
import type { Properties } from "../../../provider/lifecycle/definition";
import { UNKNOWN } from "../../../provider/lifecycle/unknown";
import { nativeTypeOf, typeOf } from "../../../provider/serve/stored";
import { reportOn, seedAcme } from "./organization";

/** A step as `pulumi preview --json` prints it: the inputs before and after. */
interface Step {
  op: string;
  kind: string;
  name?: string;
  old?: Properties;
  now?: Properties;
  dependsOn?: Record<string, string>;
}

const faces = { dynamic: typeOf, native: nativeTypeOf };

const urnOf = (type: string, name: string) => `urn:pulumi:dev::p::my:Component$${type}::${name}`;

function preview(steps: Step[], typeOfKind: (kind: string) => string): string {
  const printed = steps.map(({ op, kind, name = "it", old, now, dependsOn = {} }) => ({
    op,
    urn: urnOf(typeOfKind(kind), name),
    ...(old && { oldState: { type: typeOfKind(kind), inputs: old, outputs: old } }),
    ...(now && {
      newState: {
        type: typeOfKind(kind),
        inputs: now,
        propertyDependencies: Object.fromEntries(
          Object.entries(dependsOn).map(([property, on]) => {
            const [referred = "", logical = ""] = on.split(" ");
            return [property, [urnOf(typeOfKind(referred), logical)]];
          }),
        ),
      },
    }),
  }));
  return JSON.stringify({ steps: printed, changeSummary: {} }, null, 4);
}

describe.each(Object.keys(faces) as (keyof typeof faces)[])("A plan of %s resources", (face) => {
  let quay: LocalQuay;
  let before: AccessReport;
  beforeAll(async () => {
    quay = await startQuay({ seed: (store) => seedAcme({ store } as LocalQuay) });
    before = await reportOn(quay);
  });
  afterAll(() => quay.close());

  function planned(steps: Step[], context: Partial<PlanContext> = {}) {
    const text = preview(steps, faces[face]);
    const after = afterPlan(before, planSteps(text), { user: "admin", invites: false, ...context });
    return { lines: changesText(accessChanges(before, after), "pipe"), notes: after.notes.slice(before.notes.length) };
  }

  it("adds grants, members and repositories, with what Quay grants by itself", () => {
    const { lines, notes } = planned([
      { op: "create", kind: "RepositoryTeamPermission", now: { repository: "acme/api", team: "dev", role: "read" } },
      { op: "create", kind: "TeamMember", now: { organization: "acme", team: "dev", member: "dora" } },
      { op: "create", kind: "Repository", now: { namespace: "acme", name: "api", visibility: "private" } },
      { op: "create", kind: "Team", now: { organization: "acme", name: "dev", role: "member" } },
      { op: "create", kind: "DefaultPermission", now: { organization: "acme", user: "bob", role: "write" } },
    ]);
    expect(lines).toEqual([
      "dora\tgains\tacme/api\tpull\tteam dev (read)",
      "bob\tgains\tacme/… to come\tpull, push\tdefault permission",
    ]);
    expect(notes).toEqual([]);
  });

  it("of somebody else than an administrator tells the creator's own grant", () => {
    const api = { namespace: "acme", name: "api", visibility: "private" };
    expect(planned([{ op: "create", kind: "Repository", now: api }], { user: "alice" }).lines).toEqual([
      "alice\tgains\tacme/api\tpull, push, admin\tgrant to its creator",
    ]);
  });

  it("tells of a team itself where it has no members", () => {
    const dev = { organization: "acme", name: "dev", role: "member" };
    const { lines } = planned([
      { op: "create", kind: "Team", now: dev },
      { op: "create", kind: "RepositoryTeamPermission", now: { repository: "acme/web", team: "dev", role: "write" } },
    ]);
    expect(lines).toEqual(["team dev\tgains\tacme/web\tpull, push\tgrant, to no members yet"]);
  });

  it("changes roles, visibility and state", () => {
    const { lines } = planned([
      { op: "update", kind: "Team", now: { organization: "acme", name: "ops", role: "admin" } },
      {
        op: "update",
        kind: "Repository",
        now: { namespace: "acme", name: "web", visibility: "public", state: "READ_ONLY" },
      },
      {
        op: "update",
        kind: "RepositoryUserPermission",
        now: { repository: "acme/web", user: "acme+ci", role: "write" },
      },
    ]);
    expect(lines).toEqual([
      "alice\tgains\tacme\tadminister\tadmin team ops",
      "everybody\tgains\tacme/web\tpull\tpublic",
      "admin\tloses\tacme/web\tpush\tsuperuser with full access, admin team owners, grant (admin), public; READ_ONLY: nobody pushes",
      "alice\tloses\tacme/web\tpush\tadmin team ops, team ops (write), public; READ_ONLY: nobody pushes",
      "bob\tloses\tacme/web\tpush\tgrant (admin), public; READ_ONLY: nobody pushes",
    ]);
  });

  it("takes away what is deleted, and what goes with it", () => {
    const { lines } = planned([
      { op: "delete", kind: "Team", old: { organization: "acme", name: "ops", role: "creator" } },
      { op: "delete", kind: "Robot", old: { namespace: "acme", name: "ci" } },
    ]);
    expect(lines).toEqual([
      "acme+ci\tloses\tacme/web\tpull\tgrant (read)",
      "alice\tloses\tacme\tcreate repositories\tcreator team ops",
      "alice\tloses\tacme/web\tpull, push\tteam ops (write)",
    ]);
  });

  it("a replacement is told by its outcome", () => {
    const grant = { repository: "acme/web", user: "acme+ci", role: "read" };
    const { lines } = planned([
      { op: "delete-replaced", kind: "RepositoryUserPermission", old: grant },
      { op: "replace", kind: "RepositoryUserPermission", old: grant, now: { ...grant, user: "alice", role: "admin" } },
      { op: "create-replacement", kind: "RepositoryUserPermission", now: { ...grant, user: "alice", role: "admin" } },
    ]);
    expect(lines).toEqual([
      "alice\tgains\tacme/web\tadmin\tgrant (admin), team ops (write)",
      "acme+ci\tloses\tacme/web\tpull\tgrant (read)",
    ]);
  });

  it("a delete of what another entry creates, and of the team owners, takes nothing away", () => {
    const web = { namespace: "acme", name: "web", visibility: "private" };
    const { lines } = planned([
      { op: "create", kind: "Repository", name: "renamed", now: { ...web, adopt: true } },
      { op: "delete", kind: "Repository", old: web },
      { op: "delete", kind: "Team", old: { organization: "acme", name: "owners", role: "admin" } },
    ]);
    expect(lines).toEqual([]);
  });

  it("a create of what exists adopts it as it is", () => {
    const { lines } = planned([
      { op: "create", kind: "Team", now: { organization: "acme", name: "ops", role: "admin", adopt: true } },
      { op: "create", kind: "Repository", now: { namespace: "acme", name: "web", visibility: "public", adopt: true } },
      { op: "import", kind: "TeamMember", now: { organization: "acme", team: "ops", member: "bob" } },
    ]);
    expect(lines).toEqual([]);
  });

  it("takes what is unknown from the plan's own resources, and else says what it leaves out", () => {
    const { lines, notes } = planned([
      {
        op: "create",
        kind: "RepositoryUserPermission",
        name: "web-cd",
        now: { repository: "acme/web", user: UNKNOWN, role: "read" },
        dependsOn: { user: "Robot cd" },
      },
      { op: "create", kind: "Robot", name: "cd", now: { namespace: "acme", name: "cd", fullName: "acme+cd" } },
      { op: "create", kind: "TeamMember", name: "some", now: { organization: "acme", team: "ops", member: UNKNOWN } },
      {
        op: "create",
        kind: "TeamMember",
        name: "hidden",
        now: { organization: "acme", team: "ops", member: "[secret]" },
      },
    ]);
    expect(lines).toEqual(["acme+cd\tgains\tacme/web\tpull\tgrant (read)"]);
    expect(notes).toEqual([
      "TeamMember some is left out: member is secret, or not known before the update.",
      "TeamMember hidden is left out: member is secret, or not known before the update.",
    ]);
  });

  it("invites instead of adding, where Quay does so, but not who is in a team", () => {
    const join = (member: string): Step => ({
      op: "create",
      kind: "TeamMember",
      now: { organization: "acme", team: "owners", member },
    });
    expect(planned([join("bob"), join("alice")], { invites: true }).lines).toEqual([
      "alice\tgains\tacme\tadminister\tadmin team owners",
      "bob\tgains\tacme\tjoin team owners\tinvitation",
    ]);
  });

  it("a new organization belongs to who makes it; a deleted one to nobody", () => {
    expect(planned([{ op: "create", kind: "Organization", now: { name: "beta" } }], { user: "bob" }).lines).toEqual([
      "bob\tgains\tbeta\tadminister, create repositories\tadmin team owners",
    ]);
    const { lines } = planned([{ op: "delete", kind: "Organization", old: { name: "acme" } }]);
    expect(lines).toContain("bob\tloses\tacme/web\tpull, push, admin\tgrant (admin)");
    expect(lines).toContain(
      "admin\tloses\tacme\tadminister, create repositories\tsuperuser with full access, admin team owners",
    );
  });
});

describe("What a preview prints", () => {
  const event = (metadata: object) => JSON.stringify({ sequence: 1, resourcePreEvent: { metadata, planning: true } });
  const type = typeOf("Robot");
  const robot = { op: "create", urn: urnOf(type, "ci"), new: { type, inputs: { namespace: "acme", name: "ci" } } };

  it("is one document, also after other lines, or a stream of events", () => {
    const whole = preview([{ op: "create", kind: "Robot", now: { namespace: "acme", name: "ci" } }], typeOf);
    const steps = planSteps(`Previewing update (dev):\n${whole}\n`);
    expect(steps).toMatchObject([{ op: "create", kind: "Robot", values: { namespace: "acme", name: "ci" } }]);
    const stream = [
      `{"preludeEvent":{}}`,
      event(robot),
      event({ op: "same", urn: "x", new: { type: "pulumi:pulumi:Stack" } }),
    ];
    expect(planSteps(stream.join("\n"))).toMatchObject([{ op: "create", kind: "Robot", values: { name: "ci" } }]);
  });

  it("tells which Quay old resources are in, and keeps those that Pulumi retains", () => {
    const inputs = { namespace: "acme", name: "ci" };
    const old = { type, inputs, outputs: { ...inputs, __origin: { entry: "x", quay: "other.example.com" } } };
    const urn = urnOf(type, "ci");
    expect(planSteps(event({ op: "delete", urn, old }))).toMatchObject([{ op: "delete", quay: "other.example.com" }]);
    expect(planSteps(event({ op: "delete", urn, old: { ...old, retainOnDelete: true } }))).toEqual([]);
  });

  it("of a failed preview is no plan", () => {
    const failed = JSON.stringify({ steps: [], diagnostics: [{ severity: "error", message: "It broke.\n" }] }, null, 4);
    expect(() => planSteps(failed)).toThrow("The preview failed, so that its plan is incomplete: It broke.");
    const broken = JSON.stringify({ diagnosticEvent: { severity: "error", message: "It broke." } });
    expect(() => planSteps(`${event(robot)}\n${broken}`)).toThrow("The preview failed");
    expect(() => planSteps("")).toThrow("What came on stdin is not the plan of a preview");
    expect(() => planSteps("{\nhello\n}")).toThrow("What came on stdin is not the plan of a preview");
  });
});
