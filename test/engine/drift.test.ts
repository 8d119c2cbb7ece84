import * as quay from "pulumi-quay";
import type { Resource } from "../../provider/lifecycle/resource";
import { resources } from "../../provider/resources";
import { SECRET, SIGNATURE } from "../../provider/serve/secrets";
import { prepare, specimens } from "../kinds";
import { declareDrifting, drifts } from "./drifts";
import { type OperationResult, Story } from "./stack";

describe("When managed resources are changed outside Pulumi,", () => {
  const story = new Story();
  beforeAll(async () => {
    for (const kind of Object.keys(specimens)) await prepare(story.quay, kind);
  });
  let preview: OperationResult;

  function program() {
    declareDrifting();
    // These omit the properties that Quay sets by itself.
    new quay.Repository("little", { namespace: "acme" });
    new quay.Organization("little");
    new quay.Robot("little", { namespace: "acme" });
  }

  const theirs = { state: "READ_ONLY", tagExpirationSeconds: 86_400 };
  const little = { namespace: "acme", name: "little" };
  const leftToQuay = () => ({
    state: specimens.Repository?.stored(story.quay.store, little)?.state,
    tagExpirationSeconds: specimens.Organization?.stored(story.quay.store, little)?.tagExpirationSeconds,
  });

  it("the next preview with --refresh reports the changes, and changes nothing", async () => {
    await story.up(program);
    for (const { specimen, named, theirs } of drifts) await specimen.change(story.quay, named, theirs);
    await specimens.Repository?.change(story.quay, little, { state: theirs.state });
    await specimens.Organization?.change(story.quay, little, { tagExpirationSeconds: theirs.tagExpirationSeconds });
    secrets.push(...tokens());
    await story.callQuay("POST /v1/organization/acme/robots/little/regenerate");
    story.requested();
    preview = await story.preview(program, { refresh: true });
    expect(story.writes()).toEqual([]);
    const steps = drifts.map(({ resource, replaced }) => `${replaced ? "replace" : "update"} ${resource}`);
    expect(preview.steps.filter((step) => /^(update|replace) /.test(step)).sort()).toEqual(steps.sort());
  });

  it.each(drifts)(
    "$kind: $properties is shown with its present and its declared value, and nothing else",
    ({ kind, resource, theirs, ours, secret }) => {
      const changes = Object.entries(theirs).map(([property, from]) =>
        secret.includes(property) ? { property, from: HIDDEN, to: HIDDEN } : { property, from, to: ours[property] },
      );
      expect(preview.changes[resource]).toEqual(
        Object.fromEntries(changes.map(({ property, from, to }) => [property, { from, to }])),
      );
      const inputs = Object.keys((resources[kind] as Resource).accepts);
      const isInput = (line: string) => inputs.includes(/^. (\w+):/.exec(line)?.[1] ?? "");
      const all = blocks(preview.text, resource).map((lines) => lines.filter(isInput));
      // The engine sorts; and of a refresh it prints nothing where all values are secret.
      const [healed, found = []] = all.reverse();
      changes.sort((one, other) => (one.property < other.property ? -1 : 1));
      const open = ({ from }: { from: unknown }) => from !== HIDDEN;
      const isOpen = (line: string) => !line.endsWith("[secret] => [secret]");
      expect(found.filter(isOpen)).toEqual(
        changes.filter(open).map(({ property, from, to }) => shown(property, to, from)),
      );
      expect(healed).toEqual(changes.map(({ property, from, to }) => shown(property, from, to)));
    },
  );

  it("properties that the program omits and Quay sets (state, tagExpirationSeconds) are not reported", () => {
    expect(blocks(preview.text, "Repository little")).toEqual([]);
    expect(blocks(preview.text, "Organization little")).toEqual([]);
    expect(leftToQuay()).toEqual(theirs);
  });

  it("up with --refresh corrects all of it and nothing else, and the next preview shows no change", async () => {
    story.requested();
    await story.up(program, { refresh: true });
    expect(story.writes()).toHaveLength(drifts.reduce((sum, { writes }) => sum + writes, 0));
    for (const { specimen, named, ours, resource } of drifts) {
      expect({ [resource]: specimen.stored(story.quay.store, named) }).toMatchObject({ [resource]: ours });
    }
    await story.preview(program, { refresh: true, expectNoChanges: true });
    expect(leftToQuay()).toEqual(theirs);
  });

  it("a robot's token that was regenerated in Quay is in the state after that", async () => {
    const { text } = await story.pulumi("stack", "export", "--show-secrets");
    const token = story.quay.store.robot("acme+little")?.token;
    expect(text).toContain(JSON.stringify(JSON.stringify(token)));
  });

  it("no secret is printed or stored in plain text in the state", () => {
    secrets.push(story.quay.token, ...tokens());
    expect(secrets).toHaveLength(7);
    for (const secret of secrets) {
      expect(story.output).not.toContain(secret);
      expect(story.stateFile()).not.toContain(secret);
    }
  });

  const secrets: string[] = [];
  const robots = ["description", "metadata", "little"];
  const tokens = () => robots.map((name) => story.quay.store.robot(`acme+${name}`)?.token ?? "");
});

