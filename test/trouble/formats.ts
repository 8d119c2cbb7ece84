import fc from "fast-check";

/** The formats of names and other values that Quay accepts, written independently of the provider's rules. */
const isName = (text: string) => /^[a-z0-9]+([._-][a-z0-9]+)*$/.test(text) && text.length >= 2 && text.length <= 255;
const isRepositoryName = (text: string) =>
  text.length <= 255 && text.split("/").every((part) => /^[a-z0-9][.a-z0-9_-]*$/.test(part));
const isPath = (text: string) => {
  const [namespace = "", ...rest] = text.split("/");
  return isName(namespace) && rest.length > 0 && isRepositoryName(rest.join("/"));
};
const isTag = (text: string) => /^\w[\w.-]{0,127}$/.test(text);
const isMember = (text: string) =>
  text.split("+").length <= 2 && text.split("+").every((part) => /^[a-z0-9]+([._-][a-z0-9]+)*$/.test(part));
const isTagPattern = (text: string) =>
  text.length > 0 && text.length <= 256 && text.trim() === text && !/[\n\r\u2028\u2029]/.test(text);
const isDigest = (text: string) => /^[\w+.-]+:[0-9a-f]+$/i.test(text);
const isDay = (text: string) => new Date(text).getUTCDate() === Number(text.slice(8));
const isMoment = (text: string) =>
  isDay(text.slice(0, 10)) &&
  /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)$/.test(text) &&
  !Number.isNaN(Date.parse(text));
const isSize = (text: string) => {
  const [, digits = "", unit = ""] = /^(\d+(?:\.\d{1,3})?) ?(|B|[KMGTP]i?B?)$/.exec(text) ?? [];
  const bytes = Number(digits) * (unit.includes("i") ? 1024 : 1000) ** "BKMGTP".indexOf(unit[0] ?? "B");
  return digits !== "" && (unit !== "" || !digits.includes(".")) && bytes >= 1 && bytes <= 2 ** 53;
};
const isEmail = (text: string) => text === "" || (text.length <= 254 && /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text));

const letters = (characters: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...characters), minLength, maxLength });
const small = "abcdefghijklmnopqrstuvwxyz0123456789";
const name = fc
  .tuple(
    letters(small, 2, 20),
    fc.array(fc.tuple(fc.constantFrom(".", "_", "-"), letters(small, 1, 8)), { maxLength: 3 }),
  )
  .map(([first, more]) => first + more.flat().join(""));
const part = fc.tuple(letters(small, 1, 1), letters(`${small}._-`, 0, 20)).map((pieces) => pieces.join(""));
/** Its last part is no word that Quay's API reserves. */
const repositoryName = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => [...parts, "x1"].join("/"));
const member = fc.oneof(
  name,
  fc.tuple(name, name).map((names) => names.join("+")),
);
export const text = fc.string({ unit: "grapheme", maxLength: 60 });

/** The format of a property. */
export interface PropertyFormat {
  good: fc.Arbitrary<unknown>;
  /** The valid strings; all when omitted. */
  accepts?: (text: string) => boolean;
  /** Invalid values that resemble valid ones. */
  bad?: unknown[];
}

const path = fc.tuple(name, repositoryName).map((parts) => parts.join("/"));

