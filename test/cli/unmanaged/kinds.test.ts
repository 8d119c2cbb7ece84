import { comparableKinds, everyKind } from "../../../cli/unmanaged/standing";
import { listingCost } from "../../../provider/lifecycle/list";
import type { Resource } from "../../../provider/lifecycle/resource";
import { resources } from "../../../provider/resources";
import { harness } from "../../harness";
import { prepare, specimenOf, specimens } from "../../kinds";
import { compared, entry } from "./compared";

const kinds = Object.keys(specimens).filter((kind) => listingCost(resources[kind] as Resource) !== "none");
/** The organization is named where nothing else is managed. */
const inside = kinds.filter((kind) => comparableKinds.includes(kind));

const policies = ["NamespaceAutoPrunePolicy", "NamespaceImmutabilityPolicy"];
const ofNamespaces = [...policies, "Quota", "NamespaceNotification"];
const ofOthers = [
  "RepositoryAutoPrunePolicy",
  "RepositoryImmutabilityPolicy",
  "RepositoryNotification",
  "RobotFederation",
];

describe("What somebody made by hand", () => {
  const at = harness();

  async function make(kind: string): Promise<string> {
    await prepare(at.quay, kind);
    const { least, changes } = specimenOf(kind);
    return `${kind} ${(await at.run(kind).create({ ...least, ...changes })).id}`;
  }

  it.each(inside)("is found as %s, with the lines that adopt it and the command that removes it", async (kind) => {
    const made = await make(kind);
    const [first] = at.quay.store.organizations();
    const organization = entry(`Organization ${first?.name}`);
    const { findings } = await compared(at.quay, [organization], { only: [kind] });
    expect(findings.get(made)).toMatchObject({
      kind,
      adopt: expect.arrayContaining([expect.stringContaining(`new quay.${kind}("`)]),
      remove: expect.stringMatching(/^curl -X (DELETE|PUT|POST) /),
    });
    const managed = await compared(at.quay, [organization, entry(made)], { only: [kind] });
    expect([...managed.findings.keys()]).not.toContain(made);
  });

  it("is found together: by default what lists of the namespace show, and by name what takes more requests", async () => {
    const made: string[] = [];
    for (const kind of [...ofNamespaces, ...ofOthers]) made.push(await make(kind));
    const [inNamespace, inOthers] = [made.slice(0, ofNamespaces.length), made.slice(ofNamespaces.length)];
    const byDefault = [...(await compared(at.quay, [entry("Organization acme")])).findings.keys()];
    expect(byDefault).toEqual(expect.arrayContaining(inNamespace));
    expect(byDefault.filter((one) => inOthers.includes(one))).toEqual([]);
    expect(everyKind.filter((kind) => ofOthers.includes(kind))).toEqual([]);
    const { findings } = await compared(at.quay, [entry("Organization acme")], { only: ofOthers });
    expect([...findings.keys()].sort()).toEqual(inOthers.sort());
  });

  it("is not looked for where this Quay has its kind switched off, which is said once, and hides nothing else", async () => {
    await make("Quota");
    if (!at.quay.store.organization("umbrella")) at.quay.store.addOrganization("umbrella");
    for (const flag of ["AUTO_PRUNE", "IMMUTABLE_TAGS"]) at.quay.features[flag] = false;
    const names = ["acme", "umbrella"];
    const { findings, report } = await compared(at.quay, [entry("Organization acme")], { names });
    for (const flag of ["AUTO_PRUNE", "IMMUTABLE_TAGS"]) at.quay.features[flag] = true;
    expect([...findings.keys()]).toContain("Quota acme");
    expect(report.unseen).toEqual([]);
    expect(report.notes).toEqual([
      "Not compared: NamespaceImmutabilityPolicy, because this Quay has FEATURE_IMMUTABLE_TAGS switched off.",
      "Not compared: NamespaceAutoPrunePolicy, because this Quay has FEATURE_AUTO_PRUNE switched off.",
    ]);
  });
});
