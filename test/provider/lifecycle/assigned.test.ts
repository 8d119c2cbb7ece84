import { faces, harness, type State } from "../../harness";
import { registerApplications } from "./application";

registerApplications();

const LIST = "GET /v1/organization/{orgname}/applications";
const CREATE = "POST /v1/organization/{orgname}/applications";
const CHANGE = "PUT /v1/organization/{orgname}/applications/{client_id}";

describe.each(faces)("A kind of the %s provider whose ids Quay assigns", (face) => {
  const at = harness(face);
  const program = { organization: "acme", name: "ci" };
  const stored = () => [...(at.quay.store.organization("acme")?.applications.values() ?? [])];
  const idOf = ({ client_id }: { client_id: string }) => `acme/${client_id}`;
  const theirs = (name: string) => at.callQuay("POST /v1/organization/acme/applications", { name });

  beforeEach(async () => {
    await at.callQuay("POST /v1/organization/", { name: "acme", email: "acme@example.com" });
    at.requested();
  });

  it("takes its id from the response to the create", async () => {
    const state = await at.run("Token").create(program);
    expect(stored().map(idOf)).toEqual([state.id]);
    expect(state.outputs).toMatchObject({ ...program, clientId: stored()[0]?.client_id });
    expect(await at.run("Token").refresh(state)).toMatchObject({ id: state.id, outputs: state.outputs });
  });

  it("reads its parent's list before the first create only", async () => {
    const run = at.run("Token");
    for (const name of ["a", "b", "c"]) await run.create({ ...program, name });
    expect(at.requested()).toEqual([LIST, CREATE, CREATE, CREATE]);
  });

  it("may be declared twice, and is created twice", async () => {
    const run = at.run("Token");
    for (const __logicalName of ["one", "other"])
      expect((await run.check({ ...program, __logicalName })).failures).toEqual([]);
    const [one, other] = await Promise.all([run.create(program), run.create(program)]);
    expect(one?.id).not.toBe(other?.id);
    expect(stored()).toHaveLength(2);
  });

  it("is found again when the response to its create is lost, and is not created twice", async () => {
    await theirs("ci");
    const run = at.run("Token");
    await run.create(program);
    const before = stored().map(idOf);
    at.quay.fail(CREATE, "reset", { after: true });
    const state = await run.create(program);
    expect(stored()).toHaveLength(3);
    expect(before).not.toContain(state.id);
    expect(stored().map(idOf)).toContain(state.id);
  });

  it("is created by a second create when the first was not carried out", async () => {
    at.quay.fail(CREATE, "reset");
    const state = await at.run("Token").create(program);
    expect(stored().map(idOf)).toEqual([state.id]);
  });

  it("names the candidates when somebody else created an equal object while the response was lost", async () => {
    const run = at.run("Token");
    await run.create({ ...program, name: "first" });
    await theirs("ci");
    at.quay.fail(CREATE, "reset", { after: true });
    const creation = run.create(program);
    await expect(creation).rejects.toThrow(
      /^Could not create Token acme\/ci: .* may be any of 2: acme\/\w+, acme\/\w+\./,
    );
    expect(stored()).toHaveLength(3);
  });

  it("is looked up when the response does not contain its id", async () => {
    at.quay.fail(CREATE, { status: 201, body: { name: "ci" } } as never, { after: true });
    const state = await at.run("Token").create(program);
    expect(stored().map(idOf)).toEqual([state.id]);
  });

  it("is changed by its id", async () => {
    const state = await at.run("Token").create(program);
    at.requested();
    const changed = await at.run("Token").update(state, { ...program, description: "new" });
    expect(at.requested()).toEqual([CHANGE]);
    expect(stored()).toMatchObject([{ description: "new", client_id: state.outputs.clientId }]);
    expect(changed.outputs).toMatchObject({ description: "new", clientId: state.outputs.clientId });
  });

  it("is replaced by another beside it when it moves", async () => {
    await at.callQuay("POST /v1/organization/", { name: "other", email: "other@example.com" });
    const state = await at.run("Token").create(program);
    const operation = at.process();
    const moved = { ...program, organization: "other" };
    expect(await operation("Token").diff(state, moved)).toEqual({
      replaces: ["organization"],
      deleteBeforeReplace: false,
    });
    const creation = await operation("Token").create(moved);
    await operation("Token").delete(state);
    expect(stored()).toEqual([]);
    expect(await at.run("Token").refresh(creation)).toMatchObject({ id: creation.id });
  });

  it("is deleted when it is replaced, also when the program reads it by .get as well", async () => {
    await at.callQuay("POST /v1/organization/", { name: "other", email: "other@example.com" });
    const state = await at.run("Token").create(program);
    const operation = at.process();
    await operation("Token").get(state.id);
    await operation("Token").diff(state, { ...program, organization: "other" });
    await operation("Token").delete(state);
    expect(stored()).toEqual([]);
  });

  it("is dropped by a refresh when it is gone, and a delete of it succeeds", async () => {
    const state = await at.run("Token").create(program);
    await at.callQuay(`DELETE /v1/organization/acme/applications/${state.outputs.clientId}`);
    expect(await at.run("Token").refresh(state)).toBeUndefined();
    await at.run("Token").delete(state);
  });

  it("with a unique name is refused when it exists, and adopted without a write", async () => {
    await theirs("ci");
    at.requested();
    await expect(at.run("Application").create(program)).rejects.toThrow("Application acme/ci already exists");
    const state: State = await at.run("Application").create({ ...program, adopt: true });
    expect(stored().map(idOf)).toEqual([state.id]);
    expect(at.requested()).not.toContain(CREATE);
  });

  it("is not adopted when several have its name", async () => {
    await theirs("ci");
    await theirs("ci");
    const adopting = at.run("Application").create({ ...program, adopt: true });
    await expect(adopting).rejects.toThrow("Application acme/ci may be any of 2");
  });

  it("whose delete is guarded does not move without forceDelete", async () => {
    const state = await at.run("Application").create(program);
    const moved = await at.run("Application").check({ ...program, organization: "other" }, state.inputs);
    expect(moved.failures).toMatchObject([
      { property: "organization", reason: expect.stringMatching(/^Application acme\/ci cannot be renamed/) },
    ]);
  });

  it("is read by its id, as by .get", async () => {
    const { id, outputs } = await at.run("Token").create(program);
    expect((await at.run("Token").get(id)).outputs).toEqual(outputs);
  });

  it("shows no change in a preview that knows its declaration", async () => {
    const state = await at.run("Token").create(program);
    expect(await at.run("Token").diff(state, program)).toEqual({ changes: false });
    expect(await at.run("Token").compare(state)).toEqual({ changes: false });
  });
});
