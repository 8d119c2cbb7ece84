import { writeProgram } from "../../../cli/adopt/program/write-program";
import { readNamespace } from "../../../cli/adopt/read-namespace";
import { namespacesNamed } from "../../../cli/inventory/namespaces";
import { withQuay } from "../../../cli/quay-access";
import { listingCost } from "../../../provider/lifecycle/list";
import type { Resource } from "../../../provider/lifecycle/resource";
import { resources } from "../../../provider/resources";
import { harness } from "../../harness";
import { prepare, specimenOf, specimens } from "../../kinds";

/** Kinds that stand in no organization and in no user's namespace are not adopted with one. */
const adopted = Object.keys(specimens).filter((kind) => listingCost(resources[kind] as Resource) !== "none");

describe("What exists", () => {
  const at = harness();

  it.each(adopted)("is found as %s, and declared in each form", async (kind) => {
    const resource = resources[kind] as Resource;
    const { least, changes } = specimenOf(kind);
    await prepare(at.quay, kind);
    const { id, inputs, outputs } = await at.run(kind).create({ ...least, ...changes });
    const name = String(resource.namespace(outputs, false));
    const settings = { "quay:url": at.quay.url, "quay:token": at.quay.token };
    const namespace = await withQuay(settings, async (access, connections) => {
      const [found] = await namespacesNamed([name], (of) => access.connectionFor(of));
      return readNamespace(found as never, access, connections, { deep: true, creatorGrants: true });
    });
    const read = namespace.resources.find((one) => one.kind === kind && one.id === id);
    const { forceDelete, adopt, rotate, replaceWhenChanged, ...readable } = inputs;
    const shown = Object.entries(readable).filter(([property]) => property in resource.accepts);
    expect(read?.inputs).toMatchObject(Object.fromEntries(shown));
    for (const as of ["blueprint", "resources"] as const) {
      const { entries, files } = await writeProgram([namespace], { as, native: false });
      expect(entries.map(({ resource }) => `${resource.kind} ${resource.id}`)).toContain(`${kind} ${id}`);
      expect(files.length).toBeGreaterThan(0);
    }
  });
});
