import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { exposedOperations } from "../../adapters/exposed-operations";
import { routesOf } from "../../adapters/rest/routes";
import { selectTools } from "../../adapters/selection";
import { validateInput } from "../../adapters/validate-input";
import { check } from "../../provider/lifecycle/check";
import type { Resource } from "../../provider/lifecycle/resource";
import { repository } from "../../provider/quay/api/parameters";
import { createRepo } from "../../provider/quay/api/repository";
import type { Quay } from "../../provider/quay/client/quay";
import type { QuaySettings } from "../../provider/quay/settings";
import { resources } from "../../provider/resources";
import { rows, table } from "./requirements";

const routes = routesOf(exposedOperations);
const document = path.join(__dirname, "../../../shared/capability.md");

describe("The exposed operations match the table of the requirements:", () => {
  it("sixteen operations with the names and the order of the table", () => {
    expect(rows).toHaveLength(16);
    expect(exposedOperations.map(({ name }) => name)).toEqual(rows.map(({ name }) => name));
  });

  it.each(rows)("$name: $method $path", ({ name, method, path, input, ...hints }) => {
    const offer = exposedOperations.find((one) => one.name === name);
    const route = routes.find((one) => one.exposed === offer);
    expect(`${route?.method} ${route?.path}`).toBe(`${method} ${path}`);
    expect(offer?.hints).toEqual(hints);
    const properties = Object.keys(offer?.operation.input.shape ?? {});
    for (const [, property] of input.matchAll(/`(\w+)`/g)) expect(properties).toContain(property);
    if (input === "body") expect(properties.length).toBeGreaterThan(route?.parameters.length ?? 0);
    expect(offer?.description.length).toBeGreaterThan(40);
  });

  (existsSync(document) ? it : it.skip)("the table here is the document's", () => {
    expect(readFileSync(document, "utf8")).toContain(table.trim());
  });

  it("every parameter and property has a description", () => {
    const mute = exposedOperations.flatMap(({ name, operation }) =>
      Object.entries(operation.input.shape)
        .filter(([, schema]) => !(schema as { description?: string }).description)
        .map(([property]) => `${name}.${property}`),
    );
    expect(mute).toEqual([]);
  });

  it("eight are read-only, and operations can be selected by name", () => {
    expect(selectTools({ readOnly: true }).map(({ name }) => name)).toEqual(
      rows.filter(({ readOnly }) => readOnly).map(({ name }) => name),
    );
    expect(selectTools({ tools: ["getrepo", "deleterepo"], readOnly: true }).map(({ name }) => name)).toEqual([
      "getrepo",
    ]);
    expect(() => selectTools({ tools: ["getrpo"] })).toThrow(
      "There is no tool getrpo. The tools are listrepos, createrepo,",
    );
  });

  it.each([
    "acme/web/permissions/user/alice",
    "acme/web/tag/v1",
    "acme/web/build/0d1e",
    "acme/web/mirror",
    "mirror/health",
    "acme/../other/web",
    "acme//web",
    "acme",
    "acme/web?x=1",
    "acme/web\u0000",
    "acme/wéb",
  ])("the repository %j is refused: Quay would read its path as another resource", (repository) => {
    for (const { operation } of exposedOperations.filter(
      (offer) => "repository" in offer.operation.input.shape && offer.name !== "createrepo",
    )) {
      expect(operation.input.shape.repository?.safeParse(repository).success).toBe(false);
    }
  });

  it("the adapters fill in the defaults of an input; a program that omits them does not compile", () => {
    const offer = exposedOperations.find(({ name }) => name === "createrepo");
    const filled = { repository: "web", visibility: "private", description: "" };
    expect(offer && validateInput(offer, { repository: "web" })).toEqual(filled);
    // @ts-expect-error
    (quay: Quay) => createRepo(quay, { repository: "web" });
  });

  it.each(["web", "base/node", "tag/v1", "a/tag/v1", "a/image/x", "a/logs", "a/aggregatelogs/b", "a/tags/v1"])(
    "the adapters accept the name %s if and only if the resource kinds accept it",
    (name) => {
      const settings = { registry: "quay.io" } as QuaySettings;
      const { failures } = check(resources.Repository as Resource, settings, {}, { namespace: "acme", name });
      const { success } = repository.safeParse(`acme/${name}`);
      expect(success).toBe(failures.length === 0);
      for (const namespace of ["acme", undefined]) {
        expect(createRepo.input.safeParse({ namespace, repository: name }).success).toBe(success);
      }
    },
  );

  it("a repository name may contain further slashes", () => {
    const offer = exposedOperations.find(({ name }) => name === "getrepo");
    expect(offer && validateInput(offer, { repository: "acme/base/node" })).toEqual({ repository: "acme/base/node" });
  });
});
