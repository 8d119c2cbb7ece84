import * as quay from "pulumi-quay";
import { acme } from "../fixtures/acme-blueprint";
import { idsInQuay, idsInState } from "./ids";
import { expectFailure, Story } from "./stack";

const program =
  (changed: quay.OrganizationBlueprintArgs = {}) =>
  () =>
    void new quay.OrganizationBlueprint("acme", { ...acme, ...changed });

/** Tests on an organization with one part of every kind, which exists at the start. */
class DestroyStory extends Story {
  private parts: string[] = [];

  constructor(changed?: quay.OrganizationBlueprintArgs) {
    super();
    beforeAll(async () => {
      for (const name of ["mia", "noa"]) this.quay.addUser(name);
      await this.up(program(changed));
      // Team owners is deleted together with its organization only.
      this.parts = idsInState(this.state()).filter((id) => id !== "acme/owners");
      this.requested();
    });
  }

  /** The ids of the parts that remain, in Quay and in the state. */
  remaining() {
    const inQuay = idsInQuay(this.quay.store, "acme");
    const inState = idsInState(this.state());
    return {
      inQuay: this.parts.filter((id) => inQuay.has(id)),
      inState: inState.filter((id) => id !== "acme/owners"),
    };
  }

  /** From now on a route fails, until the returned function is called. */
  failRoute(route: string, status = 503): () => void {
    let active = true;
    this.quay.fail(route, status, { times: Number.POSITIVE_INFINITY, when: () => active });
    return () => {
      active = false;
    };
  }
}

const nothing = { inQuay: [], inState: [] };
const only = (...ids: string[]) => ({ inQuay: ids, inState: ids });

describe("An organization is destroyed resource by resource, and", () => {
  const story = new DestroyStory();

  it("remains alone in Quay and in the state when a repository created by somebody else is in it", async () => {
    story.quay.push("acme/theirs", "v1");
    const { text } = await expectFailure(story.destroy());
    expect(text).toContain("Organization acme still holds 1 repository, which would be lost with all images.");
    expect(story.remaining()).toEqual(only("acme"));
    expect(story.quay.store.repository("acme", "theirs")?.tags).toHaveLength(1);
  });

  it("is created completely by the next up", async () => {
    await story.up();
    expect(story.remaining().inState).toHaveLength(22);
    expect(story.remaining().inQuay).toEqual(story.remaining().inState);
  });

  it("keeps the same resources in Quay and in the state when one of its repositories contains images", async () => {
    story.quay.push("acme/web", "v1");
    const { text } = await expectFailure(story.destroy());
    expect(text).toContain("Repository acme/web still holds 1 tag, which would be lost with its images.");
    const { inQuay, inState } = story.remaining();
    expect(inState).toEqual(inQuay);
    expect(inState).toEqual(expect.arrayContaining(["acme", "acme/web"]));
    await story.callQuay("DELETE /v1/repository/acme/web/tag/v1");
    await story.callQuay("DELETE /v1/repository/acme/theirs");
  });

  it("keeps the same resources in Quay and in the state when Quay fails in the middle", async () => {
    const end = story.failRoute("DELETE /v1/organization/{orgname}/robots/{robot_shortname}", 500);
    const { text } = await expectFailure(story.destroy());
    end();
    expect(text).toContain("Could not delete Robot acme+");
    const { inQuay, inState } = story.remaining();
    expect(inState).toEqual(inQuay);
    expect(inState).toEqual(expect.arrayContaining(["acme", "acme+ci", "acme+puller"]));
  });

  it("keeps the organization in Quay and in the state when Quay fails at the end", async () => {
    const end = story.failRoute("DELETE /v1/organization/{orgname}");
    const { text } = await expectFailure(story.destroy());
    end();
    expect(text).toContain("Could not delete Organization acme: Quay refused DELETE /v1/organization/acme: 503");
    expect(story.remaining()).toEqual(only("acme"));
  });

  it("is removed from both when destroyed again", async () => {
    await story.destroy();
    expect(story.remaining()).toEqual(nothing);
    expect(story.quay.store.organizations()).toEqual([]);
  });
});

describe("An organization with forceDelete", () => {
  const story = new DestroyStory({ forceDelete: true });

  it("is recreated with all its parts when renamed, and the old one is deleted by one request", async () => {
    const { web = {} } = acme.repositories ?? {};
    await story.up(program({ forceDelete: true, repositories: { web } }));
    story.requested();
    await story.up(program({ forceDelete: true, repositories: { web }, name: "umbrella" }));
    const deleted = story.writes().filter((request) => request.startsWith("DELETE"));
    expect(deleted).toEqual(["DELETE organization/acme"]);
    expect(story.quay.store.organizations().map(({ name }) => name)).toEqual(["umbrella"]);
    const inQuay = idsInQuay(story.quay.store, "umbrella");
    expect(idsInState(story.state()).filter((id) => !inQuay.has(id))).toEqual([]);
  });

  it("is deleted by one request, with images and resources created by others, also when Quay fails briefly", async () => {
    story.quay.push("umbrella/web", "v1");
    story.quay.push("umbrella/theirs", "v1");
    story.quay.fail("DELETE /v1/organization/{orgname}", 503, { times: 2 });
    story.requested();
    await story.destroy();
    expect(story.requested()).toEqual(Array(3).fill("DELETE /v1/organization/{orgname}"));
    expect(story.state()).toEqual({});
    expect([story.quay.store.organizations(), story.quay.store.repositories()]).toEqual([[], []]);
  });
});

describe("An organization with forceDelete whose single delete request keeps failing", () => {
  const story = new DestroyStory({ forceDelete: true });

  it("stays in the state, and can restore all its parts, which Pulumi has removed from the state", async () => {
    const end = story.failRoute("DELETE /v1/organization/{orgname}");
    const { text } = await expectFailure(story.destroy());
    end();
    expect(text).toContain("Could not delete Organization acme: Quay refused DELETE /v1/organization/acme: 503");
    expect(story.remaining().inState).toEqual(["acme"]);
    expect(story.remaining().inQuay).toHaveLength(22);
  });

  it("is adopted with all its parts by up with adopt, which creates nothing that exists", async () => {
    await expectFailure(story.up());
    story.requested();
    await story.up(program({ forceDelete: true, adopt: true }));
    expect(story.writes().filter((request) => !/\/(members|permissions)\//.test(request))).toEqual([]);
    expect(story.remaining().inState).toHaveLength(22);
    expect(story.remaining().inQuay).toEqual(story.remaining().inState);
    await story.preview(undefined, { refresh: true, expectNoChanges: true });
  });

  it("is protected in each of its parts again once forceDelete is removed", async () => {
    await story.up(program());
    story.quay.push("acme/web", "v1");
    const { text } = await expectFailure(story.destroy());
    expect(text).toContain("Repository acme/web still holds 1 tag");
    expect(story.remaining().inState).toEqual(story.remaining().inQuay);
  });

  it("is deleted by one request once forceDelete is set again", async () => {
    await story.up(program({ forceDelete: true, adopt: true }));
    story.requested();
    await story.destroy();
    expect(story.requested()).toEqual(["DELETE /v1/organization/{orgname}"]);
    expect(story.remaining()).toEqual(nothing);
  });
});
