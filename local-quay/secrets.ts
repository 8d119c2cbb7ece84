import { randomInt } from "node:crypto";

const alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** A random text of the given length. */
export const secret = (length: number, letters = alphanumeric) =>
  Array.from({ length }, () => letters[randomInt(letters.length)]).join("");
