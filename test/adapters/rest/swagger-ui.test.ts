import { adapters } from "../adapters";
import { browser, describeInBrowser } from "../browser";
import { prepare } from "../examples";
import { rows } from "../requirements";

describeInBrowser("The page of the REST adapter", () => {
  const quays = adapters();
  const at = browser();

  it("the page lists the sixteen operations, can call one of them, and loads nothing from other hosts", async () => {
    prepare(quays.quay);
    const url = await quays.rest();
    const { page } = at;
    await page.goto(url);
    await page.locator(".opblock").first().waitFor();
    expect((await page.locator(".opblock-summary-operation-id").allTextContents()).sort()).toEqual(
      rows.map(({ name }) => name).sort(),
    );
    const getrepo = page.locator("#operations-repository-getrepo");
    await getrepo.locator(".opblock-summary").click();
    await getrepo.getByRole("button", { name: "Try it out" }).click();
    await getrepo.getByPlaceholder("repository").fill("acme/web");
    await getrepo.getByRole("button", { name: "Execute" }).click();
    const answer = getrepo.locator(".live-responses-table tbody tr").first();
    await answer.waitFor();
    expect(await answer.locator(".response-col_status").textContent()).toContain("200");
    expect(await answer.locator(".response-col_description").textContent()).toContain('"name": "web"');
    expect(at.wrong).toEqual([]);
    if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT, fullPage: true });
  });
});
