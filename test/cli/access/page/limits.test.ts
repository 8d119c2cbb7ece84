import { describeInBrowser } from "../../../adapters/browser";
import { hostile, hostileNames, large, small } from "./reports";
import { pages } from "./served-page";

describeInBrowser("The page of the access report, of names and sizes at their limits,", () => {
  const at = pages();
  afterEach(() => expect(at.wrong).toEqual([]));
  const shown = () => at.page.locator("#shown").textContent();

  it("hostile names stay text, and what is invisible in them is shown", async () => {
    await at.open(hostile);
    const dialogs: string[] = [];
    at.page.on("dialog", (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    const names = hostileNames.map((name) =>
      name.replace("\n", " ").replace(/[\u2028-\u202e]/g, (one) => `\\u${one.charCodeAt(0).toString(16)}`),
    );
    expect((await at.columns()).slice(1).sort()).toEqual([...names].sort());
    const rows = await at.rows();
    expect([...rows].sort()).toEqual(names.map((name) => `${names[1]}/${name}`).sort());
    for (const [row, repository] of rows.entries()) {
      await at.page.locator(`.row >> nth=${row}`).locator(".write").click();
      const name = repository.slice(`${names[1]}/`.length);
      expect(await at.page.locator("#details h2").textContent()).toBe(`${name} on ${repository}`);
    }
    for (const summary of await at.page.locator("aside summary").all()) await summary.click();
    await at.print();
    expect([await at.count("script"), await at.count("img")]).toEqual([2, 0]);
    expect(dialogs).toEqual([]);
  });

  it("requests nothing, and the browser would refuse it", async () => {
    await at.open(small);
    await at.cell("carol on acme/frozen").click();
    expect(at.requested).toEqual(["/"]);
    const fetched = await at.page.evaluate(() => fetch("/other").then(String, () => "refused"));
    expect(fetched).toBe("refused");
    const added = `document.head.append(Object.assign(document.createElement("script"), { textContent: "0" }))`;
    await expect(at.page.evaluate(added)).rejects.toThrow(/TrustedScript/);
    await at.page.evaluate(`document.body.append(Object.assign(new Image(), { src: "/image.png" }))`);
    expect(at.requested).toEqual(["/"]);
    at.wrong.length = 0;
  });

  it("draws of 1,000 repositories and 300 principals only what is in sight", async () => {
    expect(await at.open(large(1000, 300))).toBeLessThan(3_000_000);
    expect(await shown()).toBe("1,000 of 1,000 repositories, 300 of 300 people and robots");
    const grid = at.page.getByRole("grid");
    expect(await grid.getAttribute("aria-rowcount")).toBe("1001");
    expect(await grid.getAttribute("aria-colcount")).toBe("302");
    expect(await at.count("*")).toBeLessThan(3000);
    await grid.focus();
    await at.page.keyboard.press("Control+End");
    await at.cell("acme+robot-149 on acme/service-0999").waitFor();
    expect(await at.cell("acme+robot-149 on acme/service-0999").getAttribute("aria-colindex")).toBe("302");
    expect(await at.page.locator("[role=rowheader]", { hasText: "service-0999" }).isVisible()).toBe(true);
    await at.page.evaluate(`document.getElementById("grid").scrollTo(4000, 14000)`);
    await at.cell("person-120 on acme/service-0505").waitFor();
    await at.page.evaluate(`document.getElementById("grid").scrollTo(3700, 13700)`);
    await at.cell("person-110 on acme/service-0495").waitFor();
    expect(await at.count("*")).toBeLessThan(3000);
    for (const [selector, index] of [
      [".row", "aria-rowindex"],
      [".head > *", "aria-colindex"],
      [".row:nth-child(5) > *", "aria-colindex"],
    ]) {
      const drawn: string[] = await at.page.evaluate(
        `[...document.querySelectorAll("${selector}")].map((one) => one.getAttribute("${index}"))`,
      );
      expect(drawn.length).toBeGreaterThan(20);
      expect(drawn).toEqual([...drawn].sort((a, b) => Number(a) - Number(b)));
    }
    await at.page.getByRole("searchbox", { name: "People" }).fill("robot-7");
    expect(await shown()).toBe("1,000 of 1,000 repositories, 11 of 300 people and robots");
    await at.page.locator("[role=columnheader]", { hasText: /robot-7$/ }).click();
    expect(await at.details().getByRole("listitem").count()).toBeLessThan(500);
  });
});
