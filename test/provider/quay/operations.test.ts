import { readdirSync } from "node:fs";
import path from "node:path";
import type { Operation } from "../../../provider/quay/operation";

const folder = path.join(__dirname, "../../../provider/quay/api");
const operations = readdirSync(folder)
  .flatMap((file) => Object.entries(require(path.join(folder, file)) as Record<string, Operation>))
  .filter(([, exported]) => exported.route);

const inPath = ({ route }: Operation) => [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);

/** Values that would lead to another route of Quay, or to another object, than the parameter names. */
const astray = ["", ".", "..", "a/../b", "/a", "a//b", "a?b=c", "a#b", "a%2Fb", "a\u0000", "a b"];

describe("Every operation can be exposed unchanged:", () => {
  it("the operations are those of the files in quay/api", () => {
    expect(operations.map(([name]) => name)).toEqual(expect.arrayContaining(["createRepo", "getLoggedInUser"]));
    expect(operations.length).toBeGreaterThan(40);
  });

  it.each(operations)("%s refuses a property that Quay does not know", (_, { input }) => {
    const issues = input.safeParse({ surprise: 1 }).error?.issues;
    expect(issues).toContainEqual(expect.objectContaining({ code: "unrecognized_keys", keys: ["surprise"] }));
  });

  it.each(operations)(
    "%s describes its path parameters, and refuses values that lead to another path",
    (_, operation) => {
      const { shape } = operation.input as unknown as { shape: Record<string, Parameter> };
      const faults = inPath(operation).flatMap((name) => {
        const wrong = astray.filter((value) => shape[name]?.safeParse(value).success !== false);
        return [
          ...wrong.map((value) => [name, value]),
          ...(shape[name]?.description ? [] : [[name, "no description"]]),
        ];
      });
      expect(faults).toEqual([]);
    },
  );
});

interface Parameter {
  description?: string;
  safeParse(value: unknown): { success: boolean };
}
