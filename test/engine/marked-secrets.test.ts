import * as pulumi from "@pulumi/pulumi";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import * as quay from "pulumi-quay/native";
import { shownState } from "./secrets";
import { expectFailure, Story } from "./stack";

describe("What a program marks as secret, with the plugin,", () => {
  const story = new Story();
  // Pulumi's SDK logs, for debugging, every response of the engine to a program, for any provider.
  const isOfSdk = ({ diagnosticEvent }: EngineEvent) => / RPC finished: /.test(diagnosticEvent?.message ?? "");
  const words = ["first-secret", "second-secret", "third-secret", "owner-secret", "Wrong-Secret"];

  /** The token is written plainly. */
  class PlainProvider extends pulumi.ProviderResource {
    constructor() {
      super("quay", "plain", { url: story.quay.url, token: story.quay.token });
    }
  }

  const program =
    ({ description = "first-secret", organization = "acme", metadata = {} as Record<string, unknown> } = {}) =>
    () => {
      const options = { provider: new PlainProvider() };
      const acme = new quay.Organization("acme", {}, options);
      const about = acme.name.apply(() => description);
      const name = organization === "acme" ? acme.name : pulumi.secret(organization);
      new quay.Team("ops", { organization: name, description: pulumi.secret(about) }, options);
      const owner = { owner: { name: pulumi.secret("owner-secret") }, ...metadata };
      new quay.Robot("ci", { namespace: acme.name, description: "Builds.", metadata: owner }, options);
    };

  /** Where these words and the token can be read, in the state, in the output or in the engine's events. */
  const leaks = () => {
    const events = JSON.stringify(story.events.filter((event) => !isOfSdk(event)));
    const places = { state: story.stateFile(), printed: story.output, events };
    expect(Object.values(places).filter((text) => !text.includes("ops"))).toEqual([]);
    const all = { token: story.quay.token, ...Object.fromEntries(words.map((word) => [word, word])) };
    return Object.entries(places).flatMap(([place, text]) =>
      Object.entries(all).flatMap(([name, secret]) => (text.includes(secret) ? [`${name} in ${place}`] : [])),
    );
  };

  it("is encrypted in the state, and shown in no preview: in itself, within a structure, and the provider's token", async () => {
    const { text } = await story.preview(program());
    expect(text).toContain("[secret]");
    await story.up(program());
    const { "Team ops": ops, "Robot ci": ci } = await shownState(story);
    expect([ops?.description, ci?.metadata]).toEqual(["first-secret", { owner: { name: "owner-secret" } }]);
    expect(story.quay.store.team("acme", "ops")?.description).toBe("first-secret");
    expect(leaks()).toEqual([]);
  });

  it("stays so in an update, whose difference is shown without values", async () => {
    const { changes } = await story.preview(program({ description: "second-secret" }));
    expect(Object.keys(changes)).toEqual(["Team ops"]);
    await story.up();
    expect((await shownState(story))["Team ops"]?.description).toBe("second-secret");
    expect(leaks()).toEqual([]);
  });

  it("stays so in a refresh, also when somebody else changed it", async () => {
    await story.callQuay("PUT /v1/organization/acme/team/ops", { role: "member", description: "third-secret" });
    await story.preview(undefined, { refresh: true });
    await story.refresh();
    expect((await shownState(story))["Team ops"]?.description).toBe("third-secret");
    await story.refresh({ expectNoChanges: true });
    expect(leaks()).toEqual([]);
  });

  it("is not in a message of what is malformed, nor of what Quay refuses and repeats", async () => {
    const { text } = await expectFailure(story.preview(program({ organization: "Wrong-Secret" })));
    expect(text).toMatch(/organization: .*\[secret\].* is not an organization name/);
    story.quay.fail("PUT /v1/organization/{orgname}/team/{teamname}", {
      status: 400,
      body: { message: "Do not say second-secret" },
    });
    const refused = await expectFailure(story.up(program({ description: "second-secret" })));
    expect(refused.text).toContain("Do not say [secret]");
    expect(leaks()).toEqual([]);
  });

  it("is encrypted when it is marked later: an update sends nothing", async () => {
    const plain = (description: pulumi.Input<string>) => () => {
      new quay.Team("crew", { organization: "lab", description }, { provider: new PlainProvider() });
    };
    await story.callQuay("POST /v1/organization/", { name: "lab" });
    await story.up(plain("fourth-secret"));
    expect(story.stateFile()).toContain("fourth-secret");
    story.requested();
    const { steps } = await story.up(plain(pulumi.secret("fourth-secret")));
    expect(steps).toContain("update Team crew");
    expect(story.writes()).not.toContain("PUT organization/lab/team/crew");
    expect(story.stateFile()).not.toContain("fourth-secret");
    await story.preview(undefined, { refresh: true, expectNoChanges: true });
  });

  it("is encrypted by the update that follows an import", async () => {
    await story.pulumi("state", "delete", story.urn("Team crew"), "--yes");
    const imported = () => {
      const options = { import: "lab/crew", provider: new PlainProvider() };
      new quay.Team("crew", { organization: "lab", description: pulumi.secret("fourth-secret") }, options);
    };
    story.requested();
    expect((await story.up(imported)).steps).toEqual(["import Team crew", "update Team crew"]);
    expect(story.writes()).toEqual([]);
    expect((await shownState(story))["Team crew"]?.description).toBe("fourth-secret");
    expect(story.stateFile()).not.toContain("fourth-secret");
  });
});
