import { type LocalQuay, startQuay } from "../../local-quay";
import { onBothFaces, onOneFace } from "./faces";
import { expectFailure, Story } from "./stack";

onBothFaces("A stack whose settings point to another Quay", (quay) => {
  const story = new Story();
  let other: LocalQuay;
  beforeAll(async () => {
    other = await startQuay();
    const admin = other.store.user("admin");
    other.store.addTeam(other.store.addOrganization("acme", admin), "ops", "admin");
    other.push("acme/web", "v1");
  });
  afterAll(() => other.close());

  const program = () => {
    const acme = new quay.Organization("acme", { forceDelete: true });
    new quay.Team("ops", { organization: acme.name });
    new quay.Repository("web", { namespace: acme.name });
  };
  const host = ({ url }: LocalQuay) => new URL(url).host;
  const refusal = (many: string) =>
    `has ${many} of the Quay ${host(story.quay)}, and the settings lead to ${host(other)}`;
  const at = ({ url, token }: LocalQuay) => story.environment({ QUAY_URL: url, QUAY_TOKEN: token });

  it("is refused by destroy, preview, refresh and up, and changes nothing there", async () => {
    await story.up(program);
    at(other);
    other.requests.splice(0);
    for (const attempt of [
      () => story.destroy(),
      () => story.preview(),
      () => story.refresh(),
      () => story.up(program, { refresh: true }),
    ]) {
      const { text } = await expectFailure(attempt());
      expect(text).toMatch(/has (this resource|\d resources) of the Quay/);
      expect(text).toContain(`QUAY_MOVED_FROM=${host(story.quay)} pulumi refresh --run-program`);
    }
    expect(other.requests).toEqual([]);
    expect(other.store.team("acme", "ops")?.role).toBe("admin");
    expect(Object.keys(story.state())).toHaveLength(3);
  });

  it("reports it once for all resources that a refresh reads together, with their number", async () => {
    const { text } = await expectFailure(story.refresh());
    expect(text).toContain(refusal("3 resources"));
    // Pulumi prints an error more than once, but this one for one resource only.
    const reported = [...text.matchAll(/Could not read (\S+ \S+): The state has/g)].map(([, object]) => object);
    expect(new Set(reported).size).toBe(1);
  });

  it("works again when the settings are restored", async () => {
    at(story.quay);
    const { steps } = await story.preview(undefined, { refresh: true, expectNoChanges: true });
    expect(steps).toEqual([]);
  });
});

onOneFace("A Quay with more than one address", (quay) => {
  const story = new Story("configuration");
  const program = () => {
    const acme = new quay.Organization("acme", {});
    new quay.Repository("web", { namespace: acme.name });
    new quay.Robot("ci", { namespace: acme.name });
  };
  const set = async (settings: Record<string, string>) => {
    for (const [key, value] of Object.entries(settings)) await story.pulumi("config", "set", key, value);
  };
  const port = () => new URL(story.quay.url).port;

  it("is the same through a port-forward, with quay:registry: its name is read once, and nothing changes", async () => {
    await set({ "quay:registry": "quay.example.com" });
    await story.up(program);
    story.quay.hostname = "quay.example.com";
    await set({ "quay:url": `http://localhost:${port()}` });
    story.requested();
    await story.refresh({ runProgram: true, expectNoChanges: true });
    expect(story.requested().filter((route) => route === "GET /config")).toHaveLength(1);
    await story.preview(undefined, { expectNoChanges: true });
  });

  it("is another Quay when the server at the new address reports another name", async () => {
    story.quay.hostname = "staging.example.com";
    await set({ "quay:url": `http://127.0.0.1:${port()}` });
    const { text } = await expectFailure(story.refresh({ runProgram: true }));
    expect(text).toContain("of the Quay quay.example.com, and the settings lead to staging.example.com");
    story.quay.hostname = "quay.example.com";
  });

  it("has a new name, which QUAY_MOVED_FROM and a refresh store in the state, and nothing else", async () => {
    await set({ "quay:registry": "registry.example.com" });
    const before = story.state();
    expect((await expectFailure(story.preview())).text).toContain("of the Quay quay.example.com");
    story.environment({ QUAY_MOVED_FROM: "quay.example.com" });
    expect((await expectFailure(story.up())).text).toContain("of the Quay quay.example.com");
    story.requested();
    await story.refresh({ runProgram: true });
    story.environment({ QUAY_MOVED_FROM: "" });
    expect(story.writes()).toEqual([]);
    const after = story.state();
    expect(after["Repository web"]?.outputs.image).toBe("registry.example.com/acme/web");
    for (const [name, { outputs }] of Object.entries(after)) {
      expect(outputs.__origin).toMatchObject({ quay: "registry.example.com" });
      const { __origin, image, dockerConfigJson, ...rest } = outputs;
      expect(before[name]?.outputs).toMatchObject(JSON.parse(JSON.stringify({ ...rest, token: undefined })));
    }
    await story.preview(undefined, { refresh: true, runProgram: true, expectNoChanges: true });
    await story.destroy();
    expect(story.state()).toEqual({});
  });
});
