import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as quay from "pulumi-quay";
import { Story } from "./stack";

const fixtures = join(__dirname, "../fixtures");
const { version } = require("pulumi-quay/package.json") as { version: string };

const program = () => {
  const acme = new quay.Organization("acme", { email: "platform@acme.example", tagExpirationSeconds: 86_400 });
  const namespace = acme.name;
  const web = new quay.Repository("web", { namespace, visibility: "public", description: "The shop." });
  const ops = new quay.Team("ops", { organization: namespace, role: "creator", description: "On call." });
  const ci = new quay.Robot("ci", { namespace, description: "Builds.", rotate: "1" });
  new quay.TeamMember("alice", { organization: namespace, team: ops.name, member: "alice" });
  new quay.Tag("prod", { repository: "lab/app", digest });
  new quay.RepositoryUserPermission("ci-web", { repository: web.fullName, user: ci.fullName, role: "write" });
  new quay.RepositoryTeamPermission("ops-web", { repository: web.fullName, team: ops.name, role: "admin" });
  new quay.DefaultPermission("ops", { organization: namespace, team: ops.name, role: "read" });
};

/** Of the image that the local Quay makes of the seed "one". */
const digest = "sha256:52ba1f332b2fb567fdc45a2b66824496cc7d62837744074f53b2ccb25b1a5fab";

async function done(story: Story, ...words: string[]): Promise<string> {
  const { ok, text } = await story.pulumi(...words);
  if (!ok) throw new Error(text);
  return text;
}

async function settle(story: Story): Promise<void> {
  story.quay.addUser("alice");
  story.quay.store.addOrganization("lab");
  story.quay.push("lab/app", "v1", { seed: "one" });
  await done(story, "config", "set", "quay:registry", "quay.example.com");
}

const current = join(fixtures, `state-${version}.json`);

// Written once, when a version is new: what it stores has to be understood by all that come after it.
if (!existsSync(current)) {
  describe("The state of this version", () => {
    const story = new Story();
    it("is kept for all versions to come", async () => {
      await settle(story);
      await story.up(program);
      await done(story, "stack", "export", "--file", current);
      // Where the program stood is of no use to later versions, and names a machine.
      const kept = JSON.parse(readFileSync(current, "utf8"), (key, value) =>
        ["sourcePosition", "stackTrace"].includes(key) ? undefined : value,
      );
      writeFileSync(current, `${JSON.stringify(kept, null, 2)}\n`);
    });
  });
}

const kept = readdirSync(fixtures).filter((file) => /^state-.*\.json$/.test(file));

for (const file of kept)
  describe(`A state of an earlier day (${file})`, () => {
    const story = new Story();

    it("is understood as it is: nothing has changed, and all of it can be destroyed", async () => {
      await settle(story);
      const { elsewhere } = story;
      const say = elsewhere.bind(story);
      await say("POST /v1/organization/", { name: "acme", email: "platform@acme.example" });
      await say("PUT /v1/organization/acme", { tag_expiration_s: 86_400 });
      const web = { namespace: "acme", repository: "web", visibility: "public", description: "The shop." };
      await say("POST /v1/repository", web);
      await say("PUT /v1/organization/acme/team/ops", { role: "creator", description: "On call." });
      await say("PUT /v1/organization/acme/team/ops/members/alice");
      await say("PUT /v1/organization/acme/robots/ci", { description: "Builds." });
      await say("PUT /v1/repository/lab/app/tag/prod", { manifest_digest: digest });
      await say("PUT /v1/repository/acme/web/permissions/user/acme+ci", { role: "write" });
      await say("PUT /v1/repository/acme/web/permissions/team/ops", { role: "admin" });
      await say("POST /v1/organization/acme/prototypes", { role: "read", delegate: { kind: "team", name: "ops" } });

      await done(story, "stack", "import", "--file", join(fixtures, file));
      story.asked();
      const { steps } = await story.preview(program, { refresh: true, runProgram: true, expectNoChanges: true });
      expect(steps).toEqual([]);
      expect(story.written()).toEqual([]);
      await story.destroy();
      expect(story.quay.store.organization("acme")).toBeUndefined();
      expect(Object.keys(story.state())).toEqual([]);
    });
  });
