import { readFileSync } from "node:fs";
import { join } from "node:path";
import { markedIn, scopesTable, withTable } from "../../../tools/docs/readme";
import type { Kind } from "../../../tools/docs/reference";
import { reference } from "../../../tools/docs/reference";

describe("README's table of scopes", () => {
  const kinds = [
    { name: "Team", scopes: ["org:admin"], ownScopes: [] },
    { name: "Robot", scopes: ["org:admin"], ownScopes: ["user:admin"] },
  ] as unknown as Kind[];

  it("is what the code says: npm run docs writes it", () => {
    const readme = readFileSync(join(__dirname, "..", "..", "..", "README.md"), "utf8");
    const words = (table = "") => table.replace(/ +/g, " ").replace(/-+/g, "-");
    expect(words(markedIn(readme))).toBe(words(scopesTable(reference().kinds)));
  });

  it("is written between its marks, and nowhere else", () => {
    const table = [
      "| kind  | scopes                                                                 |",
      "| ----- | ---------------------------------------------------------------------- |",
      "| Team  | `org:admin`                                                            |",
      "| Robot | `org:admin`; in the namespace of the token's own user `user:admin` |",
    ];
    const written = withTable("a\n<!-- scopes -->\nold\n<!-- /scopes -->\nb\n", scopesTable(kinds));
    expect(written.replace(/ +/g, " ").replace(/-{3,}/g, "---")).toBe(
      `a\n<!-- scopes -->\n${table.join("\n").replace(/ +/g, " ").replace(/-{3,}/g, "---")}\n<!-- /scopes -->\nb\n`,
    );
    expect(markedIn(written)).toBe(scopesTable(kinds));
    expect(withTable("no marks", "x")).toBe("no marks");
  });
});
