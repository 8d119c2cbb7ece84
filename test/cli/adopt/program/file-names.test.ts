import { fileNames } from "../../../../cli/adopt/program/file-names";

describe("The file of a namespace", () => {
  const names = (...all: string[]) => Object.fromEntries(fileNames(all));

  it("is called like the namespace, whatever the order", () => {
    expect(names("acme", "index", "3scale", "a_b-c")).toEqual({
      "3scale": "3scale",
      "a_b-c": "a_b-c",
      acme: "acme",
      index: "index",
    });
    expect(names("a.d", "a-d")).toEqual(names("a-d", "a.d"));
  });

  it("is called otherwise where the name would be a file of declarations, a device of Windows or too long", () => {
    const { "acme.d": declarations, con, com1, ...long } = names("acme.d", "con", "com1", "x".repeat(255));
    expect(declarations).toBe("acme-d");
    for (const [name, file] of Object.entries({ con, com1 })) expect(file).toMatch(new RegExp(`^${name}-[0-9a-f]{6}$`));
    expect(Object.values(long)[0]?.length).toBeLessThan(100);
  });

  it("is a file of its own also where names differ in case or dots only", () => {
    const files = Object.values(names("a-d", "a.d", "A-D", "a-D", "A.D")).map((file) => file.toLowerCase());
    expect(new Set(files).size).toBe(5);
  });
});
