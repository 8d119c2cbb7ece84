import * as pulumi from "@pulumi/pulumi";
import * as quay from "pulumi-quay";
import { ProjectDirectory } from "./project-directory";
import { expectFailure, Story } from "./stack";

describe("The preview reports what a replacement deletes:", () => {
  const story = new Story();

  const program = (ops: string, description: string) => () => {
    const acme = new quay.Organization("acme");
    const team = new quay.Team("ops", { organization: acme.name, name: ops });
    const bot = new quay.Robot("ci", { namespace: acme.name, description, replaceWhenChanged: true });
    const web = new quay.Repository("web", { namespace: acme.name });
    new quay.RepositoryTeamPermission("ops", { repository: web.fullName, team: team.name, role: "write" });
    new quay.RepositoryUserPermission("ci", { repository: web.fullName, user: bot.fullName, role: "write" });
  };

  it("nothing while nothing is replaced", async () => {
    expect((await story.up(program("ops", "Builds."))).text).not.toContain("is to be replaced");
    expect((await story.preview(program("ops", "Builds."))).text).not.toContain("is to be replaced");
  });

  it("a team's members, a robot's token, and for a grant nothing else", async () => {
    const { text } = await story.preview(program("sre", "Pushes."));
    expect(text).toContain(
      "Team acme/ops is to be replaced. Lost when the old one is deleted: members and grants that were added by hand.",
    );
    expect(text).toContain("Robot acme+ci is to be replaced. Lost when the old one is deleted: its token, and grants,");
    expect(text).toContain(
      "RepositoryTeamPermission acme/web/team/ops is to be replaced. Lost when the old one is deleted: nothing besides.",
    );
  });

  it("nothing when a refresh only reads", async () => {
    expect((await story.refresh()).text).not.toContain("is to be replaced");
  });
});

describe("A robot with retainOnDelete", () => {
  const story = new Story();

  const program = (description: string, retainOnDelete: boolean) => () => {
    const acme = new quay.Organization("acme");
    const robot = { namespace: acme.name, description, replaceWhenChanged: true };
    new quay.Robot("ci", robot, { retainOnDelete });
  };

  it("is not replaced, since the old one would be kept and block the new one", async () => {
    await story.up(program("Builds.", true));
    const { text } = await expectFailure(story.up(program("Pushes.", true)));
    expect(text).toContain(
      "description of Robot acme+ci cannot be changed. Quay cannot change a robot; replacing it makes a new token and drops its " +
        "grants, memberships and default permissions. Keep it as it was, or remove retainOnDelete, run pulumi up, and change it " +
        "then: while the old one is kept in Quay no other can be made.",
    );
  });

  it("is unchanged when the change is reverted, and is replaced once retainOnDelete is removed", async () => {
    expect((await story.up(program("Builds.", true), { expectNoChanges: true })).steps).toEqual([]);
    await story.up(program("Builds.", false));
    expect((await story.up(program("Pushes.", false))).steps).toContain("replace Robot ci");
    expect(story.state()["Robot ci"]).toMatchObject({ outputs: { description: "Pushes." } });
  });
});

describe("A program with several mistakes", () => {
  const project = new ProjectDirectory({
    program: `
      const quay = require("pulumi-quay");
      const acme = new quay.Organization("acme");
      new quay.Team("ops", { organization: acme.name, role: "owner" });
      new quay.Team("right", { organization: acme.name });
      new quay.Repository("web", { namespace: "Acme", visiblity: "public" });
      new quay.Tag("v1", { repository: "acme/web", digest: "latest" });
    `,
  });

  it("reports all malformed resources in one run", async () => {
    const { ok, text } = await project.pulumi("preview");
    expect(ok).toBe(false);
    // The first one that the engine checks is reported by itself.
    expect(text).toContain("has a problem: Also malformed:");
    for (const sentence of [
      /role: This is none of "member", "creator", "admin"\./,
      /visiblity: Repository has no property visiblity\. Did you mean visibility\?/,
      /namespace: "Acme" is not an organization's or user's name\./,
      /digest: This is not a digest, for example sha256:0123…\./,
    ])
      expect(text).toMatch(sentence);
    expect(text).not.toMatch(/\n\s+at /);
  });
});

