/** Who did something, as the provider's line about a resource says. */
export interface ToldAuthor {
  who: string;
  /** Whether the entry of Quay's log did not tell the value that was found. */
  probably: boolean;
  /** As `2026-11-28T03:07:00Z`. */
  when: string;
  token?: string;
  address?: string;
}

export interface ToldChange {
  property: string;
  /** As in the line; missing where it does not show values. */
  before?: string;
  after?: string;
  /** Missing where Quay's log does not say. */
  author?: ToldAuthor;
}

/** What a line of the provider says of one resource. */
export interface Told {
  /** Missing when it is gone. */
  changes?: ToldChange[];
  deletedBy?: ToldAuthor;
  /** What it was deleted with. */
  with?: string;
}

const VALUE = /"(?:[^"\\]|\\.)*"|\[(?:"(?:[^"\\]|\\.)*"|[^"\]])*\]|[^\s,;"]+/.source;
const MOMENT = String.raw`(?<day>\d{4}-\d\d-\d\d) (?<time>\d\d:\d\d) UTC`;
const AUTHOR = String.raw`, (?:and Quay's log does not say by whom|(?<probably>probably )?(?:deleted )?by (?<who>[^,"]+?)(?: with token (?<token>"(?:[^"\\]|\\.)*"))?, ${MOMENT}(?: from (?<address>[^\s;]+))?)`;
const CHANGE = String.raw`(?<property>\w+) (?:changed(?! →)|(?<before>${VALUE}) → (?<after>${VALUE}))`;

/** Reads the line that the provider said of a resource, such as `Repository acme/web`; undefined when it is about something else. */
export function toldOf(label: string, line: string): Told | undefined {
  if (!line.startsWith(`${label}: `)) return undefined;
  const rest = line.slice(label.length + 2);
  const gone = new RegExp(`^gone(?: with (?<with>.+?))?${AUTHOR}`).exec(rest);
  if (gone) return { deletedBy: authorIn(gone), ...(gone.groups?.with && { with: gone.groups.with }) };
  const changes: ToldChange[] = [];
  for (let at = 0; ; ) {
    const group: ToldChange[] = [];
    for (;;) {
      const change = sticky(CHANGE, rest, at);
      if (!change?.groups) return undefined;
      const { property = "", before, after } = change.groups;
      group.push({ property, ...(before !== undefined && { before, after }) });
      at += change[0].length;
      if (!rest.startsWith(" and ", at)) break;
      at += " and ".length;
    }
    const by = sticky(AUTHOR, rest, at);
    if (!by) return undefined;
    const author = authorIn(by);
    changes.push(...group.map((change) => ({ ...change, ...(author && { author }) })));
    at += by[0].length;
    if (!rest.startsWith("; ", at)) return { changes };
    at += "; ".length;
  }
}

function sticky(pattern: string, text: string, at: number): RegExpExecArray | null {
  const regex = new RegExp(pattern, "y");
  regex.lastIndex = at;
  return regex.exec(text);
}

function authorIn({ groups = {} }: RegExpExecArray): ToldAuthor | undefined {
  const { who, probably, token, day, time, address } = groups;
  if (who === undefined) return undefined;
  return {
    who,
    probably: probably !== undefined,
    when: `${day}T${time}:00Z`,
    ...(token !== undefined && { token: unquoted(token) }),
    ...(address !== undefined && { address }),
  };
}

/** As it stands where somebody else wrote the line. */
function unquoted(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    return text;
  }
}
