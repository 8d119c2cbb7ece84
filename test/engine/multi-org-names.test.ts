import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readOrganizations } from "../../examples/multi-org/organizations";

describe("In the YAML file of organizations", () => {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-quay-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const read = (text: string) => {
    const file = join(folder, "organizations.yaml");
    writeFileSync(file, text);
    return readOrganizations(file);
  };
  const repositories = (...names: string[]) =>
    read(`acme:\n  quay: cloud\n  repositories:\n${names.map((name) => `    ${name}:\n`).join("")}`).acme?.repositories;

  const written = ["1.10", "1.1", "0x10", "0o17", "1e3", "007", "+1", ".5", "yes", "on", "off", "true", "null", "~"];
  it.each([...written, "2026-11-28", "2026-11-28T10:00:00Z", ".inf", "12_000", "1:30"])(
    "the name %s is read as it is written",
    (name) => {
      expect(Object.keys(repositories(name) ?? {})).toEqual([name]);
    },
  );

  it("names that are the same number are two names", () => {
    expect(Object.keys(repositories("1.10", "1.1") ?? {})).toEqual(["1.10", "1.1"]);
  });

  it("names are read as they are written under an old YAML directive too", () => {
    const text = "%YAML 1.1\n---\nacme:\n  quay: cloud\n  repositories: { yes: , 1.10: , 2026-11-28: , 1:30: }\n";
    expect(Object.keys(read(text).acme?.repositories ?? {})).toEqual(["yes", "1.10", "2026-11-28", "1:30"]);
  });

  it.each(["? [a, b]\n    : {}", "? { a: b }\n    : {}", "!!int 1: {}"])(
    "a name that is not a string, %j, is refused with its line",
    (name) => {
      expect(() => read(`acme:\n  quay: cloud\n  repositories:\n    ${name}\n`)).toThrow(
        /^organizations\.yaml, line 4: /,
      );
    },
  );

  it("a number where a string is required is refused with its line", () => {
    expect(() =>
      read("acme:\n  quay: cloud\n  email: a\n  teams:\n    ops:\n      members:\n        - alice\n        - 1.10\n"),
    ).toThrow("organizations.yaml, line 8: acme.teams.ops.members.1: Invalid input: expected string, received number");
  });

  it("merge keys insert the anchored values, and explicit values take precedence", () => {
    const { acme, labs } = read(`
acme: &usual
  quay: cloud
  email: platform@acme.example
  teams: { ops: { role: admin } }
labs:
  <<: *usual
  quay: internal
`);
    expect(labs).toEqual({ ...acme, quay: "internal" });
  });

  it("a mistake that a merge key inserts is reported", () => {
    expect(() => read("a: &a\n  quay: cloud\n  emial: x\nb:\n  <<: *a\n")).toThrow(
      "organizations.yaml, line 3: a: There is no emial here.",
    );
  });

  it("policies, quotas, notifications and federations are read; addresses, which are secret, have no place", () => {
    const acme = {
      quota: { size: "500 GiB", warnings: [80], reject: 100 },
      notifications: { Full: { event: "quota_error", quay: { team: "ops" } } },
      autoPrune: [{ maxAge: "90d" }, { numberOfTags: 50, tagPattern: "^pr-" }],
      immutability: ["release-.*"],
      robots: { ci: { federation: [{ issuer: "https://ci.acme.example", subject: "web:main" }] } },
      repositories: {
        web: { notifications: { Push: { event: "repo_push", email: { address: "ops@acme.example" } } } },
      },
    };
    expect(read(JSON.stringify({ acme })).acme).toEqual(acme);
    const notifications = {
      Full: { event: "quota_error", slack: { url: "https://hooks.slack.com/services/T0/B0/x" } },
    };
    expect(() => read(JSON.stringify({ acme: { notifications } }))).toThrow("There is no slack here.");
  });
});
