import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setupTimeout } from "../engine/workspace";
import { jestWith, nodeOf, untested } from "./node";

/** Loading the package, a kind's laws, the command, and an engine test with the CLI and a program in a folder. */
const some = ["test/provider/resources/repository.test", "test/cli/main", "test/engine/quickstart"];

/** Everything except for long tests that do not depend on Node: seeds of trouble, layouts of packages, most engine tests. */
const most = [
  ...["adapters", "cli", "local-quay", "provider", "sdk", "tools", "house"].map((folder) => `test/${folder}`),
  "test/package/plugin",
  ...[
    "quickstart",
    "stored-states",
    "blueprint",
    "import-file",
    "drift",
    "forced-replacement",
    "robots",
    "removal",
  ].map((story) => `test/engine/${story}`),
];

const everything = process.env.QUAY_TEST_VERSIONS === "all";
const files = everything ? most : some;
const other = [22, 24].filter((major) => major !== Number(process.versions.node.split(".")[0]));

describe("On Node", () => {
  it.each(other)(
    "%i the tests pass, in the program's process and in the provider's too",
    async (major) => {
      const node = await nodeOf(major);
      if (!node) return untested();
      const folder = await mkdtemp(join(tmpdir(), "pulumi-quay-"));
      try {
        const { ok, text } = await jestWith(node, files, join(folder, "record"));
        if (!ok) throw new Error(text);
        const ran = (await readFile(join(folder, "record"), "utf8")).trim().split("\n");
        expect(ran.filter((line) => !line.startsWith(`${major}.`))).toEqual([]);
        for (const process of ["jest", "cmd/run", "cmd/dynamic-provider", "pulumi-quay.js"])
          expect(ran.find((line) => line.includes(process))).toBeDefined();
      } finally {
        await rm(folder, { recursive: true, force: true, maxRetries: 3 });
      }
    },
    everything ? 60 * 60_000 : setupTimeout,
  );
});
