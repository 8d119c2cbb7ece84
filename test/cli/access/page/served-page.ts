import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { htmlPage } from "../../../../cli/access/page/page";
import type { AccessReport } from "../../../../cli/access/report";
import { browser } from "../../../adapters/browser";

/** A browser that shows pages of reports, and what it requested. */
export function pages() {
  const at = browser();
  const requested: string[] = [];
  let html = "";
  let server: Server;
  beforeAll(async () => {
    server = createServer(({ url = "" }, answer) => {
      requested.push(url);
      answer.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(html);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  return {
    requested,
    get wrong() {
      return at.wrong;
    },
    get page() {
      return at.page;
    },
    /** Opens the page of a report, and gives its size in characters. */
    async open(report: AccessReport): Promise<number> {
      requested.length = 0;
      html = htmlPage(report, "1 December 2026, 12:00 UTC");
      await at.page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      return html.length;
    },
    /** Shows what would be printed. */
    async print(): Promise<void> {
      await at.page.emulateMedia({ media: "print" });
      await at.page.locator("#print > table").waitFor();
    },
    cell: (name: string) => at.page.getByRole("gridcell", { name }),
    /** Names of the repositories or people that the matrix shows. */
    rows: () => at.page.locator("[role=rowheader] .name").allTextContents(),
    columns: () => at.page.locator("[role=columnheader] .name").allTextContents(),
    details: () => at.page.locator("#details"),
    /** The texts in the cells of table rows. */
    cellsOf: (rows: string): Promise<string[][]> =>
      at.page.evaluate(
        `[...document.querySelectorAll(${JSON.stringify(rows)})].map(({ cells }) => [...cells].map((cell) => cell.textContent))`,
      ),
    count: (selector: string) => at.page.locator(selector).count(),
  };
}
