import { stripVTControlCharacters } from "node:util";

const row = /^ [ +~-]{1,3} *[\w-]+:\S+ /;

const noise = [
  // What has begun is told again when it has ended.
  /^ [ +~-]{1,3} *[\w-]+:\S+ \S+ (creating|updating|deleting|refreshing|replacing)\b/,
  // Rows and blocks that tell of no difference.
  /^ {4}[\w-]+:\S+ \S+ *$/,
  /^ ~ +[\w-]+:\S+ \S+ refresh( \([\d.]+s\))? *$/,
  /: \(same\)$/,
  /^ *\[urn=.*\]$/,
  /^Duration: /,
  // How to remove the stack, which is removed with all else.
  /^The resources in the stack have been deleted, but /,
  /^If you want to remove the stack completely, /,
];

/** Leaves out lines of Pulumi's output that say nothing new. A function for one command, told line by line. */
export function withoutNoise(): (line: string) => string[] {
  const rows = new Set<string>();
  let [begun, gap] = [false, false];
  return (line) => {
    const plain = stripVTControlCharacters(line).trimEnd();
    if (plain === "") {
      gap = begun;
      return [];
    }
    if (/^(Previewing|Updating|Destroying) /.test(plain)) rows.clear();
    if (rows.has(plain) || noise.some((pattern) => pattern.test(plain))) return [];
    if (row.test(plain)) rows.add(plain);
    const kept = gap ? ["", line.trimEnd()] : [line.trimEnd()];
    [begun, gap] = [true, false];
    return kept;
  };
}
