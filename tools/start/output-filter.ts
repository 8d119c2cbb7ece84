import { stripVTControlCharacters } from "node:util";

const row = /^ [ +~-]{1,3} *[\w-]+:\S+ /;

const omitted = [
  // Operations in progress, which are printed again when they are done.
  /^ [ +~-]{1,3} *[\w-]+:\S+ \S+ (creating|updating|deleting|refreshing|replacing)\b/,
  // Resources without differences.
  /^ {4}[\w-]+:\S+ \S+ *$/,
  /^ ~ +[\w-]+:\S+ \S+ refresh( \([\d.]+s\))? *$/,
  /: \(same\)$/,
  /^ *\[urn=.*\]$/,
  /^Duration: /,
  // How to remove the stack, which is temporary.
  /^The resources in the stack have been deleted, but /,
  /^If you want to remove the stack completely, /,
];

/** Returns a filter for the output of one command, which is called line by line and omits lines without new information. */
export function outputFilter(): (line: string) => string[] {
  const rows = new Set<string>();
  let [begun, gap] = [false, false];
  return (line) => {
    const plain = stripVTControlCharacters(line).trimEnd();
    if (plain === "") {
      gap = begun;
      return [];
    }
    if (/^(Previewing|Updating|Destroying) /.test(plain)) rows.clear();
    if (rows.has(plain) || omitted.some((pattern) => pattern.test(plain))) return [];
    if (row.test(plain)) rows.add(plain);
    const kept = gap ? ["", line.trimEnd()] : [line.trimEnd()];
    [begun, gap] = [true, false];
    return kept;
  };
}
