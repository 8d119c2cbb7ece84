import { z } from "zod";
import { objectOf, setOf } from "../../../provider/lifecycle/definition";
import type { Accepted } from "../../../provider/lifecycle/shapes";
import { UNKNOWN } from "../../../provider/lifecycle/unknown";
import type { SquadRule } from "../../fixtures/squad";
import "../../fixtures/squad";
import { faces, harness } from "../../harness";

const least = { organization: "acme", name: "night" };
const [a, b] = [
  { issuer: "https://a.example", subject: "repo:a", trust: "full" },
  { issuer: "https://b.example", subject: "repo:b", trust: "some" },
];

it("the compiler refuses objects that do not match the interface, in lists and maps too", () => {
  const [issuer, subject] = [z.string(), z.string()];
  const trust = z.enum(["some", "full"]).optional();
  const rule: Accepted<SquadRule> = objectOf<SquadRule>({ issuer, subject, trust });
  const rules: Accepted<SquadRule[]>[] = [z.array(rule), setOf(rule)];
  const named: Accepted<Record<string, SquadRule>> = z.record(z.string(), rule);
  expect([rule, ...rules, named]).toHaveLength(4);

  // @ts-expect-error: a property is missing
  objectOf<SquadRule>({ issuer, trust });
  // @ts-expect-error: one that may be left out is missing
  objectOf<SquadRule>({ issuer, subject });
  // @ts-expect-error: one too many
  objectOf<SquadRule>({ issuer, subject, trust, more: z.string() });
  // @ts-expect-error: of another type
  objectOf<SquadRule>({ issuer, subject: z.number(), trust });
  // @ts-expect-error: it may be left out
  objectOf<SquadRule>({ issuer, subject, trust: z.enum(["some", "full"]) });
  const wider = objectOf<SquadRule & { more: string }>({ issuer, subject, trust, more: z.string() });
  // @ts-expect-error: it has one too many
  const ofWider: Accepted<SquadRule> = wider;
  // @ts-expect-error: its items have
  const ofMany: Accepted<SquadRule[]>[] = [setOf(wider)];
  // @ts-expect-error: its values have
  const ofNamed: Accepted<Record<string, SquadRule>> = z.record(z.string(), wider);
  // @ts-expect-error: not by objectOf
  const loose: Accepted<SquadRule> = z.object({ issuer, subject, trust });
  expect([ofWider, ofMany, ofNamed, loose]).toBeDefined();
});

describe.each(faces)("A kind with objects and sets of the %s provider", (face) => {
  const at = harness(face);
  beforeEach(() => at.callQuay("POST /v1/organization/", { name: "acme" }));

  const reasons = async (program: object) => {
    const { failures } = await at.run("Squad").check({ ...least, ...program });
    return failures.map(({ property, reason }) => `${property}: ${reason}`.replace(/^: /, ""));
  };

  it("names the invalid property inside an object, and does not print its value", async () => {
    const rules = [a, { issuer: "hunter2", subject: "" }, { subject: 1 }, "hunter2"];
    expect(await reasons({ rules, webhook: { url: "hunter2", headers: { "X-A b": 3 } } })).toEqual([
      "rules.1.issuer: This is not an address.",
      "rules.1.subject: This is empty.",
      "rules.2.issuer: This property is missing.",
      "rules.2.subject: This is not a string.",
      "rules.3: This is not an object.",
      "webhook.url: This is not an address.",
      'webhook.headers."X-A b": This is not a string.',
    ]);
  });

  it("names the nearest property for an unknown one", async () => {
    const rules = [{ ...a, isuer: "hunter2" }];
    expect(await reasons({ rules, others: { day: { ...b, turst: 2, "zz\n": 1 } } })).toEqual([
      "rules.0: There is no property isuer. Did you mean issuer?",
      'others.day: There is no property turst. Did you mean trust? There is no property "zz\\n".',
    ]);
  });

  it("accepts values that a preview does not know yet, at any depth", async () => {
    const program = { ...least, rules: [b, { issuer: UNKNOWN, subject: 3 }], webhook: { url: { in: [UNKNOWN] } } };
    const { inputs, failures } = await at.run("Squad").check(program);
    expect(failures).toEqual([]);
    expect(inputs).toMatchObject(program);
  });

  it("fills in nested defaults, and sorts sets and removes their duplicates", async () => {
    const { trust, ...short } = a as SquadRule;
    const { inputs } = await at.run("Squad").check({
      ...least,
      rules: [b, short, { subject: a?.subject, trust, issuer: a?.issuer }],
      order: ["b", "a", "b"],
      tools: ["drill", "axe", "drill"],
      webhook: { url: "https://hooks.example" },
    });
    expect(inputs).toMatchObject({
      rules: [a, b],
      order: ["b", "a", "b"],
      tools: ["axe", "drill"],
      webhook: { url: "https://hooks.example", tries: 3 },
    });
  });

  it("sees no diff in another order of a set or of properties, neither in the program nor in Quay's response", async () => {
    const program = { ...least, rules: [a, b], tools: ["axe", "drill"], webhook: { url: "https://hooks.example" } };
    const state = await at.run("Squad").create(program);
    expect(state.outputs).toMatchObject({ rules: [a, b], tools: ["axe", "drill"] });
    expect(await at.run("Squad").refresh(state)).toEqual(state);
    const reversed = (rule = {}) => Object.fromEntries(Object.entries(rule).reverse());
    const other = { ...program, rules: [reversed(b), reversed(a)], tools: ["drill", "axe"] };
    expect(await at.run("Squad").diff(state, other)).toEqual({ changes: false });
    at.requested();
    await at.run("Squad").update(state, other);
    expect(at.requested()).toEqual([]);
    const taken = await at.run("Squad").create({ ...other, adopt: true });
    expect(taken.outputs).toMatchObject({ rules: [a, b] });
    expect(at.requested().filter((route) => !route.startsWith("GET"))).toEqual([]);
  });

  it("sees a diff in a list's order, and in one nested property", async () => {
    const state = await at.run("Squad").create({ ...least, rules: [a, b], order: ["a", "b"] });
    const program = { ...least, rules: [a, { ...b, trust: "full" }], order: ["a", "b"] };
    expect(await at.run("Squad").diff(state, program)).toEqual({ replaces: [], deleteBeforeReplace: false });
    expect(await at.run("Squad").diff(state, { ...least, rules: [a, b], order: ["b", "a"] })).not.toHaveProperty(
      "changes",
    );
    const newer = await at.run("Squad").update(state, program);
    expect((await at.run("Squad").refresh(newer))?.outputs).toMatchObject({ rules: [a, { ...b, trust: "full" }] });
  });
});
