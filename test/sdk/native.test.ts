import * as pulumi from "@pulumi/pulumi";
import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import schema from "../../schema.json";
import * as dynamic from "../../sdk";
import * as native from "../../sdk/native";
import { acme } from "../fixtures/acme-blueprint";
import urns from "../fixtures/blueprint-urns.json";
import { withoutEngine } from "./registered";

const engine = withoutEngine((type, { namespace, name }) => ({
  fullName: type.endsWith(":Robot") ? `${namespace}+${name}` : `${namespace}/${name}`,
}));
const secret = (value: string) => ({ [specialSigKey]: specialSecretSig, value });
const dynamicType = "pulumi-nodejs:dynamic/quay:";

describe("pulumi-quay/native", () => {
  it("has the names of pulumi-quay, with the same types", () => {
    const same: typeof dynamic = native;
    expect(Object.keys(same).sort()).toEqual(Object.keys(dynamic).sort());
  });

  it("registers resources of the plugin, which take over those of the dynamic provider; and the other way round", async () => {
    const all = await engine.run(() => {
      new native.Team("ops", { organization: "acme", role: native.TeamRole.Creator });
      new dynamic.Team("dev", { organization: "acme" }, { aliases: [{ name: "developers" }] });
    });
    const [ops, dev] = [...all]
      .map(([urn, registered]) => [urn, registered] as const)
      .sort()
      .reverse();
    expect(ops?.[0]).toBe("urn:pulumi:dev::story::quay:index:Team::ops");
    expect(ops?.[1]).toMatchObject({
      inputs: { organization: "acme", role: "creator" },
      aliases: [{ type: `${dynamicType}Team` }],
      version: schema.version,
    });
    expect(ops?.[1].inputs).not.toHaveProperty("__provider");
    expect(dev?.[0]).toBe(`urn:pulumi:dev::story::${dynamicType}Team::dev`);
    expect(dev?.[1]).toMatchObject({ aliases: [{ type: "quay:index:Team" }, { name: "developers" }], version: "" });
  });

  it("has a blueprint whose parts are of the same face, with the names they always have", async () => {
    const all = await engine.run(() => new native.OrganizationBlueprint("acme", acme));
    const expected = urns.map((urn) => urn.replace(dynamicType, "quay:index:"));
    expect([...all.keys()].filter((urn) => !expected.includes(urn))).toEqual([]);
    expect(all.size).toBeGreaterThan(20);
  });

  it("accepts the option import, which the dynamic provider cannot have", async () => {
    const all = await engine.run(() => new native.Team("ops", { organization: "acme" }, { import: "acme/ops" }));
    expect([...all.values()]).toMatchObject([{ importId: "acme/ops" }]);
    expect(() => new dynamic.Team("ops", { organization: "acme" }, { import: "acme/ops" })).toThrow("Set adopt: true");
  });

  it("tells its resources from those of the other face", async () => {
    await engine.run(() => {
      const [ours, theirs] = [native, dynamic].map(({ Team }) => new Team("ops", { organization: "acme" }));
      expect([native.Team.isInstance(ours), native.Team.isInstance(theirs)]).toEqual([true, false]);
      expect([dynamic.Team.isInstance(ours), dynamic.Team.isInstance(theirs)]).toEqual([false, true]);
      expect(native.Robot.isInstance(ours)).toBe(false);
    });
  });

  it("has a Provider with the same arguments, the tokens secret", async () => {
    const all = await engine.run(() => {
      const settings = { url: "https://quay.example.com", token: "t", tokens: { acme: "a" }, timeoutSeconds: 5 };
      const provider = new native.Provider("internal", settings);
      new native.OrganizationBlueprint("lab", {}, { provider });
    });
    expect(all.get("urn:pulumi:dev::story::pulumi:providers:quay::internal")).toMatchObject({
      inputs: {
        url: "https://quay.example.com",
        token: secret("t"),
        tokens: secret('{"acme":"a"}'),
        timeoutSeconds: "5",
      },
      version: schema.version,
    });
    const organization = [...all].find(([urn]) => urn.endsWith("Organization::lab"))?.[1];
    expect(organization?.provider).toContain("::pulumi:providers:quay::internal::");
    expect(() => new native.Provider("internal", { ulr: "https://quay.example.com" } as never)).toThrow(
      "Provider internal: ulr is no setting of pulumi-quay. Did you mean url?",
    );
  });
});

describe("A provider of the other face, which Pulumi would replace by the default one,", () => {
  const args = { url: "https://quay.example.com", token: "t" };
  const team = { organization: "acme" };
  const workshop = (name: string, options: pulumi.ComponentResourceOptions) =>
    new pulumi.ComponentResource("example:index:Workshop", name, {}, options);
  const faces = [
    ["pulumi-quay", dynamic, "pulumi-quay/native", native],
    ["pulumi-quay/native", native, "pulumi-quay", dynamic],
  ] as const;

  it.each(faces)("is refused by resources of %s, as their own and as that of a component", async (...face) => {
    const [module, own, otherModule, other] = face;
    const sentence =
      `Team ops: its provider was imported from ${otherModule}. Import both from ${module}, or both from ` +
      `${otherModule}.`;
    const all = await engine.run(() => {
      const provider = new other.Provider("internal", args);
      expect(() => new own.Team("ops", team, { provider })).toThrow(sentence);
      const parent = workshop("one", { provider });
      expect(() => new own.Team("ops", team, { parent })).toThrow(sentence);
      const providers = [provider, new own.Provider("own", args)];
      new own.Team("ops", team, { parent: workshop("both", { providers }) });
    });
    expect([...all].filter(([urn]) => urn.endsWith("::ops"))).toMatchObject([
      [expect.anything(), { provider: expect.stringContaining("::own::") }],
    ]);
  });

  it.each(faces)("is refused by functions of %s", async (_, own, otherModule, other) => {
    const provider = new other.Provider("internal", args);
    await expect(own.getTags({ repository: "acme/web" }, { provider })).rejects.toThrow(
      `getTags: its provider was imported from ${otherModule}.`,
    );
  });

  it("is not one of another npm package, whose dynamic resources stand beside ours", async () => {
    class Other extends pulumi.ProviderResource {}
    const all = await engine.run(() => {
      const parent = workshop("others", { provider: new Other("pulumi-nodejs", "other") });
      new native.Team("ops", team, { parent });
    });
    expect([...all].filter(([urn]) => urn.endsWith("::ops"))).toMatchObject([[expect.anything(), { provider: "" }]]);
  });
});
