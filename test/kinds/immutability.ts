import type { Specimen } from "./specimen";

const ONE_LINE = /one line that is not empty, without blanks around it/;

/** Patterns that Quay would trim, and those that it refuses. */
export const refusedPatterns: Specimen["refused"] = [
  [{ tagPattern: "" }, ONE_LINE],
  [{ tagPattern: "  " }, ONE_LINE],
  [{ tagPattern: " v.*" }, ONE_LINE],
  [{ tagPattern: "v.*\n" }, ONE_LINE],
  [{ tagPattern: "v.*\nw.*" }, ONE_LINE],
  [{ tagPattern: "v".repeat(257) }, /at most 256 characters/],
];
