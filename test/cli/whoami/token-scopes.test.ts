import { scopesOf } from "../../../cli/whoami/token-scopes";
import { getLoggedInUser } from "../../../provider/quay/api/user";
import { Quay } from "../../../provider/quay/client/quay";
import { fastRetries, harness } from "../../harness";

describe("The scopes of a token", () => {
  const at = harness();

  it("are determined although the path of the first repository is read as another resource by Quay's API", async () => {
    const { store } = at.quay;
    const acme = store.addOrganization("acme");
    const names = ["a/tag/v1", "a"];
    for (const name of names) store.addRepository(acme, name, store.user("admin"));
    const token = at.quay.mint({ scope: "user:read repo:read" });
    const settings = { url: at.quay.url, token, registry: "x", timeoutSeconds: 60, concurrency: 4 };
    const quay = new Quay(settings, { retryPolicy: fastRetries, notice: () => {} });
    const { held } = await scopesOf(quay, await getLoggedInUser(quay, {}), false);
    expect(held).toEqual(["repo:read", "user:read"]);
    store.namespace("acme")?.repositories.delete("a");
    const { unknown } = await scopesOf(quay, await getLoggedInUser(quay, {}), false);
    expect(unknown).toContain("repo:read");
    await quay.close();
  });
});
