const namespacePattern = /^([a-z0-9]+(?:[._-][a-z0-9]+)*)$/;
const repositoryPattern = /^[a-z0-9][.a-z0-9_-]*(\/[a-z0-9][.a-z0-9_-]*)*$/;

/** Why Quay refuses the name of a namespace, team or robot. `what` is the noun in the message about its length. */
export function namingFault(name: string, what = "Namespace"): string | undefined {
  if (name.length > 0 && (name.length < 2 || name.length > 255))
    return `${what} must be between 2 and 255 characters in length`;
  if (!namespacePattern.test(name)) return `Namespace must match expression ${namespacePattern.source}`;
  return undefined;
}

/** Names with slashes need the feature EXTENDED_REPOSITORY_NAMES. */
export const isRepositoryName = (name: string, extended = true) =>
  name.length <= 255 && repositoryPattern.test(name) && (extended || !name.includes("/"));
export const isTagName = (name: string) => /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(name);

export const isEmail = (text: string) => text.length <= 254 && /^[^@]+@[^@]+\.[^@]+$/.test(text);
export const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

export const passwordFault = (password: string) =>
  password.length < 8 || /\s/.test(password)
    ? "Invalid password, password must be at least 8 characters and contain no whitespace."
    : undefined;

/** Converts a pattern of SQL's LIKE, in which `_` matches any character. */
export function like(pattern: string): RegExp {
  const escaped = pattern.replace(/[.*+?^${}()|[\]\\-]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("_", ".").replaceAll("%", ".*")}$`, "is");
}

/** Converts a pattern of Python's fnmatch, in which `*` matches slashes too. One with a malformed set matches nothing. */
export function glob(pattern: string): RegExp {
  const source = pattern.replace(/\[(!?)(\]?[^\]]*)\]|[\s\S]/g, (part, not?: string, set?: string) => {
    if (set !== undefined) return `[${not ? "^" : ""}${set.replace(/[\\^[\]]/g, "\\$&")}]`;
    if (part === "*") return "[\\s\\S]*";
    return part === "?" ? "[\\s\\S]" : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  });
  try {
    return new RegExp(`^${source}$`);
  } catch {
    return /(?!)/;
  }
}
