import { createHash } from "node:crypto";
import { onOneLine } from "../../../adapters/one-line";
import { escaped } from "../../../provider/quay/client/masking";
import type { AccessReport } from "../report";
import { pageAssets } from "./assets";
import { type PageData, pageData } from "./data";

/**
 * One page that needs nothing else, and may load nothing else: a matrix of who may do what, with search and filters.
 * `made` is when the report was made, in words.
 */
export function htmlPage(report: AccessReport, made?: string): string {
  const { script, style } = pageAssets();
  const data: PageData = { ...pageData(report), made };
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy.join("; ")}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Who may do what</title>
<style>${style}</style>
</head>
<body>
${content}
<script type="application/json" id="data">${embedded(data)}</script>
<script>${script}</script>
</body>
</html>
`;
}

const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** JSON that cannot end its element; what is invisible in names is shown as an escape. */
const embedded = (data: PageData) =>
  JSON.stringify(data, (_, value) => (typeof value === "string" ? onOneLine(escaped(value)) : value)).replaceAll(
    "<",
    "\\u003c",
  );

const content = `<header>
<h1>Who may do what</h1>
<p id="about"></p>
<p id="shown" role="status"></p>
</header>
<noscript><p>The matrix needs JavaScript. The page loads nothing, and may not.</p></noscript>
<details id="filtering" open>
<summary>Filters</summary>
<form id="filters" aria-label="Filters">
<label>Repositories <input type="search" name="repositories" placeholder="Part of a name" autocomplete="off"></label>
<label>People and robots <input type="search" name="people" placeholder="Part of a name" autocomplete="off"></label>
<label>Kind <select name="kind"><option value="">all</option><option value="user">users</option><option value="robot">robots</option></select></label>
<label>Namespace <select name="namespace"><option value="">all</option></select></label>
<label>Visibility <select name="visibility"><option value="">all</option><option>public</option><option>private</option></select></label>
<label>State <select name="state"><option value="">all</option></select></label>
<fieldset>
<legend>Roles shown</legend>
<label class="choice"><input type="checkbox" name="level" value="admin" checked><span class="cell admin" aria-hidden="true">A</span> admin</label>
<label class="choice"><input type="checkbox" name="level" value="write" checked><span class="cell write" aria-hidden="true">W</span> write</label>
<label class="choice"><input type="checkbox" name="level" value="read" checked><span class="cell read" aria-hidden="true">R</span> read</label>
<label class="choice"><input type="checkbox" name="level" value="public" checked><span class="cell public" aria-hidden="true">P</span> public only</label>
</fieldset>
<label class="choice"><input type="checkbox" name="onlyWithAccess"> only with access</label>
<button type="reset">Reset</button>
</form>
</details>
<main>
<div id="grid" role="grid" tabindex="0" aria-label="Roles of people and robots in repositories" aria-readonly="true"></div>
<p id="nothing" hidden>Nothing matches these filters.</p>
<aside>
<section id="details" aria-live="polite" aria-label="The chosen cell"></section>
<section id="sections" aria-label="More of the report"></section>
</aside>
</main>
<div id="print"></div>`;
