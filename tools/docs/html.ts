/** Escaped HTML. */
export class Html {
  constructor(readonly text: string) {}
}

type Piece = Html | string | number | undefined | false | Piece[];

/** A template tag for HTML, which escapes strings but not `Html`. */
export function html(fixed: TemplateStringsArray, ...pieces: Piece[]): Html {
  return new Html(fixed.map((part, at) => part + written(pieces[at])).join(""));
}

function written(piece: Piece): string {
  if (piece instanceof Html) return piece.text;
  if (Array.isArray(piece)) return piece.map(written).join("");
  if (piece === undefined || piece === false) return "";
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return String(piece).replace(/[&<>"]/g, (character) => entities[character] ?? character);
}

/** Text in which `backticks` mark code. */
export const prose = (text: string): Html =>
  html`${text.split(/`([^`]+)`/).map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : part))}`;

const words = "as|await|class|const|export|for|from|function|import|interface|let|new|of|return|type";
const tokens = new RegExp(String.raw`(?<note>(?<=^|\s)//.*)|(?<text>"[^"\n]*")|(?<word>\b(?:${words})\b)`, "gm");

/** A program with syntax highlighting. */
export function code(text: string): Html {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { 0: found, index, groups = {} } of text.matchAll(tokens)) {
    const kind = Object.keys(groups).find((name) => groups[name] !== undefined);
    pieces.push(text.slice(from, index), html`<span class="${kind}">${found}</span>`);
    from = index + found.length;
  }
  return html`<pre><code>${[...pieces, text.slice(from)]}</code></pre>`;
}

export function table(heads: string[], rows: (Html | string)[][]): Html {
  return html`<div class="wide"><table>
<thead><tr>${heads.map((head) => html`<th>${head}</th>`)}</tr></thead>
<tbody>
${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</tbody>
</table></div>`;
}
