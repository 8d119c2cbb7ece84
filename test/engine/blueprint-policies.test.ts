import * as quay from "pulumi-quay";
import { acmeWithPolicies } from "../fixtures/acme-policies-blueprint";
import { specimens } from "../kinds";
import { expectFailure, Story } from "./stack";

const program =
  (changed: quay.OrganizationBlueprintArgs = {}) =>
  () =>
    void new quay.OrganizationBlueprint("acme", { ...acmeWithPolicies, ...changed });

/** The kinds of policies, quotas and notifications, and how many of each the blueprint has. */
const counts = {
  Quota: 1,
  NamespaceNotification: 2,
  NamespaceAutoPrunePolicy: 2,
  NamespaceImmutabilityPolicy: 1,
  RobotFederation: 1,
  RepositoryNotification: 1,
  RepositoryAutoPrunePolicy: 1,
  RepositoryImmutabilityPolicy: 1,
};

describe("An organization full of policies, quotas and notifications", () => {
  const story = new Story();
  const inQuay = () =>
    Object.fromEntries(
      Object.keys(counts).map((kind) => [kind, specimens[kind]?.all(story.quay.store).length ?? Number.NaN]),
    );
  beforeAll(() => {
    for (const name of ["mia", "noa"]) story.quay.addUser(name);
  });

  it("is made from a blueprint in an order that Quay accepts, and does not differ afterwards", async () => {
    story.requested();
    await story.up(program());
    const made = story.writes();
    const first = (beginning: string) => made.findIndex((one) => one.startsWith(beginning));
    expect(inQuay()).toEqual(counts);
    expect(first("POST superuser/organization/acme/quota")).toBeGreaterThan(-1);
    expect(first("POST organization/acme/notifications")).toBeGreaterThan(
      first("POST superuser/organization/acme/quota"),
    );
    expect(first("POST organization/acme/notifications")).toBeGreaterThan(first("PUT organization/acme/team/ops"));
    await story.preview(program(), { refresh: true, expectNoChanges: true });
  });

  it("is destroyed part by part, and nothing of it is left", async () => {
    story.requested();
    await story.destroy();
    const writes = story.writes();
    expect(writes.filter((one) => one.startsWith("DELETE ")).length).toBeGreaterThan(20);
    expect(story.state()).toEqual({});
    expect(Object.values(inQuay()).every((count) => count === 0)).toBe(true);
  });

  it("with forceDelete leaves the state with the organization, is adopted when that stays, and goes in one request", async () => {
    story.quay.collectGarbage();
    await story.up(program({ forceDelete: true }));
    const parts = Object.keys(story.state()).sort();
    let isFailing = true;
    story.quay.fail("DELETE /v1/organization/{orgname}", 500, { times: 99, when: () => isFailing });
    await expectFailure(story.destroy());
    isFailing = false;
    expect(Object.keys(story.state())).toEqual(["Organization acme"]);
    expect(inQuay()).toEqual(counts);

    story.requested();
    await story.up(program({ forceDelete: true, adopt: true }));
    expect(story.writes().filter((one) => !/\/(members|permissions)\//.test(one))).toEqual([]);
    expect(Object.keys(story.state()).sort()).toEqual(parts);
    await story.preview(undefined, { refresh: true, expectNoChanges: true });

    story.requested();
    await story.destroy();
    expect(story.writes()).toEqual(["DELETE organization/acme"]);
    expect(story.state()).toEqual({});
  });
});
