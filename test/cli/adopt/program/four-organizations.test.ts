import type { AdoptedNamespace, ProgramOptions, WrittenProgram } from "../../../../cli/adopt/program/contract";
import { writeProgram } from "../../../../cli/adopt/program/write-program";
import type { LocalQuay } from "../../../../local-quay";
import { check } from "../../../../provider/lifecycle/check";
import type { Properties } from "../../../../provider/lifecycle/definition";
import type { Resource } from "../../../../provider/lifecycle/resource";
import type { QuaySettings } from "../../../../provider/quay/settings";
import { resources as kinds } from "../../../../provider/resources";
import { nativeTypeOf, typeOf } from "../../../../provider/serve/stored";
import { withoutEngine } from "../../../sdk/registered";
import { organizations } from "../organizations";
import { ProgramFolder } from "./program-folder";
import { seeded } from "./read";

const forms: Record<string, ProgramOptions> = {
  blueprint: { as: "blueprint", native: false },
  "native blueprint in a component": { as: "blueprint", native: true, into: "registry" },
  resources: { as: "resources", native: false },
  "resources in a component": { as: "resources", native: false, into: "await" },
  yaml: { as: "yaml", native: false },
};
const { large, ...others } = organizations;
/** Those whose programs run; 1,000 repositories would take minutes without an engine. */
const seeds = Object.entries({ ...others, "large, but smaller,": (quay: LocalQuay) => large(quay, 24) });
const cases = seeds
  .flatMap(([name]) => Object.keys(forms).map((form): [string, string] => [name, form]))
  .filter(([name, form]) => name === "tidy" || !form.includes("component"));

/** Those that run, of which each takes seconds without an engine: a tidy one in every form, and the others as blueprints. */
const running = cases.filter(([name, form]) => name === "tidy" || form === "blueprint");

/** What Quay would answer. */
const engine = withoutEngine((type, { namespace, name, repository }, logicalName) => {
  const kind = type.replace(/^.*:/, "");
  const own = name ?? logicalName;
  if (kind === "Robot") return { name: own, fullName: `${namespace}+${own}`, dockerConfigJson: "{}" };
  if (kind === "Repository") return { name: own, fullName: `${namespace}/${own}`, image: "" };
  return kind === "Tag" ? { name: own, image: `${repository}:${own}` } : { name: own };
});

describe("The program written for", () => {
  const folder = new ProgramFolder();
  const found: Record<string, AdoptedNamespace[]> = {};
  const written: Record<string, WrittenProgram> = {};
  const files: Record<string, string> = {};

  beforeAll(async () => {
    for (const [name, seed] of seeds) found[name] = await seeded(seed);
    const thousand = await seeded(large);
    for (const as of ["blueprint", "yaml"] as const)
      folder.write(`large-${as}`, await writeProgram(thousand, { as, native: false }));
    for (const [name, form] of cases) {
      const program = await writeProgram(found[name] ?? [], forms[form] as ProgramOptions);
      written[`${name} ${form}`] = program;
      files[`${name} ${form}`] = folder.write(`${name}-${form}`.replace(/[^a-z]+/g, "-"), program);
    }
  }, 300_000);
  afterAll(() => folder.remove());

  it("all four organizations, in each form, compiles under strict", () => {
    expect(folder.compile()).toEqual([]);
  });

  it("all four organizations, in each form, is what Prettier would write", async () => {
    expect(await folder.unformatted()).toBe("");
  });

  it.each(running)("the %s organization as %s declares exactly what its entries say", async (name, form) => {
    const { entries, components } = written[`${name} ${form}`] as WrittenProgram;
    const { native, into } = forms[form] as ProgramOptions;
    const all = await engine.run(() => require(files[`${name} ${form}`] as string));

    const prefix = "urn:pulumi:dev::story::";
    // Without an engine a URN tells the type of the parent alone, not of those above.
    const chainOf = (parent: string | undefined): string => {
      const component = components.find((each) => each.name === parent);
      return component ? `${component.type}$` : "";
    };
    const type = native ? nativeTypeOf : typeOf;
    const expected = new Map([
      ...components.map((each) => [`${prefix}${chainOf(each.parent)}${each.type}::${each.name}`, {}] as const),
      ...entries.map(({ resource: { kind, inputs }, name, parent }) => {
        return [`${prefix}${chainOf(parent)}${type(kind)}::${name}`, normal(kind, name, inputs)] as const;
      }),
    ]);
    const registered = [...all].map(([urn, { inputs }]): [string, Properties] => {
      const [chain = "", logicalName = ""] = urn.slice(prefix.length).split(/::(.*)/s);
      const kind = chain.replace(/^.*:/, "");
      return [urn, kind in kinds ? normal(kind, logicalName, inputs) : {}];
    });
    expect(Object.fromEntries(registered)).toEqual(Object.fromEntries(expected));
    expect(entries.length).toBeGreaterThan(0);
    expect(components.some((each) => each.name === into)).toBe(into !== undefined);
  });
});

/** Inputs with defaults, as the provider checks them. */
function normal(kind: string, name: string, inputs: Properties): Properties {
  const checked = check(kinds[kind] as Resource, { registry: "quay.io" } as QuaySettings, {}, inputs, { name });
  return { ...checked.inputs, failures: checked.failures };
}
