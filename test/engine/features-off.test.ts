import type * as pulumi from "@pulumi/pulumi";
import * as quay from "pulumi-quay";
import { resources } from "../../provider/resources";
import { prepare, specimens } from "../kinds";
import type { Properties } from "../kinds/specimen";
import { Story } from "./stack";

type Class = new (name: string, args: Properties) => pulumi.CustomResource;
const classes = quay as unknown as Record<string, Class>;

/** Kinds that exist only with features of Quay, each with its first feature. */
const rows = Object.entries(specimens).flatMap(([kind, { least, apart }]) => {
  const [feature] = resources[kind]?.features ?? [];
  return feature === undefined ? [] : [{ kind, least: { ...least, ...apart } as Properties, flags: [feature].flat() }];
});

describe("When Quay's features are switched off behind the stack's back,", () => {
  const story = new Story();
  beforeAll(async () => {
    for (const { kind } of rows) await prepare(story.quay, kind);
  });
  const program = () => {
    for (const { kind, least } of rows) new (classes[kind] as Class)("it", least);
  };
  const switchAll = (isOn: boolean) => {
    for (const { flags } of rows) for (const flag of flags) story.quay.features[flag] = isOn;
  };
  const stored = () =>
    Object.fromEntries(rows.map(({ kind, least }) => [kind, specimens[kind]?.stored(story.quay.store, least)]));

  it("a preview and an up name a feature, and nothing is made", async () => {
    switchAll(false);
    story.requested();
    await expect(story.preview(program)).rejects.toThrow(/FEATURE_\w+ switched off/);
    await expect(story.up(program)).rejects.toThrow(/FEATURE_\w+ switched off/);
    expect(story.writes()).toEqual([]);
    expect(story.state()).toEqual({});
  });

  it("a refresh fails with the feature's name, and the state stays", async () => {
    switchAll(true);
    await story.up(program);
    const before = story.state();
    expect(Object.keys(before)).toHaveLength(rows.length);
    switchAll(false);
    const failed = await story.refresh({ continueOnError: true }).catch((error: Error) => error.message);
    for (const { kind, flags } of rows) expect(`${kind}: ${failed}`).toContain(`FEATURE_${flags[0]} switched off`);
    expect(Object.keys(story.state()).sort()).toEqual(Object.keys(before).sort());
  });

  it("a destroy deletes nothing and forgets nothing", async () => {
    const before = stored();
    story.requested();
    await expect(story.destroy()).rejects.toThrow(/FEATURE_\w+ switched off/);
    expect(story.writes()).toEqual([]);
    expect(stored()).toEqual(before);
  });

  it("nothing differs once they are on again, and a destroy deletes everything", async () => {
    switchAll(true);
    await story.preview(program, { refresh: true, expectNoChanges: true });
    await story.destroy();
    expect(Object.values(stored()).filter((one) => one !== undefined)).toEqual([]);
    expect(story.state()).toEqual({});
  });
});
