import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeFiles } from "../../../cli/adopt/program-files";

describe("The files of an adopted program", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "adopted-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const acme = { path: "organizations/acme.ts", text: "one\n" };
  const index = { path: "index.ts", text: 'import "./organizations/acme";\nimport "./organizations/umbrella";\n' };
  const read = (path: string) => readFileSync(join(folder, path), "utf8");

  it("are written with their folders, and are as they were the next time", () => {
    expect(writeFiles(folder, [acme, index])).toEqual({ written: [acme.path, index.path], unchanged: [], toAdd: [] });
    expect(read(acme.path)).toBe("one\n");
    expect(writeFiles(folder, [acme, index])).toEqual({ written: [], unchanged: [acme.path, index.path], toAdd: [] });
  });

  it("do not take the place of another text without force, and then none of them is written", () => {
    writeFiles(folder, [acme]);
    const files = [
      { path: "organizations/umbrella.ts", text: "new\n" },
      { ...acme, text: "two\n" },
    ];
    expect(() => writeFiles(folder, files)).toThrow("organizations/acme.ts: there is a file with other text. --force");
    expect(read(acme.path)).toBe("one\n");
    expect(() => read("organizations/umbrella.ts")).toThrow("ENOENT");
    expect(writeFiles(folder, files, { force: true }).written).toHaveLength(2);
    expect(read(acme.path)).toBe("two\n");
  });

  it("leave an index.ts alone, also with force, and tell which lines it lacks", () => {
    const mine = 'import * as quay from "pulumi-quay";\nimport "./organizations/acme";\n';
    writeFileSync(join(folder, "index.ts"), mine);
    for (const force of [false, true]) {
      expect(writeFiles(folder, [index], { force })).toEqual({
        written: [],
        unchanged: [],
        toAdd: ['import "./organizations/umbrella";'],
      });
    }
    expect(read("index.ts")).toBe(mine);
  });
});
