import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { addPrerequisites, createStoredObjects } from "../../fixtures/kept";
import { harness, type State } from "../../harness";

const fixtures = join(__dirname, "../../fixtures");
const { version } = require("pulumi-quay/package.json") as { version: string };

interface Resource {
  type: string;
  id: string;
  inputs: State["inputs"];
  outputs: State["inputs"];
}

type Handlers = Record<"configure" | "check" | "diff" | "read" | "update" | "delete", (...args: unknown[]) => unknown>;
const earlier = readdirSync(fixtures).filter((file) => /^provider-.*\.js$/.test(file));

describe.each(earlier)("A state of this version, read by the previous release (%s)", (file) => {
  const at = harness();
  const text = readFileSync(join(fixtures, `state-${version}.json`), "utf8");
  const { resources } = JSON.parse(text).deployment as { resources: Resource[] };
  const release = /provider-(.*)\.js$/.exec(file)?.[1];
  const before = readFileSync(join(fixtures, `state-${release}.json`), "utf8");
  const kinds = resources
    .filter(({ type, id }) => type.includes("quay:") && before.includes(`"${type}"`) && before.includes(`"${id}"`))
    .map((one) => [one.type.split(":")[2], one] as const);

  beforeEach(async () => {
    addPrerequisites(at.quay);
    await createStoredObjects(at);
  });

  it("has all kinds of that release", () => expect(kinds).toHaveLength(9));

  it.each(kinds)("%s has no diff, and can be read, changed and deleted", async (kind = "", resource) => {
    const { id, inputs, outputs } = resource;
    // Each kind in a provider process of its own, since its cache lives as long as the process.
    jest.resetModules();
    const { dynamic } = require(join(fixtures, file)) as { dynamic: (kind: string) => Handlers };
    const handlers = dynamic(kind);
    const { url, token } = at.quay;
    const settings: Record<string, string> = {
      "quay:url": url,
      "quay:token": token,
      "quay:registry": "quay.example.com",
    };
    await handlers.configure({ config: { get: (key: string) => settings[key] } });
    expect(await handlers.diff(id, outputs, inputs)).toEqual({ changes: false });
    const { __provider, ...same } = inputs;
    expect(await handlers.read(id, outputs)).toMatchObject({ id, inputs: same });
    expect(await handlers.update(id, outputs, inputs)).toMatchObject({ outs: inputs });
    await handlers.delete(id, { ...outputs, forceDelete: true });
    expect(await handlers.read(id, outputs)).toEqual({});
  });
});
