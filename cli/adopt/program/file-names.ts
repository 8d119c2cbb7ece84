import { createHash } from "node:crypto";
import { byText } from "./in-order";

/** What Windows keeps for devices. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

const LONGEST = 80;

/**
 * A file name without ending for each namespace: its name, where that is one on every system. Dots go, because `acme.d.ts` would
 * be a file of declarations.
 */
export function fileNames(names: readonly string[]): Map<string, string> {
  const taken = new Set(names.map((name) => name.toLowerCase()));
  const result = new Map<string, string>();
  for (const name of [...names].sort(byText((name) => name))) {
    const plain = name.replaceAll(".", "-").slice(0, LONGEST);
    if (plain === name && !DEVICE.test(name) && name === name.toLowerCase()) {
      result.set(name, name);
      continue;
    }
    const isFree = !taken.has(plain.toLowerCase()) && !DEVICE.test(plain) && plain.length < LONGEST;
    const file = isFree ? plain : `${plain}-${createHash("sha256").update(name).digest("hex").slice(0, 6)}`;
    taken.add(file.toLowerCase());
    result.set(name, file);
  }
  return result;
}
