import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const folder = join(__dirname, "..", "..", "docs");

/** The pages of the documentation, by file name. */
export const pages: Record<string, string> = Object.fromEntries(
  readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
);

/** The programs between the fences of a language. */
export function programs(page: string, language: string): string[] {
  const fenced = new RegExp(String.raw`^ *\`\`\`${language}\n([\s\S]*?)^ *\`\`\`$`, "gm");
  return [...page.matchAll(fenced)].map(([, text = ""]) => text);
}

/** The command lines of a page: of its shell programs, and those within sentences; of a pipe each command. */
export function commands(page: string): string[] {
  const lines = programs(page, "sh").flatMap((program) => program.split("\n"));
  const inline = [...page.replace(/^ *```[\s\S]*?^ *```$/gm, "").matchAll(/`([^`\n]+)`/g)].map(([, text = ""]) => text);
  return [...lines, ...inline]
    .flatMap((line) => line.replace(/ {2,}#.*/, "").split(" | "))
    .map((command) => command.trim().replace(/^([A-Z_]+=\S+ )+/, ""));
}
