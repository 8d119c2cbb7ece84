import * as quay from "pulumi-quay";
import { acme } from "../fixtures/acme-blueprint";
import { held, idsOf } from "./held";
import { failing, Story } from "./stack";

const program =
  (changed: quay.OrganizationBlueprintArgs = {}) =>
  () =>
    void new quay.OrganizationBlueprint("acme", { ...acme, ...changed });

/** A story of an organization with one of everything, which is there when it begins. */
class Destruction extends Story {
  private parts: string[] = [];

  constructor(changed?: quay.OrganizationBlueprintArgs) {
    super();
    beforeAll(async () => {
      for (const name of ["mia", "noa"]) this.quay.addUser(name);
      await this.up(program(changed));
      // Team owners goes with its organization only.
      this.parts = idsOf(this.state()).filter((id) => id !== "acme/owners");
      this.asked();
    });
  }

  /** The ids of the parts that are left, in Quay and in the state. */
  left() {
    const inQuay = held(this.quay.store, "acme");
    const inState = idsOf(this.state());
    return {
      inQuay: this.parts.filter((id) => inQuay.has(id)),
      inState: inState.filter((id) => id !== "acme/owners"),
    };
  }

  /** From now on a route has trouble, until what is answered is called. */
  trouble(route: string, status = 503): () => void {
    let lasts = true;
    this.quay.fail(route, status, { times: Number.POSITIVE_INFINITY, when: () => lasts });
    return () => {
      lasts = false;
    };
  }
}

const nothing = { inQuay: [], inState: [] };
const only = (...ids: string[]) => ({ inQuay: ids, inState: ids });

describe("An organization is destroyed part by part, and", () => {
  const story = new Destruction();

  it("refused because somebody else's repository is in it, it is the only part left, in Quay and in the state", async () => {
    story.quay.push("acme/theirs", "v1");
    const { text } = await failing(story.destroy());
    expect(text).toContain("Organization acme still holds 1 repository, which would be lost with all images.");
    expect(story.left()).toEqual(only("acme"));
    expect(story.quay.store.repository("acme", "theirs")?.tags).toHaveLength(1);
  });

  it("is made whole again by the next up", async () => {
    await story.up();
    expect(story.left().inState).toHaveLength(22);
    expect(story.left().inQuay).toEqual(story.left().inState);
  });

  it("refused because one of its own repositories holds images, what is left is left in both", async () => {
    story.quay.push("acme/web", "v1");
    const { text } = await failing(story.destroy());
    expect(text).toContain("Repository acme/web still holds 1 tag, which would be lost with its images.");
    const { inQuay, inState } = story.left();
    expect(inState).toEqual(inQuay);
    expect(inState).toEqual(expect.arrayContaining(["acme", "acme/web"]));
    await story.elsewhere("DELETE /v1/repository/acme/web/tag/v1");
    await story.elsewhere("DELETE /v1/repository/acme/theirs");
  });

  it("Quay being in trouble in the midst of it, what is left is left in both", async () => {
    const end = story.trouble("DELETE /v1/organization/{orgname}/robots/{robot_shortname}", 500);
    const { text } = await failing(story.destroy());
    end();
    expect(text).toContain("Could not delete Robot acme+");
    const { inQuay, inState } = story.left();
    expect(inState).toEqual(inQuay);
    expect(inState).toEqual(expect.arrayContaining(["acme", "acme+ci", "acme+puller"]));
  });

  it("Quay being in trouble at the end of it, the organization is left in both", async () => {
    const end = story.trouble("DELETE /v1/organization/{orgname}");
    const { text } = await failing(story.destroy());
    end();
    expect(text).toContain("Could not delete Organization acme: Quay refused DELETE /v1/organization/acme: 503");
    expect(story.left()).toEqual(only("acme"));
  });

  it("destroyed again, it is gone from both", async () => {
    await story.destroy();
    expect(story.left()).toEqual(nothing);
    expect(story.quay.store.organizations()).toEqual([]);
  });
});

describe("An organization with forceDelete", () => {
  const story = new Destruction({ forceDelete: true });

  it("renamed, is made anew with all its parts, and the old one goes by one request", async () => {
    const { web = {} } = acme.repositories ?? {};
    await story.up(program({ forceDelete: true, repositories: { web } }));
    story.asked();
    await story.up(program({ forceDelete: true, repositories: { web }, name: "umbrella" }));
    const deleted = story.written().filter((request) => request.startsWith("DELETE"));
    expect(deleted).toEqual(["DELETE organization/acme"]);
    expect(story.quay.store.organizations().map(({ name }) => name)).toEqual(["umbrella"]);
    const inQuay = held(story.quay.store, "umbrella");
    expect(idsOf(story.state()).filter((id) => !inQuay.has(id))).toEqual([]);
  });

  it("is destroyed by one request, with images and with what somebody else put there, also through a short trouble", async () => {
    story.quay.push("umbrella/web", "v1");
    story.quay.push("umbrella/theirs", "v1");
    story.quay.fail("DELETE /v1/organization/{orgname}", 503, { times: 2 });
    story.asked();
    await story.destroy();
    expect(story.asked()).toEqual(Array(3).fill("DELETE /v1/organization/{orgname}"));
    expect(story.state()).toEqual({});
    expect([story.quay.store.organizations(), story.quay.store.repositories()]).toEqual([[], []]);
  });
});

describe("An organization with forceDelete whose one request fails for good", () => {
  const story = new Destruction({ forceDelete: true });

  it("stays in the state, and with it the way to all its parts, which Pulumi takes for gone", async () => {
    const end = story.trouble("DELETE /v1/organization/{orgname}");
    const { text } = await failing(story.destroy());
    end();
    expect(text).toContain("Could not delete Organization acme: Quay refused DELETE /v1/organization/acme: 503");
    expect(story.left().inState).toEqual(["acme"]);
    expect(story.left().inQuay).toHaveLength(22);
  });

  it("is taken back whole by up with adopt, which makes nothing that is there already", async () => {
    await failing(story.up());
    story.asked();
    await story.up(program({ forceDelete: true, adopt: true }));
    expect(story.written().filter((request) => !/\/(members|permissions)\//.test(request))).toEqual([]);
    expect(story.left().inState).toHaveLength(22);
    expect(story.left().inQuay).toEqual(story.left().inState);
    await story.preview(undefined, { refresh: true, expectNoChanges: true });
  });

  it("without forceDelete from now on, is guarded again in each of its parts", async () => {
    await story.up(program());
    story.quay.push("acme/web", "v1");
    const { text } = await failing(story.destroy());
    expect(text).toContain("Repository acme/web still holds 1 tag");
    expect(story.left().inState).toEqual(story.left().inQuay);
  });

  it("with forceDelete again, is destroyed by one request", async () => {
    await story.up(program({ forceDelete: true, adopt: true }));
    story.asked();
    await story.destroy();
    expect(story.asked()).toEqual(["DELETE /v1/organization/{orgname}"]);
    expect(story.left()).toEqual(nothing);
  });
});