export const formats = {
  name: {
    good: name,
    accepts: isName,
    bad: ["", "a", "A1", "a..b", "-ab", "ab-", "a b", "ä1", "ab\n", "a/b"],
  },
  "repository name": {
    good: repositoryName,
    accepts: isRepositoryName,
    bad: ["", "/a", "a/", "a//b", "..", "a/../b", "a/tag"],
  },
  "repository path": {
    good: path,
    accepts: isPath,
    bad: ["", "web", "/web", "acme/", "acme//web", "acme/..", "acme/web/tag"],
  },
  "tag name": { good: letters(`${small}_`, 1, 40), accepts: isTag, bad: ["", ".a", "a:b", "a b", "a".repeat(129)] },
  "tag pattern": {
    good: fc
      .tuple(letters(`${small}_.:-`, 1, 40), fc.constantFrom("", ".*", "\\d+", "$"))
      .map((parts) => parts.join("")),
    accepts: isTagPattern,
    bad: ["", " ", " a", "a\n", "a\nb", "a".repeat(257)],
  },
  "user or robot": { good: member, accepts: isMember, bad: ["", "a+b+c", "+ci", "acme+", "a b", "Ä"] },
  digest: {
    good: letters("0123456789abcdef", 64, 64).map((digits) => `sha256:${digits}`),
    accepts: isDigest,
    bad: ["", "sha256:", "abc", "sha256:xyz", ":00"],
  },
  moment: {
    good: fc
      .date({ min: new Date("2027-01-01"), max: new Date("2030-01-01"), noInvalidDate: true })
      .map((date) => date.toISOString()),
    accepts: isMoment,
    bad: [
      "",
      "tomorrow",
      "2027-01-31",
      "2027-02-30T12:00:00Z",
      "2027-13-01T12:00:00Z",
      "2027-01-01T25:00:00Z",
      "1800000000",
    ],
  },
  "e-mail address": {
    good: fc.oneof(
      fc.constant(""),
      fc.tuple(name, name).map(([who, where]) => `${who}@${where}.example`),
    ),
    accepts: isEmail,
    bad: ["nobody", "a@b", "a b@c.de", "@c.de", `${"a".repeat(255)}@example.com`],
  },
  "natural number": { good: fc.nat(), bad: [-1, 0.5, 1e300, -0.1] },
  size: {
    good: fc.integer({ min: 1, max: 999 }).map((amount) => `${amount} GiB`),
    accepts: isSize,
    bad: ["", "0", "-1 GiB", "1.5", "1 gib", " 1 GiB", "1e3", "9 PiB", "1.2345 GiB", "1 000 GB"],
  },
  percentage: { good: fc.integer({ min: 1, max: 100 }), bad: [0, 101, -1, 0.5, 1e300] },
  percentages: {
    good: fc.uniqueArray(fc.integer({ min: 1, max: 100 }), { maxLength: 3 }).map((all) => all.sort((a, b) => a - b)),
    bad: [[0], [50, 101], [0.5], ["50"], 50],
  },
  "seconds, from 1": { good: fc.integer({ min: 1, max: 2_147_483_647 }), bad: [0, -1, 0.5, 2_147_483_648, 1e300] },
  "seconds, from 300": { good: fc.integer({ min: 300, max: 2_147_483_647 }), bad: [0, 299, 300.5, 2_147_483_648] },
  "image repository": {
    good: fc
      .tuple(fc.constantFrom("docker.io", "quay.example.com:8443", "8.8.8.8"), repositoryName)
      .map((parts) => parts.join("/")),
    accepts: (text: string) => /^[^/@?#\\%\s]+(\/[^/@:?#\\%\s]+)+$/.test(text),
    bad: [
      "",
      "docker.io",
      "docker.io/",
      "https://docker.io/a",
      "docker.io/a:1",
      "a@docker.io/b",
      "docker.io/a b",
      "docker.io/a%20",
    ],
  },
  globs: {
    good: fc.uniqueArray(letters(`${small}.*?_-`, 1, 10), { minLength: 1, maxLength: 3 }).map((all) => all.sort()),
    bad: [[], [""], ["a b"], ["a,b"], [1], "latest"],
  },
  "JSON object": { good: fc.dictionary(text, fc.jsonValue(), { maxKeys: 4 }) },
  "short text": {
    good: text,
    accepts: (all: string) => all.length <= 255,
    bad: ["x".repeat(256), "x".repeat(100_000)],
  },
  text: { good: text },
  password: { good: letters(`${small} :/+-`, 1, 40), accepts: (all: string) => all !== "", bad: [""] },
  "only true": { good: fc.constant(true), bad: [false] },
  title: {
    good: letters(`${small}${small.toUpperCase()} :/+-`, 1, 40),
    accepts: (all: string) => all.length > 0 && all.length <= 255 && !/\p{Cc}/u.test(all),
    bad: ["", "a\nb", "x".repeat(256)],
  },
  "tags kept": { good: fc.integer({ min: 1, max: 2_147_483_647 }), bad: [0, -1, 0.5, 2_147_483_648, 1e300] },
  age: {
    good: fc.tuple(fc.integer({ min: 1, max: 100 }), fc.constantFrom("h", "d", "w", "y")).map((age) => age.join("")),
    accepts: (age: string) => /^[1-9]\d*[smhdwy]$/.test(age),
    bad: ["", "0d", "-5d", "1 d", "007d", "5D", "5", "59m", "3599s", "101y", "99999999999999y"],
  },
  "prune pattern": {
    good: fc
      .tuple(fc.constantFrom("", "^", "(?i)"), letters(`${small}.-+`, 1, 20), fc.constantFrom("", "$", ".*", "[0-9]"))
      .map(([begin, middle, end]) => `${begin}x${middle.replace(/\++/g, "+")}${end}`),
    accepts: (pattern: string) => pattern !== "" && pattern.trim() === pattern,
    bad: ["", " ", " v", "v ", "v\n", "a\nb", "(", ")", "[", "*", "a{2,1}", "\\"],
  },
  registry: {
    good: fc
      .tuple(name, fc.constantFrom("", ":5000"), fc.array(name, { maxLength: 2 }))
      .map(([host, port, path]) => [`${host}.example${port}`, ...path].join("/")),
    accepts: (text: string) =>
      text.length <= 270 && text.split("/").every((part) => part !== "" && !/[\s?#@]/.test(part)),
    bad: ["", "/", "https://docker.io", "docker.io/", "docker.io/a b", "a@docker.io", "docker.io?x", "x".repeat(271)],
  },
  "seconds, from 0": { good: fc.integer({ min: 0, max: 2_147_483_647 }), bad: [-1, 0.5, 2_147_483_648, 1e300, "60"] },
  login: { good: letters(`${small}:/ `, 1, 40), accepts: (text: string) => text !== "", bad: [""] },
} satisfies Record<string, PropertyFormat>;

export type Format = keyof typeof formats;
