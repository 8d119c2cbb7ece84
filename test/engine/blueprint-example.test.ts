import { Directory } from "./directory";

describe("The example of a blueprint, run by the CLI in its folder,", () => {
  const here = new Directory({ example: "blueprint" });
  beforeAll(() => {
    for (const name of ["alice", "bob"]) here.quay.addUser(name);
  });

  it("makes what it says, and tells what to pull and with which login", async () => {
    await here.done("up", "--skip-preview", "--yes");
    const { store, url } = here.quay;
    const host = new URL(url).host;
    expect(JSON.parse(await here.done("stack", "output", "--json"))).toEqual({
      images: { web: `${host}/acme/web`, "base/node": `${host}/acme/base/node` },
      clusterLogin: "[secret]",
    });
    const { auths } = JSON.parse(await here.done("stack", "output", "--show-secrets", "clusterLogin"));
    const login = Buffer.from(auths[host].auth, "base64").toString();
    expect(login).toBe(`acme+cluster:${store.robot("acme+cluster")?.token}`);
    const grants = store.repository("acme", "base/node")?.grants;
    expect([...(grants ?? [])].map(([{ name }, role]) => `${name} ${role}`).sort()).toEqual([
      "acme+ci write",
      "acme+cluster read",
      "admin admin",
      "ops admin",
    ]);
  });

  it("has nothing more to do then, and leaves nothing behind", async () => {
    await here.done("preview", "--refresh", "--run-program", "--expect-no-changes");
    await here.done("destroy", "--skip-preview", "--yes");
    expect(here.quay.store.organizations()).toEqual([]);
    expect(here.state()).toEqual({});
  });
});
