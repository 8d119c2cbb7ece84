import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../engine/package-root";
import { pages } from "./pages";
import { scopesTable, withTable } from "./readme";
import type { Reference } from "./reference";

/** Writes the HTML pages, and the table of scopes in README. */
export function writeSite(reference: Reference): void {
  const root = packageRoot();
  const site = join(root, "site");
  rmSync(site, { recursive: true, force: true });
  mkdirSync(site);
  copyFileSync(join(root, "tools", "docs", "style.css"), join(site, "style.css"));
  for (const [name, page] of Object.entries(pages(reference))) writeFileSync(join(site, name), page);

  const readme = join(root, "README.md");
  writeFileSync(readme, withTable(readFileSync(readme, "utf8"), scopesTable(reference.kinds)));
}
