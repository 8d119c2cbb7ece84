/** A piece of a page, in which nothing is left to escape. */
export class Html {
  constructor(readonly text: string) {}
}

type Piece = Html | string | number | undefined | false | Piece[];

/** Writes HTML. What is put into it is text, unless it is HTML. */
export function html(fixed: TemplateStringsArray, ...pieces: Piece[]): Html {
  return new Html(fixed.map((part, at) => part + written(pieces[at])).join(""));
}

function written(piece: Piece): string {
  if (piece instanceof Html) return piece.text;
  if (Array.isArray(piece)) return piece.map(written).join("");
  if (piece === undefined || piece === false) return "";
  const signs: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return String(piece).replace(/[&<>"]/g, (sign) => signs[sign] ?? sign);
}

/** A sentence, in which `this` is code. */
export const prose = (text: string): Html =>
  html`${text.split(/`([^`]+)`/).map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : part))}`;

const words = "as|await|class|const|export|for|from|function|import|interface|let|new|of|return|type";
const signs = new RegExp(String.raw`(?<note>(?<=^|\s)//.*)|(?<text>"[^"\n]*")|(?<word>\b(?:${words})\b)`, "gm");

/** A program, with a little colour. */
export function code(text: string): Html {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { 0: found, index, groups = {} } of text.matchAll(signs)) {
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
