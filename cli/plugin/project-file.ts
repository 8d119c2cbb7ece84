import { isDeepStrictEqual } from "node:util";
import { type Document, isMap, isSeq, parse, parseDocument, stringify, YAMLMap, type YAMLSeq } from "yaml";

export interface Linked {
  /** The content of the file, unchanged when it had the entry. */
  text: string;
  /** The path that the entry had before. */
  replaced?: string;
}

/** Writes the path of the plugin into the text of a Pulumi.yaml. Comments, and what is not about this plugin, remain. */
export function withPlugin(text: string, path: string, file = "Pulumi.yaml"): Linked {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw new Error(`${file} is not YAML: ${error.message.split("\n")[0]}`);
  if (!isMap(document.contents)) throw new Error(`${file} is not a Pulumi project: it has no name and no runtime.`);

  const providers = providersOf(document, file);
  const entry = providers.items.find((one): one is YAMLMap => isMap(one) && one.get("name") === "quay");
  const replaced = entry?.get("path");
  if (replaced === path) return { text };
  if (entry) entry.set("path", path);
  else providers.add(document.createNode({ name: "quay", path }));
  return { text: written(document, text), ...(typeof replaced === "string" && { replaced }) };
}

/** The list plugins.providers of a project, which is made if there is none. */
function providersOf(document: Document, file: string): YAMLSeq {
  const plugins = document.get("plugins") ?? new YAMLMap();
  if (!isMap(plugins))
    throw new Error(`In ${file} plugins is not a map: it holds providers, a list of names and paths.`);
  const providers = plugins.get("providers") ?? document.createNode([]);
  if (!isSeq(providers)) throw new Error(`In ${file} plugins.providers is not a list of names and paths.`);
  plugins.set("providers", providers);
  document.set("plugins", plugins);
  return providers;
}

/** Only a file that has plugins already is written anew; to others the lines are appended. */
function written(document: Document, before: string): string {
  const { plugins, ...rest } = document.toJS();
  const newline = before.includes("\r\n") ? "\r\n" : "\n";
  const inFile = (text: string) => text.replaceAll(/\r?\n/g, newline);
  const appended = inFile(`${before.replace(/\s*$/, "\n")}${stringify({ plugins })}`);
  const isComplete = isDeepStrictEqual(parsed(appended), { ...rest, plugins });
  return isComplete ? appended : inFile(document.toString({ lineWidth: 0, ...indentation(before) }));
}

/** The indentation that the file has. */
function indentation(text: string) {
  const [spaces = "  "] = /^ +(?=\w)/m.exec(text) ?? [];
  return { indent: spaces.length, indentSeq: !/^( *)[^ ].*:\r?\n\1- /m.test(text) };
}

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
