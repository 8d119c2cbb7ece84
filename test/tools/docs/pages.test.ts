import { pages } from "../../../tools/docs/pages";
import type { Kind, Property, Reference } from "../../../tools/docs/reference";

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

describe("The pages of the documentation", () => {
  const site = pages(reference);
  const words = (page = "") =>
    page
      .replace(/<wbr>/g, "")
      .replace(/<[^>]+>/g, " ")
      .replace(/&quot;/g, '"')
      .replace(/\s+/g, " ");

  it("are one for each kind and one for all", () => {
    expect(Object.keys(site)).toEqual(["index.html", "team-member.html", "robot.html"]);
  });

  it("link only to what is there", () => {
    const links = Object.values(site).flatMap((page) => [...page.matchAll(/href="([^"]+)"/g)].map(([, to]) => to));
    expect(new Set(links)).toEqual(new Set(["style.css", ...Object.keys(site)]));
  });

  it("hold text as text", () => {
    expect(site["robot.html"]).toContain("A thing with <code>code</code> &amp; &lt;signs&gt;. More.");
    expect(site["robot.html"]).toContain('<span class="text">&quot;a&lt;b&gt;&quot;</span>');
    expect(words(site["index.html"])).toContain("Robot A thing with code &amp; &lt;signs&gt;. acme/a");
  });

  it("say all there is to say of a kind", () => {
    const page = words(site["team-member.html"]);
    expect(page).toContain('role "a" | "b" "a" The role. A change replaces it.');
    expect(page).toContain("All inputs are outputs too, except adopt . Besides:");
    expect(page).toContain("token secret string The token.");
    expect(page).toContain('quay.TeamMember.get( "there" , "acme/a" )');
    expect(page).toContain("org:admin ; in the namespace of the token's own user user:admin");
    expect(page).toContain("to create it to change it PUT /v1/a/{b} Do it . org:admin");
  });
});
