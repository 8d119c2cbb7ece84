import schema from "../../schema.json";
import type { Harness } from "../harness";
import type { Specimen } from "../kinds/specimen";

/** What is true of every kind when a program has a property that it does not. */
export function unknownProperties(kind: string, { least }: Specimen, at: Harness): void {
  it("names an unknown property with the nearest known one", async () => {
    for (const name of Object.keys(
      schema.resources[`quay:index:${kind}` as keyof typeof schema.resources].inputProperties,
    )) {
      const { failures } = await at.run(kind).check({ ...least, [`${name}s`]: "x" });
      expect(failures).toEqual([
        { property: `${name}s`, reason: `${kind} has no property ${name}s. Did you mean ${name}?` },
      ]);
    }
  });

  it("refuses a property with the name of a property of every object, such as constructor", async () => {
    const { failures } = await at.run(kind).check({ ...least, constructor: "x", toString: "y" });
    expect(failures.map(({ property }) => property)).toEqual(["constructor", "toString"]);
  });

  it("quotes only the beginning of a long value", async () => {
    const { failures } = await at.run(kind).check({ ...least, ["x".repeat(10_000)]: "y" });
    expect(failures).toHaveLength(1);
    expect(failures[0]?.reason.length).toBeLessThan(300);
  });
}
