import { harness, type State } from "../../harness";

describe("A Robot that the configuration of a mirror names", () => {
  const at = harness();
  const named = { namespace: "acme", name: "sync" };
  const mirror = {
    ...{ repository: "acme/web", robot: "acme+sync", externalReference: "docker.io/library/alpine", tags: ["3.*"] },
  };
  const route = "DELETE /v1/organization/{orgname}/robots/{robot_shortname}";
  const regenerate = "POST /v1/organization/{orgname}/robots/{robot_shortname}/regenerate";
  const configuration = "GET /v1/repository/{repository}/mirror";
  const listed = "GET /v1/repository";
  const stored = (name = "acme+sync") => at.quay.store.robot(name);
  const newRepository = (namespace: string, name: string) =>
    at.callQuay("POST /v1/repository", { namespace, repository: name, visibility: "private", description: "" });
  let robot: State;
  let mirrored: State;

  beforeEach(async () => {
    await at.callQuay("POST /v1/organization/", { name: "acme" });
    for (const name of ["base", "web"]) await newRepository("acme", name);
    robot = await at.run("Robot").create(named);
    mirrored = await at.run("RepositoryMirror").create(mirror);
    at.requested();
  });

  /** Runs before each delete that Quay is asked for, with the number of those before. */
  function beforeEachDelete(work: (count: number) => void): void {
    let count = 0;
    at.quay.fail(route, 500, {
      when: () => {
        work(count++);
        return false;
      },
    });
  }

  it("is not deleted while a repository is that mirror, which the reason names; its token stays", async () => {
    const { token } = stored() ?? {};
    await expect(at.run("Robot").delete(robot)).rejects.toThrow(
      "Robot is being used by a mirror (400). It runs the mirror of acme/web. Give that mirror another robot, or remove it; then delete " +
        "the robot. To replace a robot that mirrors use, give it another name.",
    );
    expect(stored()?.token).toBe(token);
    const asked = at.requested();
    expect(asked.filter((one) => !one.startsWith("GET "))).toEqual([route]);
    expect(asked.filter((one) => one === configuration)).toHaveLength(1);
    expect(await at.run("Robot").refresh(robot)).toEqual(robot);
  });

  it("asks for no mirror of a repository when nothing names it", async () => {
    await at.run("RepositoryMirror").update(mirrored, { ...mirror, robot: `acme+${await other()}` });
    at.requested();
    await at.run("Robot").delete(robot);
    // That it runs no mirror of its organization is asked for before any delete.
    expect(at.requested()).toEqual(["GET /config", "GET /v1/organization/{orgname}/mirror", route]);
  });

  async function other(): Promise<string> {
    await at.callQuay("PUT /v1/organization/acme/robots/other");
    return "other";
  }

  it("is deleted once Quay has collected the deleted repository, with tries within a minute", async () => {
    await at.callQuay("DELETE /v1/repository/acme/web");
    beforeEachDelete((count) => {
      if (count === 3) at.quay.collectGarbage();
    });
    const run = at.run("Robot");
    await run.delete(robot);
    expect(stored()).toBeUndefined();
    expect(run.notices).toEqual([]);
    expect(at.requested().filter((one) => one === route)).toHaveLength(4);
  });

  it("stays with a token that nobody knows where Quay has not collected that, and one line says so", async () => {
    const { token } = stored() ?? {};
    await at.callQuay("DELETE /v1/repository/acme/web");
    at.requested();
    const run = at.run("Robot");
    await run.delete(robot);
    expect(stored()?.token).not.toBe(token);
    expect(run.notices).toEqual([
      "Robot acme+sync stays in Quay: the mirror of a repository that was deleted names it until Quay has collected that. It has a new " +
        "token, which nobody knows. To take it into a stack again, set adopt: true.",
    ]);
    // Of a POST that Quay refuses, it can be told that the token is valid.
    const writes = at.requested().filter((one) => !one.startsWith("GET ") && one !== "POST /v1/organization/");
    expect(writes).toEqual([...Array.from({ length: 6 }, () => route), regenerate]);
  });

  it("that stayed is not made again without adopt, and with it has the new token", async () => {
    await at.callQuay("DELETE /v1/repository/acme/web");
    const up = at.process();
    await up("Robot").delete(robot);
    await expect(up("Robot").create(named)).rejects.toThrow("Robot acme+sync already exists");
    const adopted = await up("Robot").create({ ...named, adopt: true });
    expect(adopted.outputs.token).toBe(stored()?.token);
    expect(adopted.outputs.token).not.toBe(robot.outputs.token);
  });

  it("stays too where a repository that is no mirror any more still has it, which is named with what frees it", async () => {
    await at.run("RepositoryMirror").delete(mirrored);
    const run = at.run("Robot");
    await run.delete(robot);
    expect(run.notices).toEqual([
      "Robot acme+sync stays in Quay: acme/web is no mirror any more, but Quay keeps the configuration, which names the robot. To free " +
        "it, have acme/web mirrored by another robot once, or delete that repository. It has a new token, which nobody knows. To take " +
        "it into a stack again, set adopt: true.",
    ]);
    await at.callQuay("DELETE /v1/repository/acme/web");
    at.quay.collectGarbage();
    await at.run("Robot").delete(robot);
    expect(stored()).toBeUndefined();
  });

  it("asks those repositories first that it was granted", async () => {
    await at.run("RepositoryMirror").delete(mirrored);
    for (let index = 0; index < 5; index++) await newRepository("acme", `r${index}`);
    at.requested();
    await at.run("Robot").delete(robot);
    expect(at.requested().filter((one) => one === configuration)).toHaveLength(1);
  });

  it("is found also where somebody took the grant away", async () => {
    await at.run("RepositoryMirror").delete(mirrored);
    await at.callQuay("DELETE /v1/repository/acme/web/permissions/user/acme+sync");
    const run = at.run("Robot");
    await run.delete(robot);
    expect(run.notices.join()).toContain("acme/web is no mirror any more");
  });

  it.each([configuration, listed])("is left as it was when %s cannot be read", async (unreadable) => {
    const { token } = stored() ?? {};
    at.quay.fail(unreadable, 500, { times: Number.POSITIVE_INFINITY });
    await expect(at.run("Robot").delete(robot)).rejects.toThrow(
      "Robot is being used by a mirror (400). Which mirror that is could not be read, so the robot is left as it was.",
    );
    expect(stored()?.token).toBe(token);
    expect(at.requested().filter((one) => !one.startsWith("GET "))).toEqual([route]);
  });

  it("of the token's own user ends in the same way", async () => {
    await newRepository("admin", "web");
    const own = await at.run("Robot").create({ namespace: "admin", name: "sync" });
    await at.run("RepositoryMirror").create({ ...mirror, repository: "admin/web", robot: "admin+sync" });
    await expect(at.run("Robot").delete(own)).rejects.toThrow("It runs the mirror of admin/web.");
    await at.callQuay("DELETE /v1/repository/admin/web");
    const run = at.run("Robot");
    await run.delete(own);
    expect(run.notices).toEqual([expect.stringContaining("Robot admin+sync stays in Quay")]);
    expect(stored("admin+sync")?.token).not.toBe(own.outputs.token);
  });
});
