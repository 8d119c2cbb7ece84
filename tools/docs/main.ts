import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../engine/package-root";
import { pages } from "./pages";
import { scopesTable, withTable } from "./readme";
import { reference } from "./reference";

const root = packageRoot();
const site = join(root, "site");
const found = reference();

rmSync(site, { recursive: true, force: true });
mkdirSync(site);
copyFileSync(join(root, "tools", "docs", "style.css"), join(site, "style.css"));
for (const [name, page] of Object.entries(pages(found))) writeFileSync(join(site, name), page);

const readme = join(root, "README.md");
writeFileSync(readme, withTable(readFileSync(readme, "utf8"), scopesTable(found.kinds)));
console.log(`${found.kinds.length + 1} pages: ${join(site, "index.html")}`);
