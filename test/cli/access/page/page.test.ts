import { describeInBrowser } from "../../../adapters/browser";
import { small } from "./reports";
import { pages } from "./served-page";

describeInBrowser("The page of the access report", () => {
  const at = pages();
  afterEach(() => expect(at.wrong).toEqual([]));
  const everyone = ["everybody", "alice", "bob", "carol", "gone", "acme+ci", "acme+deploy", "acme+sync"];
  const shown = () => at.page.locator("#shown").textContent();

  it("shows people and robots against repositories, with everybody first and a letter for each role", async () => {
    await at.open(small);
    expect(await at.columns()).toEqual(everyone);
    expect(await at.rows()).toEqual([
      ...["acme/api", "acme/docs", "acme/frozen", "acme/mirrored", "acme/web"],
      ...["bob/notes", "bob/private"],
    ]);
    const letters = await at.page.locator(".row").nth(1).locator("[role=gridcell]").allTextContents();
    expect(letters).toEqual(["P", "A", "A", "A", "P", "P", "P", "P"]);
    expect(await shown()).toBe("7 of 7 repositories, 7 of 7 people and robots");
  });

  it("a click on a cell tells the paths and what limits them", async () => {
    await at.open(small);
    await at.cell("carol on acme/frozen").click();
    const words = () => at.page.locator("#details .words").textContent();
    expect(await words()).toBe(
      "admin because team ops administers acme; write, through team developers; READ_ONLY: nobody pushes",
    );
    expect(await at.page.locator("#details dl").textContent()).toBe("pullyespushnoadministeryes");
    await at.cell("gone on acme/web").click();
    expect(await words()).toBe("write, by a direct grant; the account is disabled");
    await at.cell("bob on acme/docs").click();
    expect(await words()).toContain("admin, by the grant that Quay gives to who creates a repository");
    await at.cell("everybody on bob/private").click();
    expect(await words()).toBe("no access");
  });

  it("keys move through the matrix and its headers, and the chosen cell is announced", async () => {
    await at.open(small);
    const grid = at.page.getByRole("grid");
    await grid.focus();
    const active = async () =>
      at.page.locator(`#${await grid.getAttribute("aria-activedescendant")}`).getAttribute("aria-label");
    for (const key of ["ArrowDown", "ArrowDown", "ArrowRight"]) await at.page.keyboard.press(key);
    expect(await active()).toMatch(/^alice on acme\/frozen: admin because team owners/);
    expect(await at.details().textContent()).toContain("alice on acme/frozen");
    await at.page.keyboard.press("Control+End");
    expect(await active()).toBe("acme+sync on bob/private: no access");
    await at.page.keyboard.press("Home");
    await at.page.keyboard.press("ArrowLeft");
    expect(await active()).toBe("bob/private, private, NORMAL");
    expect(await at.details().getByRole("listitem").allTextContents()).toEqual(["bob"]);
    await at.page.keyboard.press("ArrowRight");
    for (const _ of everyone) await at.page.keyboard.press("ArrowUp");
    await at.page.keyboard.press("ArrowRight");
    expect(await active()).toBe("alice");
    expect(await at.details().textContent()).toContain(
      "Every repository of acme: admin because team owners administers acme.",
    );
    expect(await at.details().textContent()).toContain("May create repositories in acme.");
  });

  it("searches repositories and people", async () => {
    await at.open(small);
    await at.page.getByRole("searchbox", { name: "Repositories" }).fill("OZEN");
    await at.page.getByRole("searchbox", { name: "People" }).fill("acme+");
    expect(await at.rows()).toEqual(["acme/frozen"]);
    expect(await at.columns()).toEqual(["acme+ci", "acme+deploy", "acme+sync"]);
    expect(await shown()).toBe("1 of 7 repositories, 3 of 7 people and robots");
    await at.page.getByRole("searchbox", { name: "People" }).fill("nobody of that name");
    await at.page.getByText("Nothing matches these filters.").waitFor();
    await at.page.getByRole("button", { name: "Reset" }).click();
    await at.page.getByText("7 of 7 repositories, 7 of 7 people").waitFor();
  });

  it("filters by role, kind, namespace, visibility, state and access", async () => {
    await at.open(small);
    const choose = (field: string, option: string) =>
      at.page.getByRole("combobox", { name: field }).selectOption(option);
    const only = at.page.getByRole("checkbox", { name: "only with access" });
    await choose("Kind", "robots");
    expect(await at.columns()).toEqual(["everybody", "acme+ci", "acme+deploy", "acme+sync"]);
    await only.check();
    await at.page.getByRole("checkbox", { name: "public only" }).uncheck();
    expect(await at.rows()).toEqual(["acme/api", "acme/mirrored", "acme/web"]);
    expect(await at.columns()).toEqual(["acme+ci", "acme+deploy", "acme+sync"]);
    await at.page.getByRole("checkbox", { name: "write" }).uncheck();
    expect([await at.rows(), await at.columns()]).toEqual([["acme/web"], ["acme+deploy"]]);
    await at.page.getByRole("button", { name: "Reset" }).click();
    await at.page.getByText("7 of 7 repositories, 7 of 7 people").waitFor();
    await choose("Namespace", "bob");
    expect(await at.rows()).toEqual(["bob/notes", "bob/private"]);
    await choose("Visibility", "public");
    expect(await at.rows()).toEqual(["bob/notes"]);
    await choose("Namespace", "all");
    await choose("Visibility", "all");
    await choose("State", "MIRROR");
    expect(await at.rows()).toEqual(["acme/mirrored"]);
  });

  it("tells notes, default permissions, teams with invitations, and applications", async () => {
    await at.open(small);
    const part = (title: string) =>
      at.page.locator("aside details", { has: at.page.locator("summary", { hasText: title }) });
    expect(await part("Notes").getByRole("listitem").allTextContents()).toEqual(small.notes);
    for (const title of ["Default permissions", "Teams", "Applications"]) await part(title).locator("summary").click();
    expect(await at.cellsOf("aside tbody tr")).toEqual([
      ["anyone", "robot acme+deploy", "read"],
      ["bob", "team developers", "write"],
      ["owners", "admin", "alice"],
      ["ops", "admin", "carol · invited: erin"],
      ["developers (synchronized)", "member", "bob, carol"],
    ]);
    expect(await part("Applications").textContent()).toContain("3 tokens.");
  });

  it("follows the browser's light or dark colours, with readable letters in both", async () => {
    await at.open(small);
    const style = (name: string): Promise<string> =>
      at.page.evaluate(`getComputedStyle(document.querySelector(".row .admin")).${name}`);
    const luminance = (colour: string) => {
      const parts = colour.match(/\d+/g)?.map((part) => Number(part) / 255) ?? [];
      const [red = 0, green = 0, blue = 0] = parts.map((part) =>
        part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const seen = new Set<string>();
    for (const colorScheme of ["light", "dark"] as const) {
      await at.page.emulateMedia({ colorScheme });
      const colours = [await style("color"), await style("backgroundColor")];
      const [dark = 0, light = 0] = colours.map(luminance).sort((a, b) => a - b);
      expect((light + 0.05) / (dark + 0.05)).toBeGreaterThan(4.5);
      seen.add(colours.join());
    }
    expect(seen.size).toBe(2);
  });

  it("folds the filters in a narrow window", async () => {
    await at.page.setViewportSize({ width: 390, height: 844 });
    await at.open(small);
    const field = at.page.getByRole("searchbox", { name: "Repositories" });
    expect(await field.isVisible()).toBe(false);
    await at.page.getByText("Filters", { exact: true }).click();
    await field.fill("web");
    expect(await at.rows()).toEqual(["acme/web"]);
    await at.page.setViewportSize({ width: 1280, height: 844 });
    await field.waitFor();
    expect(await at.page.getByText("Filters", { exact: true }).isVisible()).toBe(false);
  });
});
