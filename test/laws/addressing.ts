import { accept, derived } from "../../provider/lifecycle/check";
import type { Resource } from "../../provider/lifecycle/resource";
import type { QuaySettings } from "../../provider/quay/settings";
import { resources } from "../../provider/resources";
import type { Harness } from "../harness";
import { isAssigned } from "../kinds";
import type { Specimen } from "../kinds/specimen";

const reservedPaths = [
  ["shop/tag/v1", "tag"],
  ["team/build/base", "build"],
  ["shop/notification/email", "notification"],
  ["t/trigger/y", "trigger"],
  ["shop/permissions/user/bob", "permissions"],
  ["shop/mirror", "mirror"],
  ["tag/build/x", "build"],
] as const;

/** What is true of every kind that is a repository or is in one, when Quay's API routes its path to another resource. */
export function addressing(kind: string, { least, changes, renamed }: Specimen, at: Harness): void {
  const resource = resources[kind] as Resource;
  if (!resource.repository(least)) return;
  const property = "repository" in least ? "repository" : "name";
  const inside = (name: string) => ({ ...least, [property]: property === "name" ? name : `acme/${name}` });
  const inState = async (name: string) => {
    const { inputs } = await at.run(kind).check(inside(name), accept(resource, inside(name)).inputs);
    const given = isAssigned(kind) ? (await at.run(kind).create(least)).outputs : {};
    at.requested();
    const settings = { url: at.quay.url, registry: new URL(at.quay.url).host } as QuaySettings;
    const outputs = { ...given, ...derived(resource, inputs, settings), ...inputs };
    const origin = { entry: "entry", quay: settings.registry };
    return { id: resource.identity.format(outputs), inputs, outputs, origin };
  };

  it.each(reservedPaths)("refuses repository %s at check, and sends no request", async (name, word) => {
    const { failures } = await at.run(kind).check(inside(name));
    expect(failures).toEqual([
      { property, reason: expect.stringContaining(`repository acme/${name}: ${word} is a word`) },
    ]);
    expect(at.requested()).toEqual([]);
  });

  it("refuses a change to such a repository at check", async () => {
    const { failures } = await at.run(kind).check(inside("shop/tag/v1"), least);
    expect(failures).toEqual([{ property, reason: expect.stringMatching(/cannot safely address .* Choose another/) }]);
  });

  it("previews without failure when the state has such a repository", async () => {
    const state = await inState("shop/tag/v1");
    expect(await at.run(kind).check(inside("shop/tag/v1"), state.inputs)).toEqual({
      inputs: state.inputs,
      failures: [],
    });
    expect(await at.run(kind).diff(state, inside("shop/tag/v1"))).toEqual({ changes: false });
  });

  it("is not deleted when the state has such a repository, and no request is sent", async () => {
    const state = await inState("shop/tag/v1");
    for (const forceDelete of [false, true]) {
      await expect(at.run(kind).delete({ ...state, outputs: { ...state.outputs, forceDelete } })).rejects.toThrow(
        /^Could not delete .*: Quay's API cannot safely address repository acme\/shop\/tag\/v1: .* pulumi state delete/,
      );
    }
    expect(at.requested()).toEqual([]);
  });

  it("is not replaced when the state has such a repository, which would leave the old object behind", async () => {
    const state = await inState("shop/tag/v1");
    const program = { ...inside("shop/tag/v1"), ...renamed };
    const { failures } = await at.run(kind).check(program, { ...state.inputs, forceDelete: true });
    expect(failures).toEqual([
      { property: Object.keys(renamed)[0], reason: expect.stringMatching(/cannot be replaced.* pulumi state delete/) },
    ]);
  });

  for (const [name, value] of Object.entries(changes))
    it(`keeps its ${name} when the state has such a repository, and no request is sent`, async () => {
      const state = await inState("shop/tag/v1");
      await expect(at.run(kind).update(state, { ...inside("shop/tag/v1"), [name]: value })).rejects.toThrow(
        "cannot safely address repository acme/shop/tag/v1",
      );
      expect(at.requested()).toEqual([]);
    });

  if (property === "name") return;
  it("is neither read nor dropped when the state has such a repository, and no request is sent", async () => {
    const state = await inState("shop/tag/v1");
    await expect(at.run(kind).refresh(state)).rejects.toThrow(
      /^Could not read .*: Quay's API cannot safely address repository acme\/shop\/tag\/v1: .* pulumi state delete/,
    );
    await expect(at.run(kind).get(state.id)).rejects.toThrow(
      /would be read as something inside repository acme\/shop\.$/,
    );
    expect(at.requested()).toEqual([]);
  });
}
