/**
 * Whether Python or a database can take it for a regular expression, as far as JavaScript can tell: without what it lacks and
 * they know, such as inline flags, comments, other groups and possessive quantifiers.
 */
export function isRegularExpression(pattern: string): boolean {
  const plain = pattern
    .replace(/\(\?(#[^)]*|[a-zA-Z-]+|P[=>]\w+)\)/g, "(?:)")
    .replace(/\(\?(>|P<\w+>|[a-zA-Z-]+:)/g, "(")
    .replace(/([*+?}])\+/g, "$1");
  try {
    return Boolean(new RegExp(plain));
  } catch {
    return false;
  }
}
