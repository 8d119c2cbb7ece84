import fc from "fast-check";
import schema from "../../schema.json";

type Properties = Record<string, unknown>;

interface Described {
  type: string;
  $ref?: string;
}

export const kinds = Object.keys(schema.resources).map((token) => token.slice("quay:index:".length));

const resourceOf = (kind: string) =>
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
const text = fc.string({ unit: "grapheme", maxLength: 60 });

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

const formOf = (kind: string, property: string): Form => {
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

export interface Malformed {
  program: Properties;
  /** What is to be named. */
  property: string;
}

const huge = "a".repeat(100_000);
const deep = Array.from({ length: 50 }).reduce<unknown>((inner) => ({ inner }), "x");

/** Values of every type but these. */
const otherThan = (...types: string[]): fc.Arbitrary<unknown> => {
  const values: Record<string, fc.Arbitrary<unknown>> = {
    string: fc.oneof(text, fc.constantFrom("", "0", "true", "null", huge)),
    boolean: fc.boolean(),
    number: fc.oneof(fc.double(), fc.integer(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -0, 2 ** 53)),
    null: fc.constant(null),
    array: fc.array(fc.jsonValue(), { maxLength: 3 }),
    object: fc.oneof(fc.dictionary(text, fc.jsonValue(), { maxKeys: 3 }), fc.constantFrom({}, deep)),
  };
  return fc.oneof(
    ...Object.entries(values)
      .filter(([type]) => !types.includes(type))
      .map(([, arbitrary]) => arbitrary),
  );
};

const typesOf: Record<string, string[]> = {
  string: ["string"],
  boolean: ["boolean"],
  integer: ["number"],
  object: ["object"],
};

/** Values that a property must not have. */
function malformedValue(kind: string, property: string): fc.Arbitrary<unknown> {
  const { accepts, bad } = formOf(kind, property);
  const { type } = resourceOf(kind).inputProperties[property] as Described;
  // To Pulumi nothing and null are the same, and who gives no name gets the logical one.
  const types = [...(typesOf[type] ?? []), ...(property === "name" ? ["null"] : [])];
  return fc.oneof(
    otherThan(...types),
    ...(accepts
      ? [
          fc
            .oneof(
              text,
              fc.string({ unit: "binary" }),
              fc.constantFrom(huge, "__proto__", "constructor", "../..", "%2e%2e", "\0"),
            )
            .filter((word) => !accepts(word)),
        ]
      : []),
    ...(bad ? [fc.constantFrom(...bad)] : []),
  );
}

const strange = [
  "constructor",
  "prototype",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "isPrototypeOf",
  "",
  " ",
  "length",
  huge,
];

/** A program with one thing wrong. */
export function malformed(kind: string): fc.Arbitrary<Malformed> {
  const { inputProperties, requiredInputs } = resourceOf(kind);
  const known = Object.keys(inputProperties);
  const wrongValue = fc
    .constantFrom(...known)
    .chain((property) =>
      fc
        .tuple(wellFormed(kind), malformedValue(kind, property))
        .map(([program, value]) => ({ program: { ...program, [property]: value }, property })),
    );
  const unheardOf = fc
    .tuple(
      wellFormed(kind),
      fc
        .oneof(text, fc.constantFrom(...strange, ...known.map((property) => `${property}s`)))
        .filter((word) => !known.includes(word) && !word.startsWith("__") && !(word in outputs(kind))),
      otherThan(),
    )
    .map(([program, property, value]) => ({ program: { ...program, [property]: value }, property }));
  if (requiredInputs.length === 0) return fc.oneof(wrongValue, unheardOf);
  const missing = fc.tuple(wellFormed(kind), fc.constantFrom(...requiredInputs)).map(([program, property]) => {
    const { [property]: _, ...rest } = program;
    return { program: rest, property };
  });
  return fc.oneof(wrongValue, wrongValue, missing, unheardOf);
}

/** What a program gets from another resource it may pass on with the rest. */
const outputs = (kind: string): object =>
  Object.assign(
    Object.create(null),
    (schema.resources[`quay:index:${kind}` as keyof typeof schema.resources] as { properties: object }).properties,
  );

const UNKNOWN = [
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
];

/** A program of which some is not known before the update, at any depth. */
export function unknown(kind: string): fc.Arbitrary<{ program: Properties; properties: string[] }> {
  const sign = fc.constantFrom(...UNKNOWN);
  const somewhere = fc.oneof(
    sign,
    sign.map((one) => [one]),
    sign.map((one) => ({ a: { b: ["c", one] } })),
  );
  const { inputProperties } = resourceOf(kind);
  return fc
    .tuple(
      wellFormed(kind),
      fc.uniqueArray(fc.constantFrom(...Object.keys(inputProperties)), { minLength: 1 }),
      fc.array(somewhere, { minLength: 12, maxLength: 12 }),
    )
    .map(([program, properties, values]) => ({
      program: { ...program, ...Object.fromEntries(properties.map((property, index) => [property, values[index]])) },
      properties,
    }));
}
