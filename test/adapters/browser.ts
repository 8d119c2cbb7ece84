import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";

const executablePath = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
].find((file) => file !== undefined && existsSync(file));

/** The installed browser. Without one these tests are skipped, with a message. */
export const describeInBrowser = executablePath ? describe : describe.skip;

if (!executablePath) {
  process.stderr.write(
    "There is no Chromium here: the tests in a browser are skipped. Set CHROMIUM to the path of one.\n",
  );
}

/** A browser for the tests of a file, with a new page for each of them that records errors. */
export function browser() {
  let running: Browser;
  let page: Page;
  /** Errors of the page, and its requests to other hosts. */
  const wrong: string[] = [];
  beforeAll(async () => {
    running = await chromium.launch({ executablePath });
  });
  beforeEach(async () => {
    wrong.length = 0;
    page = await (await running.newContext()).newPage();
    page.setDefaultTimeout(20_000);
    page.on("console", (message) => {
      // Browsers request an icon by themselves.
      const isIcon = message.location().url.includes("/favicon.ico");
      if (message.type() === "error" && !isIcon) wrong.push(message.text());
    });
    page.on("pageerror", (error) => wrong.push(error.message));
    page.on("request", (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol !== "data:" && hostname !== "127.0.0.1") wrong.push(request.url());
    });
  });
  afterEach(() => page.context().close());
  afterAll(() => running.close());
  return {
    wrong,
    get page() {
      return page;
    },
  };
}
