import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type LocalQuay, startQuay } from "../../../local-quay";
import { command } from "../command";
import { seedAcme } from "./organization";

describe("pulumi-quay access --html", () => {
  const cli = command();
  let quay: LocalQuay;
  let folder: string;
  beforeAll(async () => {
    quay = await startQuay();
    folder = await mkdtemp(path.join(tmpdir(), "pulumi-quay-html-"));
  });
  beforeEach(() => {
    quay.reset();
    seedAcme(quay);
  });
  afterAll(async () => {
    await quay.close();
    await rm(folder, { recursive: true });
  });
  const run = (...args: string[]) =>
    cli.run(["access", ...args], { QUAY_URL: quay.url, QUAY_TOKEN: quay.token }, folder);

  it("writes the page, and says where", async () => {
    const { code, stdout, stderr } = await run("acme", "--html", "access.html");
    expect([code, stdout]).toEqual([0, ""]);
    expect(stderr).toContain("access.html is written: open it in a browser.");
    const page = await readFile(path.join(folder, "access.html"), "utf8");
    const { repositories, namespaces } = JSON.parse(/id="data">(.*)<\/script>/.exec(page)?.[1] ?? "");
    expect(namespaces.map(({ name }: { name: string }) => name)).toEqual(["acme"]);
    expect(repositories.map(({ name }: { name: string }) => name)).toContain("web");
  });

  it("a file that cannot be written is named", async () => {
    const { code, stderr } = await run("acme", "--html", "missing/access.html");
    expect(code).not.toBe(0);
    expect(stderr).toContain("missing/access.html cannot be written (ENOENT).");
  });

  it("goes with nothing that asks for another answer", async () => {
    const { code, stderr } = await run("acme", "--html", "access.html", "--json");
    expect(code).not.toBe(0);
    expect(stderr).toContain("--html is about all that is read");
    expect(quay.requests).toEqual([]);
  });
});
