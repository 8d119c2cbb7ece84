import { parse } from "yaml";
import { withPlugin } from "../../../cli/plugin/project-file";

const path = "node_modules/pulumi-quay/plugin";
const entry = `plugins:\n  providers:\n    - name: quay\n      path: ${path}\n`;

describe("The plugin in a Pulumi.yaml", () => {
  it("is appended to a file that has no plugins, which keeps every byte that it had", () => {
    const odd =
      "# Ours.\nname:   acme   # the project\nruntime: {name: nodejs,   options: {typescript: false}}\n\nconfig:\n    a: 1";
    expect(withPlugin(odd, path)).toEqual({ text: `${odd}\n${entry}` });
    expect(withPlugin("name: a\r\nruntime: yaml\r\n", path).text).toBe(
      `name: a\r\nruntime: yaml\r\n${entry.replaceAll("\n", "\r\n")}`,
    );
  });

  it("is written once", () => {
    const { text } = withPlugin("name: acme\nruntime: yaml\n", path);
    expect(withPlugin(text, path)).toEqual({ text });
  });

  it("joins the plugins that are there, and comments remain", () => {
    const before = [
      "name: acme",
      "runtime: yaml",
      "plugins:",
      "  # made here",
      "  providers:",
      "    - name: other # a fork",
      "      path: ../other",
      "  analyzers: []",
      "",
      "# The end.",
      "",
    ];
    const after = [...before];
    after.splice(7, 0, "    - name: quay", `      path: ${path}`);
    expect(withPlugin(before.join("\n"), path)).toEqual({ text: after.join("\n") });
  });

  it.each([
    ["by four", "    providers:", "        - name: ", "          path: "],
    ["by two, and lists not at all", "  providers:", "  - name: ", "    path: "],
  ])("is indented as the file is, %s", (_, providers, name, value) => {
    const lines = ["runtime: yaml", "plugins:", providers, `${name}other`, `${value}../other`, ""];
    const linked = [...lines.slice(0, -1), `${name}quay`, `${value}${path}`, ""];
    expect(withPlugin(lines.join("\n"), path).text).toBe(linked.join("\n"));
  });

  it.each([
    ["an empty key", "name: acme\nruntime: yaml\nplugins:\n"],
    ["plugins of other sorts", "name: acme\nruntime: yaml\nplugins:\n  analyzers:\n    - name: a\n      path: b\n"],
    ["JSON", '{ "name": "acme", "runtime": "yaml" }\n'],
    ["an end of the document", "---\nname: acme\nruntime: yaml\n...\n"],
  ])("is written to a file with %s", (_, before) => {
    const { plugins, ...rest } = parse(before);
    expect(parse(withPlugin(before, path).text)).toEqual({
      ...rest,
      plugins: { ...plugins, providers: [{ name: "quay", path }] },
    });
  });

  it("takes the place of another path", () => {
    const elsewhere = `name: acme # ours\nruntime: yaml\n${entry.replace(path, "../a/plugin # of a clone")}`;
    expect(withPlugin(elsewhere, path)).toEqual({
      text: `name: acme # ours\nruntime: yaml\n${entry.replace(path, `${path} # of a clone`)}`,
      replaced: "../a/plugin",
    });
  });

  it.each([
    ["name: [", "P.yaml is not YAML: "],
    ["", "P.yaml is not a Pulumi project"],
    ["- a", "P.yaml is not a Pulumi project"],
    ["name: a\nplugins: [b]", "In P.yaml plugins is not a map"],
    ["name: a\nplugins: { providers: quay }", "In P.yaml plugins.providers is not a list"],
  ])("is not written to %j", (text, sentence) => {
    expect(() => withPlugin(text, path, "P.yaml")).toThrow(sentence);
  });
});
