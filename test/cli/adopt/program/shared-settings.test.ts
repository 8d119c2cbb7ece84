import type { FoundResource } from "../../../../cli/import-file/resource-list";
import { base, found, repository, robot, services, teamGrant, userGrant, written } from "./acme";

describe("What repositories share in the written program", () => {
  it("names what three repositories share in one constant, and two write it out", async () => {
    expect((await written([...base, ...services(2)])).acme).not.toContain("const pushed");
    const { acme } = await written([...base, ...services(3), repository("other", { description: "Alone." })]);
    expect(acme).toContain(`const pushedByDev = {
  teams: { dev: "write" },
  robots: { ci: "write" },
} satisfies quay.RepositoryBlueprint;
`);
    expect(acme).toContain(`    "service-2": pushedByDev,\n`);
    expect(acme).toContain(`    other: { description: "Alone." },\n`);
  });

  it.each<[string, FoundResource[]]>([
    ["another description", [repository("service-2", { description: "The shop." })]],
    ["another grant", [userGrant("service-2", "zoe", "read")]],
    ["another repository", [repository("aaa"), teamGrant("aaa", "ops", "admin")]],
    ["another visibility", [repository("service-2", { visibility: "public" })]],
  ])("changes in one place by %s", async (_, changed) => {
    const before = [...base, ...services(6)];
    const ids = changed.map(({ kind, id }) => `${kind} ${id}`);
    const after = [...before.filter(({ kind, id }) => !ids.includes(`${kind} ${id}`)), ...changed];
    const [old, now] = [await written(before), await written(after)];
    const lines = old.acme.split("\n");
    const kept = lines.filter((line) => now.acme.split("\n").includes(line));
    expect(lines.length - kept.length).toBeLessThanOrEqual(1);
    expect(now.acme.split("\n").length - lines.length).toBeLessThanOrEqual(4);
    expect(now.acme).not.toBe(old.acme);
  });

  it("calls constants by what each of them says alone", async () => {
    const group = (name: string, ...grants: ((name: string) => FoundResource)[]) =>
      [1, 2, 3]
        .map((number) => `${name}-${number}`)
        .flatMap((each) => [repository(each), ...grants.map((of) => of(each))]);
    const ops = (name: string) => teamGrant(name, "ops", "admin");
    const { acme } = await written([
      ...base,
      ...group("a", ops, (name) => teamGrant(name, "dev")),
      ...group("b", ops, (name) => userGrant(name, "acme+ci")),
      ...group("c", ops, (name) => userGrant(name, "alice", "read")),
    ]);
    expect(acme.match(/^const \w+/gm)).toEqual(["const pulledByAlice", "const pushedByCi", "const pushedByDev"]);
  });

  it("names two groups apart that differ in their smaller grants only, and keeps the name of the simpler one", async () => {
    const more = services(3).map(({ kind, inputs }) => {
      const name = String(inputs.name ?? "").replace("service", "more");
      const path = String(inputs.repository ?? "").replace("service", "more");
      return found(kind, { ...inputs, name, repository: path });
    });
    const puller = [0, 1, 2].map((number) => userGrant(`more-${number}`, "zoe", "read"));
    const { acme } = await written([...base, ...services(3), ...more, ...puller]);
    expect(acme).toContain(`    "service-0": pushedByDev,\n`);
    expect(acme.match(/^const \w+/gm)).toEqual(["const pulledByZoe", "const pushedByDev"]);
  });

  it("takes a constant and adds to it for a repository that has more", async () => {
    const more = [...services(5), userGrant("service-4", "zoe", "read"), userGrant("service-3", "acme+cd", "read")];
    const { acme } = await written([...base, robot("cd"), ...more]);
    expect(acme).toContain(`"service-4": { ...pushedByDev, users: { zoe: "read" } },`);
    expect(acme).toContain(`"service-3": {
      teams: { dev: "write" },
      robots: { cd: "read", ci: "write" },
    },`);
  });
});
