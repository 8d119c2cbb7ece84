import { type LocalQuay, startQuay } from "../../../local-quay";
import { browser, describeInBrowser } from "../../adapters/browser";
import { command } from "../command";
import { addApplication } from "./fake-browser";

describeInBrowser("Login in a real browser", () => {
  const cli = command();
  const at = browser();
  let quay: LocalQuay;
  beforeAll(async () => {
    quay = await startQuay();
  });
  beforeEach(() => quay.reset());
  afterAll(() => quay.close());

  const login = () => {
    const clientId = addApplication(quay, "http://127.0.0.1:");
    return cli.start(["login", quay.url, "--client-id", clientId, "--no-browser", "--port", "0", "--print"]);
  };

  async function signIn(address: string) {
    await at.page.goto(address.trim());
    await at.page.getByLabel("User name").fill("admin");
    await at.page.getByLabel("Password").fill("password");
    await at.page.getByRole("button", { name: "Sign in" }).click();
    expect(await at.page.getByRole("listitem").allTextContents()).toEqual([
      "repo:admin",
      "repo:create",
      "org:admin",
      "user:admin",
    ]);
  }

  it("the user signs in and consents, and the token passes from the URL fragment to the terminal", async () => {
    const { says, ended } = login();
    await signIn(await says(/http\S+\/oauth\/authorize\?\S+/));
    await at.page.getByRole("button", { name: "Authorize" }).click();
    await at.page.getByRole("heading", { name: "You are logged in." }).waitFor();
    expect(await at.page.getByRole("paragraph").textContent()).toBe(`admin at ${quay.url}. You may close this window.`);
    const { code, stdout } = await ended;
    expect(code).toBe(0);
    expect(quay.store.tokens.get(stdout.trim())?.user.name).toBe("admin");
    // Neither the URL nor the page contains it any more.
    expect(new URL(at.page.url()).hash).toBe("");
    expect(await at.page.content()).not.toContain(stdout.trim());
    expect(at.wrong).toEqual([]);
  });

  it("the user refuses consent", async () => {
    const { says, ended } = login();
    await signIn(await says(/http\S+\/oauth\/authorize\?\S+/));
    await at.page.getByRole("button", { name: "Cancel" }).click();
    await at.page.getByRole("heading", { name: "No token was given." }).waitFor();
    expect(await ended).toMatchObject({ code: 1, stdout: "" });
    expect(at.wrong).toEqual([]);
  });
});
