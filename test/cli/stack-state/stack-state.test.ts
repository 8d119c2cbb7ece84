import { entriesOf } from "../../../cli/stack-state/stack-state";
import { nativeTypeOf, typeOf } from "../../../provider/serve/stored";

const exported = (...resources: object[]) => JSON.stringify({ version: 3, deployment: { resources } });

const library = { sourcePosition: "project:///node_modules/pulumi-quay/dist/sdk/resources.js#12,1" };
const linked = { sourcePosition: "project:///../../pulumi-quay/dist/sdk/resources.js#12,1" };
const inProgram = (place: string) => ({ sourcePosition: `project:///${place}` });

const team = (about: object) => ({
  urn: `urn:pulumi:dev::p::${typeOf("Team")}::ops`,
  type: typeOf("Team"),
  id: "acme/ops",
  ...about,
});

describe("The resources of Quay in a stack", () => {
  const positionsOf = (...resources: object[]) => entriesOf(exported(...resources)).map(({ position }) => position);

  it("are those of both providers, without others and without what is yet to be deleted", () => {
    const native = { ...team({}), type: nativeTypeOf("Team"), urn: `urn:pulumi:dev::p::${nativeTypeOf("Team")}::b` };
    const entries = entriesOf(
      exported(
        { urn: "x", type: "pulumi:pulumi:Stack" },
        team({}),
        native,
        team({ delete: true }),
        team({ id: undefined }),
      ),
    );
    expect(entries.map(({ kind, name, isNative }) => [kind, name, isNative])).toEqual([
      ["Team", "ops", false],
      ["Team", "b", true],
    ]);
  });

  it("have the line of the program, behind the frames of packages", () => {
    expect(positionsOf(team(inProgram("index.ts#3,5")))).toEqual(["index.ts:3"]);
    const stackTrace = [library, {}, inProgram("src/teams.ts#7,1"), inProgram("index.ts#1,1")];
    expect(positionsOf(team({ ...library, stackTrace }))).toEqual(["src/teams.ts:7"]);
    expect(positionsOf(team({ ...linked, stackTrace: [linked, inProgram("index.ts#9,1")] }))).toEqual(["index.ts:9"]);
  });

  it("have that of the component above them, if the state tells no other", () => {
    const component = { urn: "component", type: "quay:index:OrganizationBlueprint", ...inProgram("Pulumi.yaml#4,3") };
    expect(positionsOf(component, team({ ...library, parent: "component" }))).toEqual(["Pulumi.yaml:4"]);
    expect(positionsOf(team({ ...library, parent: "component" }))).toEqual([undefined]);
  });
});
