import * as quay from "pulumi-quay";
import { smallDirectory } from "../../local-quay";
import { acmeWithCopies, copies } from "../fixtures/acme-copies-blueprint";
import { specimens } from "../kinds";
import { expectFailure, Story } from "./stack";

const program =
  (changed: quay.OrganizationBlueprintArgs = {}) =>
  () => {
    new quay.OrganizationBlueprint("acme", { ...acmeWithCopies, ...changed });
    new quay.OrganizationBlueprint("copies", { ...copies, ...changed });
  };

/** The kinds of copies from elsewhere, and how many of each the blueprints have. */
const counts = { RepositoryMirror: 1, OrganizationMirror: 1, ProxyCache: 1, TeamSync: 1 };

describe("Organizations that copy from elsewhere", () => {
  const story = new Story();
  const inQuay = () =>
    Object.fromEntries(
      Object.keys(counts).map((kind) => [kind, specimens[kind]?.all(story.quay.store).length ?? Number.NaN]),
    );
  let collector: NodeJS.Timeout;
  beforeAll(() => {
    for (const name of ["mia", "noa"]) story.quay.addUser(name);
    story.quay.features.TEAM_SYNCING = true;
    story.quay.directory = smallDirectory;
    // A robot stays locked until the repository that it mirrored is collected.
    collector = setInterval(() => story.quay.collectGarbage(), 1000);
  });
  afterAll(() => clearInterval(collector));

  it("are made from blueprints, and do not differ afterwards", async () => {
    await story.up(program());
    expect(inQuay()).toEqual(counts);
    expect(story.quay.store.repository("acme", "alpine")?.mirror?.password).toBe("mirror-password");
    expect(story.quay.store.organization("copies")?.mirror?.password).toBe("organization-password");
    await story.preview(program(), { refresh: true, expectNoChanges: true });
  });

  it("are destroyed part by part, and nothing of them is left", async () => {
    await story.destroy();
    expect(story.state()).toEqual({});
    expect(Object.values(inQuay()).every((count) => count === 0)).toBe(true);
    expect(story.quay.store.organization("acme")).toBeUndefined();
  });

  it("with forceDelete leave the state with the organization, are adopted when that stays, and go in one request each", async () => {
    story.quay.collectGarbage();
    await story.up(program({ forceDelete: true }));
    const parts = Object.keys(story.state()).sort();
    let isFailing = true;
    story.quay.fail("DELETE /v1/organization/{orgname}", 500, { times: 99, when: () => isFailing });
    await expectFailure(story.destroy());
    isFailing = false;
    expect(Object.keys(story.state()).sort()).toEqual(["Organization acme", "Organization copies"]);
    expect(inQuay()).toEqual(counts);

    const adopting = program({ forceDelete: true, adopt: true });
    story.requested();
    const adopted = await story.up(adopting);
    expect(story.writes().filter((one) => !/\/(members|permissions)\//.test(one))).toEqual([]);
    expect(Object.keys(story.state()).sort()).toEqual(parts);
    expect(adopted.text).toContain("Quay does not show its password: the next pulumi up sends the program's.");
    // Nobody can know whether Quay has the passwords of the program, so each is sent once.
    story.requested();
    await story.up(adopting);
    const sent = story.writes().filter((one) => !/\/(members|permissions)\//.test(one));
    expect(new Set(sent)).toEqual(
      new Set([
        "PUT repository/acme/alpine/mirror",
        "PUT organization/copies/mirror",
        "POST organization/copies/mirror/verify",
        "DELETE organization/acme/proxycache",
        "POST organization/acme/validateproxycache",
        "POST organization/acme/proxycache",
      ]),
    );
    story.requested();
    await story.up(adopting);
    expect(story.writes()).toEqual([]);
    expect(story.quay.store.repository("acme", "alpine")?.mirror?.password).toBe("mirror-password");
    await story.preview(adopting, { refresh: true, expectNoChanges: true });

    story.requested();
    await story.destroy();
    expect(story.writes().sort()).toEqual(["DELETE organization/acme", "DELETE organization/copies"]);
    expect(story.state()).toEqual({});
  });
});
