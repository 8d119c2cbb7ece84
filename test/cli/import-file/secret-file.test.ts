import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { writeSecretFile } from "../../../cli/import-file/secret-file";
import { type LocalQuay, startQuay } from "../../../local-quay";
import { command } from "../command";

describe("The file of import-file", () => {
  const cli = command();
  let quay: LocalQuay;
  let folder: string;
  beforeAll(async () => {
    quay = await startQuay();
  });
  beforeEach(() => {
    quay.reset();
    quay.store.addRobot(quay.store.addOrganization("acme"), "ci");
    folder = mkdtempSync(path.join(tmpdir(), "pulumi-quay-writing-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  afterAll(() => quay.close());

  const writing = (out: string) =>
    cli.run(["import-file", "--out", out, "Robot", "acme+ci"], { QUAY_URL: quay.url, QUAY_TOKEN: quay.token }, folder);

  it("replaces an existing file atomically, readable by its owner only, and leaves no temporary file", async () => {
    const out = path.join(folder, "import.json");
    writeFileSync(out, "{}", { mode: 0o644 });
    const before = statSync(out).ino;
    expect((await writing(out)).code).toBe(0);
    const { ino, mode } = statSync(out);
    expect([ino === before, mode & 0o777]).toEqual([false, 0o600]);
    expect(JSON.parse(readFileSync(out, "utf8")).resources).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(["import.json"]);
  });

  it("escapes zero-width and text direction characters in the program instead of omitting them", async () => {
    const description = "soft\u00ad zero\u200b mark\ufeff turned\u202e escape\u001b[31m";
    quay.store.addRobot(quay.store.organization("acme") as never, "ci", description);
    const { stdout } = await writing(path.join(folder, "import.json"));
    expect(stdout).toContain("soft\\u00ad zero\\u200b mark\\ufeff turned\\u202e escape\\u001b[31m");
  });

  it("is refused before any request to Quay where the path is not a file, which stays unchanged", async () => {
    const at = (name: string) => path.join(folder, name);
    mkdirSync(at("directory"));
    writeFileSync(at("target"), "theirs");
    symlinkSync(at("target"), at("link"));
    symlinkSync(at("nowhere"), at("dangling"));
    execFileSync("mkfifo", [at("pipe")]);
    const own = "and the file holds secrets. Give --out the name of a file of its own.\n";
    const refused = [
      [at("directory"), `is a directory, ${own}`],
      [at("link"), `is a symbolic link, ${own}`],
      [at("dangling"), `is a symbolic link, ${own}`],
      [at("pipe"), `is not a plain file, ${own}`],
      ["/dev/null", `is not a plain file, ${own}`],
      ["/dev/stdout", `is a symbolic link, ${own}`],
      [at("missing/import.json"), "cannot be written (ENOENT). Choose another place with --out.\n"],
      [at("target/import.json"), "cannot be written (ENOTDIR). Choose another place with --out.\n"],
    ] as const;
    const before = readdirSync(folder);
    const ended = await Promise.all(refused.map(([out]) => writing(out)));
    expect(ended).toEqual(refused.map(([out, why]) => ({ code: 1, stdout: "", stderr: `${out} ${why}` })));
    expect(readdirSync(folder)).toEqual(before);
    expect(readFileSync(at("target"), "utf8")).toBe("theirs");
    expect(quay.requests).toEqual([]);
  });

  it("is not left half-written when it cannot be moved into place", () => {
    const out = path.join(folder, `${"x".repeat(250)}.json`);
    expect(() => writeSecretFile(out, "{}")).toThrow("cannot be written (ENAMETOOLONG)");
    expect(() => writeSecretFile(`${folder}/new/`, "{}")).toThrow("cannot be written");
    expect(readdirSync(folder)).toEqual([]);
  });
});
