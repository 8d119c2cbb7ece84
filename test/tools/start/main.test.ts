import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type LocalQuay, startQuay } from "../../../local-quay";
import { findEngine, progress } from "../../../tools/engine";
import { Tour } from "./tour";

const root = join(__dirname, "..", "..", "..");
const tours: Tour[] = [];

function start(...how: ConstructorParameters<typeof Tour>): Tour {
  const tour = new Tour(...how);
  tours.push(tour);
  return tour;
}

// Without a CLI on this machine it is downloaded first, which can take minutes.
beforeAll(async () => {
  const { say, end } = progress();
  await findEngine({ say }).finally(end);
}, 15 * 60_000);
afterEach(() => {
  for (const tour of tours.splice(0)) tour.remove();
});

describe("npm start", () => {
  it("runs the quickstart from create to destroy, and leaves nothing behind", async () => {
    const tour = start();
    expect([await tour.end(), tour.text]).toEqual([0, expect.anything()]);

    const lines = tour.text.split("\n").map((line) => line.trim().replace(/ It took .* s\.$/, ""));
    const summary = lines.filter((line) => /^(\d\. |\$ |Quay was |alice |bob |What to do)/.test(line));
    expect(summary).toEqual([
      expect.stringMatching(/^\$ export QUAY_URL=http:\/\/127\.0\.0\.1:\d+ QUAY_TOKEN=…$/),
      "$ pulumi stack init dev",
      "1. pulumi up: what the program asks for, and what was made",
      "$ pulumi up --yes",
      "Quay was asked 5 times.",
      "2. pulumi preview: nothing has changed, so there is nothing to do",
      "$ pulumi preview --expect-no-changes",
      "Quay was not asked at all.",
      "3. Two things change behind Pulumi's back",
      "alice made the repository acme/web public: POST /api/v1/repository/acme/web/changevisibility",
      "bob deleted the team acme/developers: DELETE /api/v1/organization/acme/team/developers",
      "4. pulumi preview --refresh: Pulumi sees the drift, and Quay's log tells who did it",
      "$ pulumi preview --refresh --run-program --diff",
      expect.stringMatching(/^Quay was asked \d times\.$/),
      "5. pulumi up --refresh: the drift is healed, and the next look finds no difference",
      "$ pulumi up --refresh --run-program --yes --skip-preview",
      expect.stringMatching(/^Quay was asked \d times\.$/),
      "$ pulumi preview --refresh --run-program --expect-no-changes",
      expect.stringMatching(/^Quay was asked \d times\.$/),
      "6. pulumi destroy: all of it is gone",
      "$ pulumi destroy --yes --skip-preview",
      expect.stringMatching(/^Quay was asked \d times\.$/),
      "What to do next",
    ]);
    expect(lines).toContain('~ visibility: "public" => "private"');
    const by = (who: string) =>
      String.raw`by ${who} with token "local", \d{4}-\d\d-\d\d \d\d:\d\d UTC from 127\.0\.0\.1$`;
    for (const found of [
      `Repository acme/web: visibility private → public, ${by("alice")}`,
      `Team acme/developers: gone, deleted ${by("bob")}`,
    ])
      expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^${found}`)));
    const program = readFileSync(join(root, "examples/quickstart/index.ts"), "utf8");
    for (const line of program.split("\n")) expect(lines).toContain(line.trim());

    expect(await tour.leftProcesses()).toEqual([]);
    expect(tour.files()).toEqual([]);
  }, 180_000);

  it("names sections of README that exist", () => {
    const [source, readme] = ["tools/start/main.ts", "README.md"].map((file) => readFileSync(join(root, file), "utf8"));
    const [, line = ""] = /page\.line\('(.*) in README\.md'\)/.exec(source ?? "") ?? [];
    const parts = [...line.matchAll(/"([^"]+)"/g)].map(([, part]) => part);
    expect(parts).toHaveLength(2);
    for (const part of parts) expect(readme).toContain(`\n## ${part}\n`);
  });

  it.each([
    ["as soon as it begins", "pulumi-quay:"],
    ["in the first preview", "Previewing update"],
  ])(
    "ends on Ctrl-C %s, and leaves nothing behind",
    async (_, moment) => {
      const tour = start();
      await tour.printed(moment);
      tour.interrupt();
      expect(await tour.end()).toBe(130);
      expect(tour.text).toContain("   Interrupted.\n");
      expect(await tour.leftProcesses()).toEqual([]);
      expect(tour.files()).toEqual([]);
    },
    60_000,
  );
});

describe("npm start with QUAY_URL", () => {
  let quay: LocalQuay;
  beforeAll(async () => {
    quay = await startQuay({ garbageCollection: 100 });
  });
  afterAll(() => quay.close());
  const theirs = () => ({ QUAY_URL: quay.url, QUAY_TOKEN: quay.token });

  it("writes nothing without consent", async () => {
    const tour = start(theirs());
    expect(await tour.end()).toBe(1);
    expect(tour.text).toContain(`there is no terminal to ask whether to write to ${quay.url}.`);
    expect(quay.requests).toEqual([]);
    expect(tour.files()).toEqual([]);
  });

  it("removes what it has created when interrupted", async () => {
    const tour = start(theirs(), ["--yes"]);
    await tour.printed("created (");
    expect(quay.store.organization("acme")).toBeDefined();
    tour.interrupt("SIGTERM");
    expect(await tour.end()).toBe(143);
    expect(tour.text).toContain("Organization acme deleted");
    expect(quay.store.organizations()).toEqual([]);
    expect(tour.text).not.toContain(quay.token);
    expect(await tour.leftProcesses()).toEqual([]);
    expect(tour.files()).toEqual([]);
  });

  it("interrupted twice stops at once, and says where the state is and how to remove what was created", async () => {
    const tour = start(theirs(), ["--yes"]);
    await tour.printed("created (");
    tour.interrupt();
    await tour.printed("$ pulumi destroy");
    await new Promise((resolve) => setTimeout(resolve, 600));
    tour.interrupt();
    expect(await tour.end()).toBe(130);
    expect(tour.text).toContain(`Something may be left on ${quay.url}`);
    expect(tour.text).toContain("$ pulumi cancel --yes; pulumi destroy --yes");
    expect(await tour.leftProcesses()).toEqual([]);
    expect(tour.files()).toEqual([expect.stringMatching(/^pulumi-quay-/)]);
  });

  it("reports a conflict with an existing organization acme in Quay, and does not change it", async () => {
    quay.reset();
    quay.store.addOrganization("acme");
    const tour = start(theirs(), ["--yes"]);
    expect(await tour.end()).toBe(1);
    expect(tour.text).toContain("Organization acme already exists and is not managed by this stack.");
    expect(tour.text).toContain("pulumi up did not make what the program asks for.");
    expect(quay.store.organization("acme")).toBeDefined();
    expect(tour.files()).toEqual([]);
  });
});
