import { describeInBrowser } from "../../../adapters/browser";
import { large, small } from "./reports";
import { pages } from "./served-page";

describeInBrowser("The printed access report", () => {
  const at = pages();
  afterEach(() => expect(at.wrong).toEqual([]));

  it("prints what the filters show as a table, with the rest of the report below", async () => {
    await at.open(small);
    await at.page.getByRole("searchbox", { name: "Repositories" }).fill("acme/");
    await at.print();
    expect(await at.page.getByRole("grid").isVisible()).toBe(false);
    const print = at.page.locator("#print");
    expect(await print.locator("p").allTextContents()).toEqual(
      expect.arrayContaining(["Only: repositories “acme/”. 5 repositories, 7 people and robots."]),
    );
    await print.getByText("Administrators of acme: alice, carol").waitFor();
    expect(await at.cellsOf("#print > table tbody tr")).toEqual([
      ["acme/api private", "admin", "administrators of the namespace"],
      ["write", "bob, acme+ci"],
      ["acme/docs public", "admin", "administrators of the namespace, bob"],
      ["public only", "everybody"],
      ["acme/frozen private, READ_ONLY", "admin", "administrators of the namespace"],
      ["write", "bob"],
      ["acme/mirrored private, MIRROR, by acme+sync", "admin", "administrators of the namespace"],
      ["write", "acme+sync"],
      ["acme/web private", "admin", "administrators of the namespace"],
      ["write", "bob, gone (disabled)"],
      ["read", "acme+deploy"],
    ]);
    expect(await print.getByText("invited: erin").isVisible()).toBe(true);
    await at.page.emulateMedia({ media: "screen" });
    await print.locator("> table").waitFor({ state: "detached" });
    expect(await at.page.getByRole("grid").isVisible()).toBe(true);
  });

  it("where Quay answers nobody without credentials, everybody is struck through and not printed", async () => {
    await at.open({ ...small, anonymousAccess: false });
    expect(await at.cell("everybody on acme/docs").getAttribute("class")).toContain("takes-all");
    await at.print();
    expect((await at.cellsOf("#print > table tbody tr")).at(3)).toEqual([
      "public only",
      "gone (disabled), acme+ci, acme+deploy, acme+sync",
    ]);
  });

  it("prints every page of a long report", async () => {
    await at.open(large(200, 20));
    const pdf = (await at.page.pdf()).toString("latin1");
    expect(pdf.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(5);
  });
});
