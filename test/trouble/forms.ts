import fc from "fast-check";
import schema from "../../schema.json";

export type Properties = Record<string, unknown>;

export interface Described {
  type: string;
  $ref?: string;
}

export const kinds = Object.keys(schema.resources).map((token) => token.slice("quay:index:".length));

export const resourceOf = (kind: string) =>
  schema.resources[`quay:index:${kind}` as keyof typeof schema.resources] as unknown as {
    inputProperties: Record<string, Described>;
    requiredInputs: string[];
  };

const enumOf = ({ $ref = "" }: Described): string[] | undefined =>
  (schema.types as Record<string, { enum?: { value: string }[] }>)[$ref.slice("#/types/".length)]?.enum?.map(
    ({ value }) => value,
  );

/** What Quay takes for names and the like, written down once more, without a look at ours. */
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
const isDigest = (text: string) => /^[\w+.-]+:[0-9a-f]+$/i.test(text);
const isDay = (text: string) => new Date(text).getUTCDate() === Number(text.slice(8));
const isMoment = (text: string) =>
  isDay(text.slice(0, 10)) &&
  /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)$/.test(text) &&
  !Number.isNaN(Date.parse(text));
const isEmail = (text: string) => text === "" || (text.length <= 254 && /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text));

const letters = (signs: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...signs), minLength, maxLength });
const small = "abcdefghijklmnopqrstuvwxyz0123456789";
const name = fc
  .tuple(
    letters(small, 2, 20),
    fc.array(fc.tuple(fc.constantFrom(".", "_", "-"), letters(small, 1, 8)), { maxLength: 3 }),
  )
  .map(([first, more]) => first + more.flat().join(""));
const part = fc.tuple(letters(small, 1, 1), letters(`${small}._-`, 0, 20)).map((pieces) => pieces.join(""));
/** Its last part is none of the words that Quay's API keeps for itself. */
const repositoryName = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => [...parts, "x1"].join("/"));
const member = fc.oneof(
  name,
  fc.tuple(name, name).map((names) => names.join("+")),
);
export const text = fc.string({ unit: "grapheme", maxLength: 60 });

interface Form {
  good: fc.Arbitrary<unknown>;
  /** Which strings are good; any when not given. */
  accepts?: (text: string) => boolean;
  /** Looks good, and is not. */
  bad?: unknown[];
}

const path = fc.tuple(name, repositoryName).map((parts) => parts.join("/"));
const names: Form = {
  good: name,
  accepts: isName,
  bad: ["", "a", "A1", "a..b", "-ab", "ab-", "a b", "ä1", "ab\n", "a/b"],
};

const forms: Record<string, Form> = {
  organization: names,
  namespace: names,
  team: names,
  name: names,
  "Repository.name": {
    good: repositoryName,
    accepts: isRepositoryName,
    bad: ["", "/a", "a/", "a//b", "..", "a/../b", "a/tag"],
  },
  "Tag.name": { good: letters(`${small}_`, 1, 40), accepts: isTag, bad: ["", ".a", "a:b", "a b", "a".repeat(129)] },
  repository: {
    good: path,
    accepts: isPath,
    bad: ["", "web", "/web", "acme/", "acme//web", "acme/..", "acme/web/tag"],
  },
  member: { good: member, accepts: isMember, bad: ["", "a+b+c", "+ci", "acme+", "a b", "Ä"] },
  user: { good: member, accepts: isMember, bad: ["", "a+b+c", "+ci", "acme+", "a b", "Ä"] },
  createdBy: { good: member, accepts: isMember, bad: ["", "a+b+c", "+ci", "acme+", "a b", "Ä"] },
  digest: {
    good: letters("0123456789abcdef", 64, 64).map((digits) => `sha256:${digits}`),
    accepts: isDigest,
    bad: ["", "sha256:", "abc", "sha256:xyz", ":00"],
  },
  expiration: {
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
  email: {
    good: fc.oneof(
      fc.constant(""),
      fc.tuple(name, name).map(([who, where]) => `${who}@${where}.example`),
    ),
    accepts: isEmail,
    bad: ["nobody", "a@b", "a b@c.de", "@c.de", `${"a".repeat(255)}@example.com`],
  },
  tagExpirationSeconds: { good: fc.nat(), bad: [-1, 0.5, 1e300, -0.1] },
  metadata: { good: fc.dictionary(text, fc.jsonValue(), { maxKeys: 4 }) },
  "Robot.description": { good: text, accepts: (all) => all.length <= 255, bad: ["x".repeat(256), "x".repeat(100_000)] },
};

export const formOf = (kind: string, property: string): Form => {
  const known = forms[`${kind}.${property}`] ?? forms[property];
  const described = resourceOf(kind).inputProperties[property] as Described;
  const values = enumOf(described);
  if (values) return { good: fc.constantFrom(...values), accepts: (word) => values.includes(word) };
  return known ?? { good: described.type === "boolean" ? fc.boolean() : text };
};

/** What a program may say of a kind. */
export function wellFormed(kind: string): fc.Arbitrary<Properties> {
  const { inputProperties, requiredInputs } = resourceOf(kind);
  const all = Object.keys(inputProperties).map((property) => [property, formOf(kind, property).good] as const);
  // A logical name is anything; where it has to serve as the name, that is its own test.
  const requiredKeys = [...requiredInputs, ...("name" in inputProperties ? ["name"] : [])];
  return fc.record(Object.fromEntries(all), { requiredKeys }).map((given) => agreeing(kind, given));
}

/** The rules across properties. */
function agreeing(kind: string, given: Properties): Properties {
  const { team, user, ...rest } = given;
  if (kind === "DefaultPermission") return team === undefined ? { ...rest, user: user ?? "alice" } : { ...rest, team };
  if (kind === "Team" && given.name === "owners") return { ...given, role: "admin" };
  if (kind === "RepositoryUserPermission" && String(given.repository).startsWith(`${user}/`))
    return { ...given, user: `${user}+robot` };
  return given;
}
