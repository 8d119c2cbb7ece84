export const HEADER = "// Written by npm run generate. Do not edit.\n";

export const WIDTH = 120;

/** The line, or where it is too long its broken form, as the formatter writes them. */
export const fitting = (line: string, broken: string) => (line.length <= WIDTH ? line : broken);

export const inLines = (begin: string, names: readonly string[], end: string) =>
  [begin, ...names.map((name) => `  ${name},`), end].join("\n");

export function docComment(text: string): string {
  const lines = text.split("\n");
  if (lines.length === 1) return `/** ${text} */`;
  return ["/**", ...lines.map((line) => ` * ${line}`.trimEnd()), " */"].join("\n");
}
