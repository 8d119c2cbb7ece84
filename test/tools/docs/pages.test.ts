import { pages } from "../../../tools/docs/pages";
import { interfacesIn, type Property, propertiesIn } from "../../../tools/docs/properties";
import type { Kind, Reference } from "../../../tools/docs/reference";

const property = (name: string, more: Partial<Property> = {}): Property => ({
  ...{ name, type: "string", description: `The ${name}.`, required: false, secret: false, replaces: false },
  ...more,
});

const kind = (name: string, more: Partial<Kind> = {}): Kind => ({
  ...{
    name,
    paragraphs: ["Mind this.", "A thing with `code` & <signs>. More."],
    example: 'new quay.Thing("a<b>"); // so',
  },
  ...{
    inputs: [],
    outputs: [],
    flags: [],
    types: [],
    ids: ["acme/a"],
    type: `t:${name}`,
    calls: [],
    scopes: ["org:admin"],
    ownScopes: [],
  },
  ...more,
});

const reference: Reference = {
  version: "1.2.3",
  description: "What it is.",
  settings: [property("token", { secret: true }), property("timeoutSeconds", { type: "number", default: 30 })],
  kinds: [
    kind("TeamMember", {
      inputs: [
        property("role", { type: '"a" | "b"', default: "a", replaces: true }),
        property("adopt", { type: "boolean" }),
      ],
      outputs: [property("token", { secret: true })],
      flags: ["adopt"],
      calls: [
        {
          operation: { route: "PUT /v1/a/{b}", scope: "org:admin", summary: "Do `it`." },
          moments: ["create", "change"],
        },
      ],
      ownScopes: ["user:admin"],
    }),
    kind("Robot"),
  ],
};

describe("Objects among a kind's properties", () => {
  const types = {
    "quay:index:Mode": { enum: [{ value: "a" }, { value: "b" }] },
    "quay:index:Rule": {
      description: "A rule.",
      properties: { issuer: { type: "string", description: "Whose." }, deep: { $ref: "#/types/quay:index:Deep" } },
      required: ["issuer"],
    },
    "quay:index:Deep": { description: "Deeper.", properties: { size: { type: "integer", default: 3 } } },
  };
  const described = {
    rules: { type: "array", items: { $ref: "#/types/quay:index:Rule" }, secret: true } as const,
    modes: { type: "array", items: { $ref: "#/types/quay:index:Mode" } },
    named: { type: "object", additionalProperties: { $ref: "#/types/quay:index:Rule" } },
    any: { type: "object", additionalProperties: { $ref: "pulumi.json#/Any" } },
    names: { type: "array", items: { type: "string" } },
  };

  it("are written as in TypeScript", () => {
    expect(propertiesIn(types, described).map(({ name, type }) => [name, type])).toEqual([
      ["rules", "Rule[]"],
      ["modes", '("a" | "b")[]'],
      ["named", "{ [name]: Rule }"],
      ["any", "{ [name]: any }"],
      ["names", "string[]"],
    ]);
  });

  it("have a table each, and links to it", () => {
    const objects = interfacesIn(types, Object.values(described));
    expect(objects.map(({ name }) => name)).toEqual(["Rule", "Deep"]);
    const about = kind("Thing", { types: objects, inputs: propertiesIn(types, described) });
    const page = pages({ version: "1", description: "", settings: [], kinds: [about] })["thing.html"] ?? "";
    expect(page).toContain('<code><a href="#Rule">Rule</a>[]</code>');
    expect(page).toContain('<h3 id="Rule">Rule</h3>');
    expect(page).toContain('<code><a href="#Deep">Deep</a></code>');
    const words = page.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
    expect(words).toContain("rules secret Rule []");
    expect(words).toContain("A rule. Property Type Default What it is issuer required string Whose.");
    expect(words).toContain("Deeper. Property Type Default What it is size integer 3");
  });
});

describe("The pages of the documentation", () => {
  const site = pages(reference);
  const words = (page = "") =>
    page
      .replace(/<wbr>/g, "")
      .replace(/<[^>]+>/g, " ")
      .replace(/&quot;/g, '"')
      .replace(/\s+/g, " ");

  it("are one for each kind and one for the index", () => {
    expect(Object.keys(site)).toEqual(["index.html", "team-member.html", "robot.html"]);
  });

  it("have no broken links", () => {
    const links = Object.values(site).flatMap((page) => [...page.matchAll(/href="([^"]+)"/g)].map(([, to]) => to));
    expect(new Set(links)).toEqual(new Set(["style.css", ...Object.keys(site)]));
  });

  it("escape text", () => {
    expect(site["robot.html"]).toContain("A thing with <code>code</code> &amp; &lt;signs&gt;. More.");
    expect(site["robot.html"]).toContain('<span class="text">&quot;a&lt;b&gt;&quot;</span>');
    expect(words(site["index.html"])).toContain("Robot A thing with code &amp; &lt;signs&gt;. acme/a");
  });

  it("contain all that the schema says of a kind", () => {
    const page = words(site["team-member.html"]);
    expect(page).toContain('role "a" | "b" "a" The role. A change replaces it.');
    expect(page).toContain("All inputs are outputs too, except adopt . Besides:");
    expect(page).toContain("token secret string The token.");
    expect(page).toContain('quay.TeamMember.get( "there" , "acme/a" )');
    expect(page).toContain("org:admin ; in the namespace of the token's own user user:admin");
    expect(page).toContain("to create it to change it PUT /v1/a/{b} Do it . org:admin");
  });
});
