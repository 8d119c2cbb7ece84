import { readFileSync } from "node:fs";
import { onBothFaces } from "./faces";
import { shownState } from "./secrets";
import { expectFailure, type Options, Story } from "./stack";

interface Cache {
  username?: string;
  password?: string;
  expirationSeconds?: number;
}

const passwords = ["open-sesame", "close-sesame", "open-barley"];

onBothFaces("A proxy cache", (quay) => {
  const story = new Story("configuration");
  const held = () => story.quay.store.organization("acme")?.proxyCache;

  const program = (cache: Cache) => () => {
    const acme = new quay.Organization("acme");
    new quay.ProxyCache("acme", { organization: acme.name, upstream: "docker.io", ...cache });
  };
  const right = { username: "puller", password: "open-sesame" };
  const wrong = { username: "puller", password: "close-sesame" };
  const rotated = { username: "puller", password: "open-barley" };
  const logins = (password: string) => {
    story.quay.remoteRegistries["docker.io"] = { logins: { puller: password } };
  };

  /** Passwords in plain text in the state, in the output, in the engine's events or in a file. */
  const leaks = async (...files: string[]) => {
    const { text: exported } = await story.pulumi("stack", "export");
    const isOfSdk = (event: (typeof story.events)[number]) =>
      / RPC finished: /.test(event.diagnosticEvent?.message ?? "");
    const written: Record<string, string> = {
      ...{ exported, state: story.stateFile(), printed: story.output },
      events: JSON.stringify(story.events.filter((event) => !isOfSdk(event))),
      ...Object.fromEntries(files.map((file) => [file, readFileSync(story.file(file), "utf8")])),
    };
    expect(Object.entries(written).filter(([, text]) => !text.includes("ProxyCache"))).toEqual([]);
    return Object.entries(written).flatMap(([place, text]) =>
      passwords.filter((password) => text.includes(password)).map((password) => `${password} in ${place}`),
    );
  };

  it("with a wrong password is not made, and the error names the inputs", async () => {
    logins("open-sesame");
    const { text } = await expectFailure(story.up(program(wrong)));
    expect(text).toContain("Could not create ProxyCache acme: Quay refused POST");
    expect(text).toContain("docker.io: username and password are wrong there, or Quay cannot reach it.");
    expect(held()).toBeUndefined();
    expect(story.state()).not.toHaveProperty("ProxyCache acme");
  });

  it("is made with the right one, which no preview, plan, output or state shows", async () => {
    await story.preview(program(right), { plan: story.file("plan.json") } as Options);
    await story.up();
    expect(held()).toMatchObject(right);
    await story.preview(undefined, { refresh: true, expectNoChanges: true });
    await story.refresh();
    const { inputs, outputs } = story.state()["ProxyCache acme"] ?? {};
    expect([inputs?.password, outputs?.password]).toEqual([
      expect.objectContaining({ ciphertext: expect.anything() }),
      expect.objectContaining({ ciphertext: expect.anything() }),
    ]);
    expect((await shownState(story))["ProxyCache acme"]).toMatchObject(right);
    expect(await leaks("plan.json")).toEqual([]);
  });

  it("rotated to a wrong password goes on with the one before, and the next preview shows the difference", async () => {
    const { text } = await expectFailure(story.up(program({ ...wrong, expirationSeconds: 60 })));
    expect(text).toContain("Could not update ProxyCache acme: ");
    expect(text).toContain("The one before is in force again, with its login.");
    expect(held()).toMatchObject({ ...right, expiration_s: 86_400 });
    expect((await shownState(story))["ProxyCache acme"]).toMatchObject(right);
    const { steps, changes } = await story.preview();
    expect(steps).toEqual(["update ProxyCache acme"]);
    expect(Object.keys(changes["ProxyCache acme"] ?? {}).sort()).toEqual(["expirationSeconds", "password"]);
    await story.preview(program(right), { refresh: true, expectNoChanges: true });
    expect(await leaks()).toEqual([]);
  });

  it("rotated to the right one has it in Quay", async () => {
    logins("open-barley");
    const { steps } = await story.up(program({ ...rotated, expirationSeconds: 60 }));
    expect(steps).toEqual(["update ProxyCache acme"]);
    expect(held()).toMatchObject({ ...rotated, expiration_s: 60 });
    await story.up(undefined, { refresh: true, runProgram: true, expectNoChanges: true });
  });

  it("that was deleted by a killed run is dropped by the next refresh and made anew", async () => {
    await story.callQuay("DELETE /v1/organization/acme/proxycache");
    const { steps } = await story.up(undefined, { refresh: true, runProgram: true });
    expect(steps).toContain("create ProxyCache acme");
    expect(held()).toMatchObject({ ...rotated, expiration_s: 60 });
  });

  it("whose program drops the login has none in Quay", async () => {
    await story.up(program({ expirationSeconds: 60 }));
    expect(held()).toMatchObject({ username: null, password: null });
    expect((await shownState(story))["ProxyCache acme"]).not.toHaveProperty("password");
    await story.preview(undefined, { refresh: true, expectNoChanges: true });
  });

  it("that somebody changed is healed", async () => {
    await story.up(program(rotated));
    await story.callQuay("DELETE /v1/organization/acme/proxycache");
    await story.callQuay("POST /v1/organization/acme/proxycache", { upstream_registry: "quay.io" });
    const { changes } = await story.preview(undefined, { refresh: true, runProgram: true });
    expect(changes).toEqual({ "ProxyCache acme": { upstream: { from: "quay.io", to: "docker.io" } } });
    await story.up(undefined, { refresh: true, runProgram: true });
    expect(held()).toMatchObject({ upstream_registry: "docker.io", ...rotated });
  });

  it("that is adopted gets the program's login once, and one without says before what a change would cost", async () => {
    await story.pulumi("state", "delete", story.urn("ProxyCache acme"), "--yes");
    const adopting = (cache: Cache) => () => {
      const acme = new quay.Organization("acme");
      new quay.ProxyCache("acme", { organization: acme.name, upstream: "docker.io", adopt: true, ...cache });
    };
    story.requested();
    await story.up(adopting({}));
    expect(story.writes()).toEqual([]);
    const { notices } = await story.preview(adopting({ expirationSeconds: 60 }));
    expect(Object.values(notices).flat().join()).toContain("ProxyCache acme is made anew, without a login");
    expect(held()).toMatchObject(rotated);
    const { steps } = await story.up(adopting(rotated));
    expect(steps).toEqual(["update ProxyCache acme"]);
    expect(held()).toMatchObject(rotated);
    await story.preview(undefined, { refresh: true, expectNoChanges: true });
    expect(await leaks()).toEqual([]);
  });

  it("is gone after a destroy, and what was pulled stays, with the organization", async () => {
    story.quay.push("acme/library/alpine", "3.20");
    const { text } = await expectFailure(story.destroy());
    expect(text).toContain("Could not delete Organization acme");
    expect(held()).toBeUndefined();
    expect(story.quay.store.repository("acme", "library/alpine")?.tags).toHaveLength(1);
  });
});
