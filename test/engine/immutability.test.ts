import * as quay from "pulumi-quay";
import { expectFailure, Story } from "./stack";

const policies = "/v1/organization/{orgname}/immutabilitypolicy/";
const change = `PUT ${policies}{policy_uuid}`;
const remove = `DELETE ${policies}{policy_uuid}`;

describe("A policy that makes tags immutable", () => {
  const story = new Story();
  const ours = () => [...(story.quay.store.organization("acme")?.immutability.values() ?? [])];
  const writes = () => story.requested().filter((route) => !route.startsWith("GET "));
  const isImmutable = (tag: string) =>
    story.quay.store.repository("acme", "web")?.tags.find(({ name }) => name === tag)?.immutable;

  const program =
    (tagPattern: string | undefined, ...others: quay.NamespaceImmutabilityPolicyArgs[]) =>
    () => {
      const { name: namespace } = new quay.Organization("acme", { forceDelete: true });
      if (tagPattern) new quay.NamespaceImmutabilityPolicy("releases", { namespace, tagPattern });
      for (const [index, other] of others.entries()) new quay.NamespaceImmutabilityPolicy(`other-${index}`, other);
    };

  it("protects what is pushed from then on", async () => {
    await story.up(program("v.*"));
    for (const tag of ["v1", "r1", "r2"]) story.quay.push("acme/web", tag);
    expect(["v1", "r1", "r2"].map(isImmutable)).toEqual([true, false, false]);
    story.requested();
  });

  it("that somebody turned round is shown, and turned back by one write", async () => {
    const turned = { tagPattern: "v.*", tagPatternMatches: false };
    await story.callQuay(`PUT /v1/organization/acme/immutabilitypolicy/${ours()[0]?.uuid}`, turned);
    const { changes } = await story.preview(undefined, { refresh: true, runProgram: true });
    expect(changes).toEqual({
      "NamespaceImmutabilityPolicy releases": { tagPatternMatches: { from: false, to: true } },
    });
    writes();
    await story.up(undefined, { refresh: true, runProgram: true });
    expect(writes()).toEqual([change]);
    expect(ours()).toMatchObject([{ tagPattern: "v.*", tagPatternMatches: true }]);
  });

  it("gets another pattern by a new one, made before the old one is deleted", async () => {
    const { steps } = await story.up(program("(v|r).*"));
    expect(steps).toEqual([
      "create-replacement NamespaceImmutabilityPolicy releases",
      "replace NamespaceImmutabilityPolicy releases",
      "delete-replaced NamespaceImmutabilityPolicy releases",
    ]);
    expect(writes()).toEqual([`POST ${policies}`, remove]);
    expect(ours()).toMatchObject([{ tagPattern: "(v|r).*" }]);
  });

  it("may be declared twice with equal values, and not with others", async () => {
    const again = { namespace: "acme", tagPattern: "(v|r).*" };
    await story.up(program("(v|r).*", again));
    expect(writes()).toEqual([]);
    const refused = await expectFailure(story.preview(program("(v|r).*", { ...again, tagPatternMatches: false })));
    expect(refused.text).toContain("NamespaceImmutabilityPolicy acme:(v|r).* is declared twice, as");
    await story.up(program("(v|r).*"));
    expect(writes()).toEqual([]);
    expect(ours()).toHaveLength(1);
  });

  it("frees no tag when it is deleted", async () => {
    await story.up(program(undefined));
    expect(writes()).toEqual([remove]);
    expect(["v1", "r1", "r2"].map(isImmutable)).toEqual([true, true, true]);
  });
});