describe("A value that seems wrong", () => {
  const story = new Story();

  it("is accepted where the engine ignores it, or where it is not known yet", async () => {
    const program = (role: string) => () => {
      const acme = new quay.Organization("acme");
      const args = { organization: acme.name, role: role as "member" };
      for (const name of ["ops", "dev"]) new quay.Team(name, args, { ignoreChanges: ["role"] });
      for (const name of ["web", "api"]) new quay.Repository(name, { namespace: acme.name });
    };
    await story.up(program("member"));
    expect((await story.preview(program("owner"), { expectNoChanges: true })).steps).toEqual([]);
  });
});

describe("Transforms that correct malformed inputs", () => {
  const project = new ProjectDirectory({
    program: `
      const quay = require("pulumi-quay");
      const acme = new quay.Organization("acme");
      const transforms = [({ props, opts }) => ({ props: { ...props, role: "member" }, opts })];
      for (const name of ["ops", "dev"]) new quay.Team(name, { organization: acme.name, role: "boss" }, { transforms });
    `,
  });

  it("are awaited before anything is refused", async () => {
    const { ok, text } = await project.pulumi("preview");
    expect({ ok, text: ok ? "" : text }).toEqual({ ok: true, text: "" });
  });
});

describe("A secret that is refused", () => {
  const story = new Story();
  const robot = (description: string) => () => {
    const acme = new quay.Organization("acme");
    new quay.Robot("ci", { namespace: acme.name, description: pulumi.secret(description) });
  };

  it("is never printed: neither a valid value, nor one of an unknown property, nor an invalid one", async () => {
    await story.up(robot("hush-before"));
    const frozen = await expectFailure(story.preview(robot("hush-description")));
    expect(frozen.text).toContain("description: description of Robot acme+ci cannot be changed.");
    const team = (args: object) => () =>
      void new quay.Team("ops", { organization: "acme", ...args } as unknown as quay.TeamArgs);
    const mistyped = await expectFailure(story.preview(team({ descripton: pulumi.secret("hush-mistyped") })));
    expect(mistyped.text).toContain("Team has no property descripton. Did you mean description?");
    const wrong = await expectFailure(story.preview(team({ role: pulumi.secret("hush-role") })));
    expect(wrong.text).toContain('role: This is none of "member", "creator", "admin".');
    for (const { text } of [frozen, mistyped, wrong]) expect(text).not.toContain("hush");
  });
});

describe("dockerConfigJson", () => {
  const story = new Story();
  const program = () => {
    const acme = new quay.Organization("acme");
    new quay.Robot("ci", { namespace: acme.name });
  };

  it("follows another spelling of the same registry with the next up, as images do", async () => {
    await story.pulumi("config", "set", "quay:registry", "quay.example.com");
    await story.up(program);
    await story.pulumi("config", "set", "quay:registry", "QUAY.example.com");
    expect((await story.up(program)).steps).toEqual(["update Robot ci"]);
    expect((await story.preview(program, { expectNoChanges: true })).steps).toEqual([]);
  });
});

describe("A misspelled setting", () => {
  const project = new ProjectDirectory({
    program: 'const quay = require("pulumi-quay");\nnew quay.Organization("acme");\n',
  });

  it("is reported with the nearest valid one, before a token is sent to another Quay", async () => {
    await project.pulumi("config", "set", "quay:urll", "https://quay.example.com");
    const { ok, text } = await project.pulumi("preview");
    expect(ok).toBe(false);
    expect(text).toContain("error: quay:urll is no setting of pulumi-quay. Did you mean quay:url?");
    expect(text).not.toMatch(/\n\s+at /);
  });
});

describe("A resource with deletedWith something that Quay may keep", () => {
  const story = new Story();

  const program = (forceDelete: boolean) => () => {
    const acme = new quay.Organization("acme", { forceDelete });
    new quay.Team("ops", { organization: acme.name }, { deletedWith: acme });
  };

  it("gets a warning, unless that has forceDelete", async () => {
    const { text } = await story.preview(program(false));
    expect(text).toContain(
      "Team ops is deletedWith Organization acme, which has no forceDelete. Where Quay then keeps that",
    );
    expect((await story.preview(program(true))).text).not.toContain("deletedWith");
  });
});
