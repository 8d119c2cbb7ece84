import * as quay from "pulumi-quay";
import { resources } from "../../provider/resources";
import { furnish, kinds } from "./drifts";
import { Story, type Told } from "./stack";

/** For each property a thing of its kind, which has them all and is called after the one that somebody changes. */
const rows = Object.entries(kinds).flatMap(([kind, { drifts, ...rest }]) => {
  const args = Object.fromEntries(Object.entries(drifts).map(([property, { ours }]) => [property, ours]));
  return Object.entries(drifts).map(([property, drift]) => {
    const name = property.toLowerCase();
    return { kind, property, resource: `${kind} ${name}`, name, args, ...rest, ...drift };
  });
});

describe("When somebody else changes what is ours,", () => {
  const story = new Story();
  beforeAll(() => furnish(story.quay));
  let preview: Told;

  function program() {
    const acme = new quay.Organization("acme");
    for (const { make, name, args } of rows) make(name, args as never, acme.name);
    // These leave to Quay what can be left to it.
    new quay.Repository("little", { namespace: acme.name });
    new quay.Organization("little");
    new quay.Robot("little", { namespace: acme.name });
  }

  const theirs = { state: "READ_ONLY", tagExpirationSeconds: 86_400 };
  const leftToQuay = () => ({
    state: kinds.Repository?.see(story.quay.store, "little").state,
    tagExpirationSeconds: kinds.Organization?.see(story.quay.store, "little").tagExpirationSeconds,
  });

  it.each(Object.values(resources))(
    "this is about every property of $kind",
    ({ kind, accepts, identity, stateOnly }) => {
      const names = Object.keys(accepts).filter((name) => ![...identity.properties, ...stateOnly].includes(name));
      expect(Object.keys(kinds[kind]?.drifts ?? {})).toEqual(names);
    },
  );

  it("the next preview with --refresh tells so, and changes nothing", async () => {
    await story.up(program);
    for (const { change, name, property, ...row } of rows) change(story.quay.store, name, { [property]: row.theirs });
    kinds.Repository?.change(story.quay.store, "little", theirs);
    kinds.Organization?.change(story.quay.store, "little", theirs);
    secrets.push(...tokens());
    await story.elsewhere("POST /v1/organization/acme/robots/little/regenerate");
    story.asked();
    preview = await story.preview(program, { refresh: true });
    expect(story.written()).toEqual([]);
    const steps = rows.map(({ resource, replaced }) => `${replaced ? "replace" : "update"} ${resource}`);
    expect(preview.steps.filter((step) => /^(update|replace) /.test(step)).sort()).toEqual(steps.sort());
  });

  it.each(rows)("$kind: $property is shown as it is and as it is to be, and nothing else", (row) => {
    const { property, ours, theirs, resource } = row;
    expect(preview.changes[resource]).toEqual({ [property]: { from: theirs, to: ours } });
    const [found, healed] = blocks(preview.text, resource);
    expect(found).toEqual(shown(property, ours, theirs));
    expect(healed).toEqual(shown(property, theirs, ours));
  });

  it("what is left to Quay, it may change: state and tagExpirationSeconds that nobody gave are not mentioned", () => {
    expect(blocks(preview.text, "Repository little")).toEqual([]);
    expect(blocks(preview.text, "Organization little")).toEqual([]);
    expect(leftToQuay()).toEqual(theirs);
  });

  it("up with --refresh heals all of it and nothing else, and then there is no more to do", async () => {
    story.asked();
    await story.up(program, { refresh: true });
    expect(story.written()).toHaveLength(rows.reduce((sum, { writes = 1 }) => sum + writes, 0));
    for (const { see, name, args, resource } of rows) {
      expect({ [resource]: see(story.quay.store, name) }).toEqual({ [resource]: args });
    }
    await story.preview(program, { refresh: true, expectNoChanges: true });
    expect(leftToQuay()).toEqual(theirs);
  });

  it("a robot's token that somebody else renewed is in the state then", async () => {
    const { text } = await story.pulumi("stack", "export", "--show-secrets");
    const token = story.quay.store.robot("acme+little")?.token;
    expect(text).toContain(JSON.stringify(JSON.stringify(token)));
  });

  it("no secret was to be read: not printed, and not in clear in the state", () => {
    secrets.push(story.quay.token, ...tokens());
    expect(secrets).toHaveLength(7);
    for (const secret of secrets) {
      expect(story.heard).not.toContain(secret);
      expect(story.stateFile()).not.toContain(secret);
    }
  });

  const secrets: string[] = [];
  const robots = ["description", "metadata", "little"];
  const tokens = () => robots.map((name) => story.quay.store.robot(`acme+${name}`)?.token ?? "");
});

describe("When somebody deletes the whole organization,", () => {
  const story = new Story();
  const everything = ["Organization acme", "Repository web", "Team ops"];

  function program() {
    const acme = new quay.Organization("acme", { email: "platform@acme.example" });
    new quay.Repository("web", { namespace: acme.name, visibility: "public" });
    new quay.Team("ops", { organization: acme.name, role: "creator" });
  }

  it("a preview with --refresh shows that all is to be made again", async () => {
    await story.up(program);
    await story.elsewhere("DELETE /v1/organization/acme");
    const { steps, text } = await story.preview(program, { refresh: true });
    expect(steps.sort()).toEqual(everything.map((resource) => `create ${resource}`));
    expect(text).toContain("+ 3 to create");
    expect(Object.keys(story.state()).sort()).toEqual(everything);
  });

  it("up with --refresh makes it again, once Quay has let go of the name", async () => {
    story.quay.collectGarbage();
    await story.up(program, { refresh: true });
    const { store } = story.quay;
    expect(store.organization("acme")).toMatchObject({ email: "platform@acme.example" });
    expect(store.repository("acme", "web")).toMatchObject({ isPublic: true });
    expect(store.team("acme", "ops")).toMatchObject({ role: "creator" });
  });

  it("destroy is content that nothing is left to do", async () => {
    await story.elsewhere("DELETE /v1/organization/acme");
    story.asked();
    await story.destroy();
    expect(story.written()).toEqual([]);
    expect(story.state()).toEqual({});
  });
});

/** How `--diff` prints that a property has one value and is to have another. */
function shown(property: string, from: unknown, to: unknown): string[] {
  if (typeof from !== "object") return [`~ ${property}: ${JSON.stringify(from)} => ${JSON.stringify(to)}`];
  const [before, after] = [Object.entries(from as object), Object.values(to as object)];
  return [
    `~ ${property}: {`,
    ...before.map(([name, value], at) => `~ ${name}: ${JSON.stringify(value)} => ${JSON.stringify(after[at])}`),
  ];
}

/** The changes that `--diff` prints of a resource: those that a refresh found, and those that are to be made. */
function blocks(text: string, resource: string): string[][] {
  const [kind, name] = resource.split(" ");
  return text
    .split(/\n(?=\s*[~+-]+ ?pulumi-nodejs:)/)
    .filter(
      (block) => block.includes(`:dynamic/quay:${kind}::${name}]`) && /: \((refresh|update|replace)\)/.test(block),
    )
    .map((block) => block.split("\n").map((line) => line.trim().replace(/ +:/, ":")))
    .map((lines) => lines.filter((line) => /^[~+-] \w+: /.test(line)));
}
