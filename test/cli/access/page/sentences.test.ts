import { accessSentence, type Place, pathSentence } from "../../../../cli/access/page/sentences";
import type { Effective, Through } from "../../../../cli/access/report";

const normal: Place = { namespace: "acme", state: "NORMAL" };
const access = (paths: Through[], limits: Effective["limits"] = []): Effective => ({
  pull: true,
  push: false,
  admin: false,
  paths,
  limits,
});

describe("An access in words", () => {
  it.each<[Through, string]>([
    [{ through: "grant", role: "write" }, "write, by a direct grant"],
    [{ through: "grant" }, "a direct grant, whose role was not read"],
    [
      { through: "grant", role: "admin", creator: true },
      "admin, by the grant that Quay gives to who creates a repository",
    ],
    [{ through: "team", team: "developers", role: "write" }, "write, through team developers"],
    [{ through: "team admin", team: "ops" }, "admin because team ops administers acme"],
    [{ through: "own namespace" }, "admin because acme is their own namespace"],
    [{ through: "superuser" }, "admin as superuser with full access"],
    [{ through: "proxy cache" }, "pulls everything, as a member of a team of the proxy cache acme"],
    [{ through: "public" }, "read because the repository is public"],
  ])("%j", (path, words) => expect(pathSentence(path, "acme")).toBe(words));

  it.each<[Effective["limits"][number], Place, string]>([
    ["READ_ONLY", normal, "READ_ONLY: nobody pushes"],
    ["MIRROR", normal, "MIRROR: nobody pushes"],
    ["ORG_MIRROR", { ...normal, mirrorRobot: "acme+sync" }, "ORG_MIRROR: only acme+sync pushes"],
    ["disabled", normal, "the account is disabled"],
    ["ANONYMOUS_ACCESS off", normal, "ANONYMOUS_ACCESS is off: this Quay answers nobody without credentials"],
  ])("limited by %s", (limit, place, words) =>
    expect(accessSentence(access([{ through: "public" }], [limit]), place)).toBe(
      `read because the repository is public; ${words}`,
    ),
  );

  it("without a path it is none", () => expect(accessSentence(access([]), normal)).toBe("no access"));
});
