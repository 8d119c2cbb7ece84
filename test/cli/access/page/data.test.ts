import { accessIn } from "../../../../cli/access/effective";
import { decode } from "../../../../cli/access/page/browser/matrix";
import { pageData } from "../../../../cli/access/page/data";
import type { AccessReport, RepositoryAccess } from "../../../../cli/access/report";
import { large, small } from "./reports";

describe("The data of the page", () => {
  it("holds for every repository the access of everybody and of each principal", () => {
    const matrix = decode(pageData(small));
    const wanted = small.namespaces.flatMap((namespace) =>
      namespace.repositories.map((repository) =>
        matrix.people.map(({ name, kind, disabled }) => {
          const here = namespace.principals.find((principal) => principal.name === name);
          const stranger = { name, kind, disabled, everywhere: [], mayCreate: false };
          return accessIn(namespace)(repository, here ?? stranger);
        }),
      ),
    );
    const columns = matrix.people.map((_, index) => index + 1);
    expect(matrix.repositories.map((_, row) => columns.map((column) => matrix.access(row, column)))).toEqual(wanted);
    const everybody = small.namespaces.flatMap((namespace) =>
      namespace.repositories.map((one) => accessIn(namespace)(one)),
    );
    expect(matrix.repositories.map((_, row) => matrix.access(row, 0))).toEqual(everybody);
  });

  it("has people of several namespaces once, users first, numbers in their order", () => {
    const { people } = pageData(small);
    expect(people.map(({ name }) => name)).toEqual([
      ...["alice", "bob", "carol", "gone"],
      ...["acme+ci", "acme+deploy", "acme+sync"],
    ]);
    expect(
      pageData(large(1, 24))
        .people.map(({ name }) => name)
        .slice(0, 12),
    ).toEqual(Array.from({ length: 12 }, (_, index) => `person-${index}`));
  });

  it("has repositories by name, numbers in their order, each with its own cells", () => {
    const [acme] = small.namespaces;
    const named = (name: string) => ({ ...acme?.repositories[0], name, grants: [] }) as RepositoryAccess;
    const report = { ...small, namespaces: [{ ...acme, repositories: ["r10", "r9", "api"].map(named) }] };
    report.namespaces[0]?.repositories[0]?.grants.push({ grantee: "bob", kind: "user", role: "read" });
    const matrix = decode(pageData(report as AccessReport));
    const bob = matrix.people.findIndex(({ name }) => name === "bob") + 1;
    expect([0, 1, 2].map((row) => [matrix.repositoryName(row), matrix.access(row, bob).role])).toEqual([
      ["acme/api", undefined],
      ["acme/r9", undefined],
      ["acme/r10", "read"],
    ]);
  });

  it("holds each different access once", () => {
    const { accesses, cells } = pageData(large(1000, 300));
    const texts = accesses.map((access) => JSON.stringify(access));
    expect(new Set(texts).size).toBe(texts.length);
    expect(JSON.stringify({ accesses, cells }).length).toBeLessThan(2_000_000);
  });
});
