import { findEngine, temporaryWorkspace } from "../../tools/engine";
import { command } from "../cli/command";
import { run } from "../package/tarball";
import { commands, pages } from "./markdown";

const all = [...new Set(Object.values(pages).flatMap(commands))];

/** The words of a command up to an argument or option, and the names of its options. */
function parts(line: string) {
  const [text = "", ...options] = line.split(/ (?=--\w)/);
  const words = text.split(" ");
  const argument = words.findIndex((word) => !/^[a-z-]+$/.test(word));
  return {
    words: argument < 0 ? words : words.slice(0, argument),
    options: options.map((option) => option.split(/[ =]/)[0] as string),
  };
}

describe("The commands of the documentation", () => {
  const cli = command();

  it("of Pulumi's are commands and options of the CLI", async () => {
    const { env, dir, remove } = await temporaryWorkspace(await findEngine());
    const ours = all.filter((line) => /^pulumi [a-z]/.test(line));
    expect(ours.length).toBeGreaterThan(15);
    const groups = ["config", "package", "plugin", "stack", "state"];
    try {
      for (const line of ours) {
        const { words, options } = parts(line);
        const named = words.slice(1, groups.includes(words[1] ?? "") ? 3 : 2);
        const { printed } = await run("pulumi", [...named, "--help"], dir, env);
        const [, usage = ""] = /^Usage:\n {2}pulumi (.*)$/m.exec(printed) ?? [];
        const [, aliases = ""] = /^Aliases:\n {2}(.*)$/m.exec(printed) ?? [];
        const names = [...aliases.split(", "), usage.split(" ")[named.length - 1]];
        expect([line, names.includes(named.at(-1))]).toEqual([line, true]);
        expect([line, options.filter((option) => !printed.includes(`${option} `))]).toEqual([line, []]);
      }
    } finally {
      await remove();
    }
  }, 900_000);

  it("of this package are its commands and options", async () => {
    const ours = all.filter((line) => /^npx pulumi-quay/.test(line));
    expect(ours.length).toBeGreaterThan(3);
    for (const line of ours) {
      const { words, options } = parts(line.replace("pulumi-quay@latest", "pulumi-quay"));
      const named = words.slice(2, words[2] === "plugin" ? 4 : 3);
      const { code, stdout } = await cli.run([...named, "--help"]);
      expect([line, code, stdout.startsWith(`Usage: pulumi-quay ${named.join(" ")} `)]).toEqual([line, 0, true]);
      expect([line, options.filter((option) => !stdout.includes(`${option} `))]).toEqual([line, []]);
    }
  });
});