describe("When the whole organization is deleted outside Pulumi,", () => {
  const story = new Story();
  const everything = ["Organization acme", "Repository web", "Team ops"];

  function program() {
    const acme = new quay.Organization("acme", { email: "platform@acme.example" });
    new quay.Repository("web", { namespace: acme.name, visibility: "public" });
    new quay.Team("ops", { organization: acme.name, role: "creator" });
  }

  it("a preview with --refresh shows that all resources are to be created again", async () => {
    await story.up(program);
    await story.callQuay("DELETE /v1/organization/acme");
    const { steps, text } = await story.preview(program, { refresh: true });
    expect(steps.sort()).toEqual(everything.map((resource) => `create ${resource}`));
    expect(text).toContain("+ 3 to create");
    expect(Object.keys(story.state()).sort()).toEqual(everything);
  });

  it("up with --refresh creates them again, once Quay has released the name", async () => {
    story.quay.collectGarbage();
    await story.up(program, { refresh: true });
    const { store } = story.quay;
    expect(store.organization("acme")).toMatchObject({ email: "platform@acme.example" });
    expect(store.repository("acme", "web")).toMatchObject({ isPublic: true });
    expect(store.team("acme", "ops")).toMatchObject({ role: "creator" });
  });

  it("destroy succeeds when nothing is left to delete", async () => {
    await story.callQuay("DELETE /v1/organization/acme");
    story.requested();
    await story.destroy();
    expect(story.writes()).toEqual([]);
    expect(story.state()).toEqual({});
  });
});

/** How the engine reports a secret value. */
const HIDDEN = { [SIGNATURE]: SECRET, ciphertext: "[secret]" };

/** How `--diff` prints a change of a property, the first line of several. */
function shown(property: string, from: unknown, to: unknown): string {
  if (from === undefined) return `+ ${property}: ${JSON.stringify(to)}`;
  if (to === undefined) return `- ${property}: ${JSON.stringify(from)}`;
  if (from === HIDDEN) return `~ ${property}: [secret] => [secret]`;
  if (typeof from !== "object") return `~ ${property}: ${JSON.stringify(from)} => ${JSON.stringify(to)}`;
  return `~ ${property}: ${Array.isArray(from) ? "[" : "{"}`;
}

/** The changes that `--diff` prints for a resource: those that a refresh found, and those that are to be made. */
function blocks(text: string, resource: string): string[][] {
  const [kind, name] = resource.split(" ");
  return text
    .split(/\n(?=\s*[~+-]+ ?pulumi-nodejs:)/)
    .filter(
      (block) => block.includes(`:dynamic/quay:${kind}::${name}]`) && /: \((refresh|update|replace)\)/.test(block),
    )
    .map(propertyLines);
}

/** The lines of properties, without what is nested in them. */
function propertyLines(block: string): string[] {
  const lines = block.split("\n").filter((line) => /^\s*[~+-] \w+ *: /.test(line));
  const depth = (line = "") => line.search(/\S/);
  const outer = lines.filter((line) => depth(line) === depth(lines[0]));
  return outer.map((line) => line.trim().replace(/ +:/, ":"));
}
