import { type LocalQuay, startQuay } from "../../../local-quay";
import { callQuay } from "../../call-quay";
import { command } from "../command";

describe("Whose log pulumi-quay log may read", () => {
  const cli = command();
  let quay: LocalQuay;
  beforeAll(async () => {
    quay = await startQuay();
  });
  beforeEach(async () => {
    quay.reset();
    const acme = quay.store.addOrganization("acme");
    quay.addUser("ann");
    quay.store.join(acme.teams.get("owners") as never, quay.store.user("ann") as never);
    await callQuay(quay, "PUT /v1/organization/acme/team/ops", { role: "member" });
  });
  afterAll(() => quay.close());

  const run = (namespace: string, QUAY_TOKEN = quay.token) =>
    cli.run(["log", namespace], { QUAY_URL: quay.url, QUAY_TOKEN });
  const refused = (sentence: string) => ({ code: 1, stdout: "", stderr: expect.stringMatching(sentence) });

  it("is that of an organization that the token's user administers, with org:admin alone", async () => {
    const { code, stdout, stderr } = await run("acme", quay.mint({ user: "ann", scope: "org:admin" }));
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("\tTeam acme/ops\torg_create_team\t");
  });

  it("is no organization's without org:admin, which the refusal names", async () => {
    const scope = "repo:admin repo:create user:admin";
    expect(await run("acme", quay.mint({ user: "ann", scope }))).toEqual(
      refused(
        String.raw`^Quay refused GET /v1/organization/acme/logs: Unauthorized \(403\)\. It needs a token with the scope org:admin .*\n$`,
      ),
    );
  });

  it("is none of an organization to which the token's user does not belong, which the refusal says", async () => {
    const token = quay.mint({ user: "bob", scope: "org:admin user:read" });
    expect(await run("acme", token)).toEqual(refused("The token acts as bob, who is in no team of acme\\.\n$"));
  });

  it("is nobody's with a token that Quay does not accept", async () => {
    const revoked = quay.mint({ user: "ann", scope: "org:admin" });
    quay.revoke(revoked);
    const ended = await run("acme", revoked);
    expect(ended).toEqual(refused("^Quay does not accept the token: it is wrong, has expired or was revoked\\."));
    expect(ended.stderr).not.toContain(revoked);
  });

  it("is none of an unknown organization, for superusers and for others", async () => {
    expect(await run("nowhere")).toEqual(refused("Invalid namespace requested: nowhere"));
    const token = quay.mint({ user: "ann", scope: "org:admin" });
    expect(await run("nowhere", token)).toEqual(refused("There is no organization or user nowhere\\.\n$"));
  });

  describe("of a user", () => {
    const scope = "repo:create user:admin";
    const create = (token: string) =>
      callQuay({ url: quay.url, token }, "POST /v1/repository", {
        ...{ namespace: "ann", repository: "notes", visibility: "private", description: "" },
      });

    it("is the token's own, with the ids of that namespace", async () => {
      const token = quay.mint({ user: "ann", scope });
      await create(token);
      await callQuay({ url: quay.url, token }, "PUT /v1/user/robots/ci", { description: "" });
      const { code, stdout, stderr } = await run("ann", token);
      const lines = stdout.split("\n").flatMap((line) => (line ? [line.split("\t").slice(1, 4)] : []));
      expect(lines).toEqual([
        ["ann", "Robot ann+ci", "create_robot"],
        ["ann", "Repository ann/notes", "create_repo"],
      ]);
      expect([code, stderr]).toEqual([0, ""]);
    });

    it("is not without user:admin, which the refusal names", async () => {
      expect(await run("ann", quay.mint({ user: "ann", scope: "repo:create user:read" }))).toEqual(
        refused('It needs a token with the scope user:admin \\("Administer User"\\)\\.\n$'),
      );
    });

    it("is not another user's, which the refusal says", async () => {
      await create(quay.mint({ user: "ann", scope }));
      expect(await run("ann", quay.mint({ user: "bob", scope: "org:admin user:admin" }))).toEqual(
        refused("ann is another user: the token acts as bob\\.\n$"),
      );
    });
  });
});
