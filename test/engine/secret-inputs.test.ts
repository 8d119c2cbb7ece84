import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { build } from "esbuild";
import type { PluginServer } from "../../provider/serve/plugin/server";
import { stored } from "../../provider/serve/stored";
import { dynamic, native } from "../../sdk/face";
import { kind } from "../../sdk/resource";
import { type SquadArgs, type SquadState, squad } from "../fixtures/squad";
import { servePlugin } from "./plugin";
import { shownState } from "./secrets";
import { expectFailure, type Options, Story } from "./stack";

const describedAs = (names: string[]) =>
  Object.fromEntries(names.map((name) => [name, { secret: squad.secrets.includes(name) }]));
const properties = describedAs(Object.keys(squad.accepts));
require("pulumi-quay/schema.json").resources["quay:index:Squad"] = { properties, inputProperties: properties };

describe.each([
  ["the dynamic provider", dynamic],
  ["the plugin", native],
])("A kind of %s with secret inputs", (_, face) => {
  const Squad = kind<SquadArgs, SquadState>("Squad", face);
  // A plugin that runs on its own has an environment of its own.
  const story = new Story(face === native ? "configuration" : "environment");
  let server: PluginServer | undefined;
  const events: EngineEvent[] = [];
  const loud = { logVerbosity: 3, onEvent: (event: EngineEvent) => events.push(event) } as Options;
  // Pulumi's SDK logs, for debugging, every response of the engine to a program, for any provider.
  const isOfSdk = ({ diagnosticEvent }: EngineEvent) => / RPC finished: /.test(diagnosticEvent?.message ?? "");

  beforeAll(async () => {
    await story.callQuay("POST /v1/organization/", { name: "acme" });
    if (face === native) server = await servePlugin(story);
    else
      await build({
        stdin: {
          contents: 'import "./squad"; export { dynamic } from "../../provider/serve/dynamic";',
          resolveDir: join(__dirname, "../fixtures"),
        },
        outfile: story.file("provider.js"),
        bundle: true,
        platform: "node",
        logLevel: "warning",
      });
  });
  afterAll(() => server?.close());

  const program = (more: Partial<SquadArgs>) => () => {
    const __provider = stored("Squad", story.file("provider.js"));
    const transformations = [
      ({ props, opts }: { props: object; opts: object }) => ({ props: { ...props, __provider }, opts }),
    ];
    new Squad("night", { organization: "acme", ...more }, face === native ? {} : { transformations });
  };

  const first = { password: "open-sesame", webhook: { url: "https://hooks.example/first-token" } };
  const second = { password: "close-sesame", webhook: { ...first.webhook, headers: { auth: "second-token" } } };

  /** Secrets in plain text in the state, in the output, in the engine's events or in a plan. */
  const leaks = async (...files: string[]) => {
    const { text: exported } = await story.pulumi("stack", "export");
    const written: Record<string, string> = {
      ...{
        exported,
        state: story.stateFile(),
        printed: story.output,
        events: JSON.stringify(events.filter((event) => !isOfSdk(event))),
      },
      ...Object.fromEntries(files.map((file) => [file, readFileSync(story.file(file), "utf8")])),
    };
    const places = Object.entries(written);
    expect(places.filter(([, text]) => !text.includes("night"))).toEqual([]);
    return places.flatMap(([place, text]) =>
      words.filter((word) => text.includes(word)).map((word) => `${word} in ${place}`),
    );
  };

  const words = ["open-sesame", "close-sesame", "first-token", "second-token", "third-token"];

  it("keeps them out of all output and state when it is created", async () => {
    const { text } = await story.preview(program(first), { ...loud, plan: story.file("plan.json") } as Options);
    expect(text).toContain("[secret]");
    await story.up(program(first), loud);
    expect((await shownState(story))["Squad night"]).toMatchObject({
      ...first,
      webhook: { ...first.webhook, tries: 3 },
    });
    expect(await leaks("plan.json")).toEqual([]);
  });

  it("and when it is refreshed, also after a change outside Pulumi", async () => {
    await story.refresh(loud);
    expect(story.state()["Squad night"]?.inputs.webhook).toHaveProperty("ciphertext");
    const description = JSON.stringify({
      ...{ rules: [], order: [], tools: [], others: {} },
      webhook: { url: "https://hooks.example/third-token", tries: 3 },
    });
    await story.callQuay("PUT /v1/organization/acme/team/night", { role: "member", description });
    await story.refresh(loud);
    const { webhook } = (await shownState(story))["Squad night"] ?? {};
    expect(webhook).toMatchObject({ url: "https://hooks.example/third-token" });
    for (const part of ["inputs", "outputs"] as const) {
      const { webhook, password } = story.state()["Squad night"]?.[part] ?? {};
      expect([webhook, password]).toEqual([
        expect.objectContaining({ ciphertext: expect.anything() }),
        expect.objectContaining({ ciphertext: expect.anything() }),
      ]);
    }
    expect(await leaks()).toEqual([]);
  });

  it("and when it is updated, and the next preview shows no change", async () => {
    const { steps } = await story.up(program(second));
    expect(steps).toEqual(["update Squad night"]);
    await story.up(program(second), { ...loud, refresh: true, runProgram: true, expectNoChanges: true });
    expect((await shownState(story))["Squad night"]).toMatchObject({ password: "close-sesame" });
    expect(await leaks()).toEqual([]);
  });

  it("and when it is malformed, or Quay refuses it and repeats them in the response", async () => {
    const { text } = await expectFailure(story.preview(program({ ...second, webhook: { url: "second-token" } }), loud));
    expect(text).toContain("webhook.url: This is not an address.");
    story.quay.fail("PUT /v1/organization/{orgname}/team/{teamname}", {
      status: 400,
      body: { message: "Cannot reach https://hooks.example/third-token" },
    });
    const third = { ...second, webhook: { url: "https://hooks.example/third-token" } };
    const refused = await expectFailure(story.up(program(third), loud));
    expect(refused.text).toContain("Cannot reach [secret]");
    expect(await leaks()).toEqual([]);
  });
});
