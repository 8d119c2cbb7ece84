import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SharedJournal } from "../../../provider/serve/journal";

describe("The journal of an engine operation", () => {
  let under = "";
  beforeEach(() => {
    under = mkdtempSync(join(tmpdir(), "journal-"));
  });
  afterEach(() => rmSync(under, { recursive: true }));

  const journal = (engine = "127.0.0.1:4000") => new SharedJournal(engine, under);
  const folder = () => join(under, readdirSync(under)[0] ?? "");
  const isOf = (line: object) => "of" in line;

  it("shares the entries of every provider process, in one order", () => {
    const [one, two] = [journal(), journal()];
    one.add({ of: "a" });
    two.add({ of: "b" });
    one.add({ of: "c" });
    const all = [{ of: "a" }, { of: "b" }, { of: "c" }];
    expect(one.news().filter(isOf)).toEqual(all);
    expect(two.news().filter(isOf)).toEqual(all);
    expect(two.news()).toEqual([]);
    one.add({ of: "d" });
    expect(two.news()).toEqual([{ of: "d" }]);
  });

  it("is separate for each engine, and readable by its owner only", () => {
    journal().add({ of: "a" });
    expect(journal("127.0.0.1:4001").news().filter(isOf)).toEqual([]);
    for (const name of readdirSync(under)) expect(statSync(join(under, name)).mode & 0o777).toBe(0o700);
  });

  it("is deleted with the last process", () => {
    journal().close();
    expect(readdirSync(under)).toEqual([]);
  });

  it("is not that of an operation that was killed, whose engine had the same address", () => {
    journal().add({ of: "a" });
    const { pid } = spawnSync(process.execPath, ["--version"]);
    writeFileSync(join(folder(), "journal"), `{"process":${pid}}\n{"of":"a"}\n`);
    expect(journal().news().filter(isOf)).toEqual([]);
    expect(readdirSync(under)).toHaveLength(1);
  });

  it("is not kept in a folder that others may write to", () => {
    journal();
    chmodSync(folder(), 0o777);
    expect(() => journal()).toThrow("belongs to somebody else");
  });
});
