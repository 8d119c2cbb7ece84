import { onBothFaces } from "./faces";
import { expectFailure, Story } from "./stack";

interface Program {
  organization?: string;
  robot?: string;
  password?: string;
  parts?: ("robot" | "mirror")[];
}

onBothFaces("An organization mirror", (quay) => {
  const story = new Story();
  const acme = () => story.quay.store.organization("acme");
  const mirror = () => acme()?.mirror;

  const program =
    ({ robot = "sync", password, parts = ["robot", "mirror"] }: Program = {}) =>
    () => {
      const { name: organization } = new quay.Organization("acme");
      const sync = parts.includes("robot") && new quay.Robot("sync", { namespace: organization, name: robot });
      if (!parts.includes("mirror")) return;
      new quay.OrganizationMirror("copies", {
        organization,
        registryType: "harbor",
        registryUrl: "https://harbor.example.com",
        externalNamespace: "library",
        robot: sync ? sync.fullName : `acme+${robot}`,
        repositoryFilters: ["base-*"],
        ...(password !== undefined && { username: "acme", password }),
      });
    };

  beforeAll(() => {
    story.quay.remoteRegistries["harbor.example.com"] = { logins: { acme: "open-sesame" } };
  });

  it("in an organization that holds repositories is refused by their names, before anything is sent for it", async () => {
    await story.up(program({ parts: ["robot"] }));
    for (const name of ["web", "api", "base", "tool"])
      await story.callQuay("POST /v1/repository", {
        namespace: "acme",
        repository: name,
        visibility: "private",
        description: "",
      });
    story.requested();
    const { text } = await expectFailure(story.up(program()));
    expect(text).toContain(
      "Could not create OrganizationMirror acme: acme holds 4 repositories: api, base, tool and 1 more.",
    );
    expect(story.writes()).toEqual([]);
    expect(mirror()).toBeUndefined();
  });

  it("is made once the organization is empty; with a wrong password without one, and the sentence says so", async () => {
    for (const name of ["web", "api", "base", "tool"]) await story.callQuay(`DELETE /v1/repository/acme/${name}`);
    const { text } = await expectFailure(story.up(program({ password: "let-me-in" })));
    expect(text).toContain("Quay tried https://harbor.example.com and says: Authentication failed.");
    expect(text).toContain("In force is the mirror without a password.");
    expect(mirror()).toMatchObject({ password: null });
    expect(story.state()["OrganizationMirror copies"]?.outputs).toMatchObject({ hasPassword: false });
  });

  it("fails again with the wrong password, and has the right one by the next up", async () => {
    const { text } = await expectFailure(story.up());
    expect(text).toContain("Authentication failed.");
    const { steps } = await story.up(program({ password: "open-sesame" }));
    expect(steps).toEqual(["update OrganizationMirror copies"]);
    expect(mirror()?.password).toBe("open-sesame");
    await story.preview(undefined, { refresh: true, runProgram: true, expectNoChanges: true });
  });

  it("has the password from before in force after a change to a wrong one", async () => {
    const { text } = await expectFailure(story.up(program({ password: "let-me-in" })));
    expect(text).toContain("The configuration from before is in force again.");
    expect(mirror()?.password).toBe("open-sesame");
    await story.up(program({ password: "open-sesame" }), { expectNoChanges: true });
  });

  it("keeps its robot, which left the program", async () => {
    const { text } = await expectFailure(story.up(program({ password: "open-sesame", parts: ["mirror"] })));
    expect(text).toMatch(/Could not delete Robot acme\+sync: .*OrganizationMirror acme/);
    expect(mirror()?.robot.name).toBe("acme+sync");
  });

  it("keeps its robot also where the mirror is of another stack", async () => {
    await story.up(program({ password: "open-sesame" }));
    await story.pulumi("state", "delete", story.urn("OrganizationMirror copies"), "--yes");
    const { text } = await expectFailure(story.up(program({ parts: [] })));
    expect(text).toContain(
      "Robot acme+sync runs OrganizationMirror acme, which copies https://harbor.example.com/library, and Quay would delete that with it.",
    );
    expect(mirror()?.robot.name).toBe("acme+sync");
    expect(story.state()).toHaveProperty(["Robot sync"]);
    await story.callQuay("DELETE /v1/organization/acme/mirror");
    await story.up(program({ password: "open-sesame" }));
  });

  it("follows its robot to another name in one up: the preview shows it, and the old robot goes last", async () => {
    const renamed = program({ password: "open-sesame", robot: "filler" });
    const { steps } = await story.preview(renamed);
    expect(steps).toContain("update OrganizationMirror copies");
    expect(steps.filter((step) => step.endsWith("OrganizationMirror copies"))).toHaveLength(1);
    story.requested();
    await story.up(renamed);
    expect(story.writes()).toEqual([
      "PUT organization/acme/robots/filler",
      "PUT organization/acme/mirror",
      "DELETE organization/acme/robots/sync",
    ]);
    expect(mirror()?.robot.name).toBe("acme+filler");
    expect(story.quay.store.robot("acme+sync")).toBeUndefined();
    await story.preview(undefined, { refresh: true, runProgram: true, expectNoChanges: true });
  });

  it("that somebody deleted with its robot is dropped by refresh, and both are made again by the next up", async () => {
    await story.callQuay("DELETE /v1/organization/acme/robots/filler");
    expect(mirror()).toBeUndefined();
    await story.refresh();
    expect(Object.keys(story.state())).toEqual(["Organization acme"]);
    await story.up();
    expect(mirror()).toMatchObject({ password: "open-sesame" });
    expect(mirror()?.robot.name).toBe("acme+filler");
  });

  it("whose password somebody set is shown to differ from a program without one, which takes it out of Quay", async () => {
    await story.up(program({ robot: "filler" }));
    expect(mirror()?.password).toBeNull();
    await story.callQuay("PUT /v1/organization/acme/mirror", { external_registry_password: "by-hand" });
    const { steps, text } = await story.preview(undefined, { refresh: true, runProgram: true });
    expect(steps).toEqual(["update OrganizationMirror copies"]);
    expect(text).toContain("the update takes it out of Quay");
    await story.up(undefined, { refresh: true, runProgram: true });
    expect(mirror()?.password).toBeNull();
    await story.preview(undefined, { refresh: true, runProgram: true, expectNoChanges: true });
  });

  it("never has a password in what the CLI prints or in the clear state", () => {
    for (const secret of ["open-sesame", "let-me-in", "by-hand"]) {
      expect(story.output).not.toContain(secret);
      expect(story.stateFile()).not.toContain(secret);
    }
  });

  it("is destroyed with its robot and its organization", async () => {
    await story.destroy();
    expect(acme()).toBeUndefined();
  });
});
