import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as quay from "pulumi-quay";
import {
  addPrerequisites,
  createStoredCopies,
  createStoredObjects,
  createStoredPolicies,
  digest,
  url,
} from "../fixtures/kept";
import { Story } from "./stack";

const fixtures = join(__dirname, "../fixtures");
const { version } = require("pulumi-quay/package.json") as { version: string };

/** The kinds of version 0.1.0, those since 0.5.0, and those since 0.6.0. */
const program = (has: (kind: string) => boolean) => () => {
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
  if (!has("Quota")) return;
  const identities = [quay.keyless.github({ repository: "acme/web" })];
  new quay.RobotFederation("ci", { robot: ci.fullName, identities });
  const quota = new quay.Quota("acme", { namespace, size: "5 GiB", warnings: [80], reject: 100 });
  new quay.NamespaceNotification("Full", { namespace: quota.namespace, event: "quota_error", webhook: { url } });
  new quay.RepositoryNotification("Pushes", { repository: web.fullName, event: "repo_push", slack: { url } });
  new quay.NamespaceAutoPrunePolicy("old", { namespace, maxAge: "90d" });
  new quay.RepositoryAutoPrunePolicy("pr", { repository: web.fullName, numberOfTags: 20, tagPattern: "^pr-" });
  new quay.NamespaceImmutabilityPolicy("releases", { namespace, tagPattern: "release-.*" });
  new quay.RepositoryImmutabilityPolicy("v", { repository: web.fullName, tagPattern: "v.*" });
  if (!has("RepositoryMirror")) return;
  const login = { username: "acme", password: "a password" };
  const alpine = new quay.Repository("alpine", { namespace });
  const externalReference = "registry.example.com/library/alpine";
  const tags = ["3.*"];
  new quay.RepositoryMirror("alpine", {
    repository: alpine.fullName,
    robot: ci.fullName,
    externalReference,
    tags,
    ...login,
  });
  const organization = new quay.Organization("copies").name;
  const { fullName: robot } = new quay.Robot("sync", { namespace: organization });
  const source = { registryUrl: "https://harbor.example.com", externalNamespace: "library" };
  new quay.OrganizationMirror("copies", { organization, robot, registryType: "harbor", ...source, ...login });
  new quay.ProxyCache("hub", { organization: new quay.Organization("hub").name, upstream: "docker.io", ...login });
  new quay.TeamSync("ops", {
    organization,
    team: new quay.Team("sre", { organization }).name,
    groupDn: "cn=ops,ou=groups",
  });
};

async function done(story: Story, ...words: string[]): Promise<string> {
  const { ok, text } = await story.pulumi(...words);
  if (!ok) throw new Error(text);
  return text;
}

async function settle(story: Story): Promise<void> {
  addPrerequisites(story.quay);
  await done(story, "config", "set", "quay:registry", "quay.example.com");
}

const current = join(fixtures, `state-${version}.json`);

// Written once for each new version: all later versions have to read what it stores.
if (!existsSync(current)) {
  describe("The state of this version", () => {
    const story = new Story();
    it("is kept as a fixture for all later versions", async () => {
      await settle(story);
      await story.up(program(() => true));
      await done(story, "stack", "export", "--file", current);
      // The path of the program is of no use to later versions, and names a machine.
      const kept = JSON.parse(readFileSync(current, "utf8"), (key, value) =>
        ["sourcePosition", "stackTrace"].includes(key) ? undefined : value,
      );
      expect(kept.deployment.resources).not.toEqual([]);
      writeFileSync(current, `${JSON.stringify(kept, null, 2)}\n`);
    });
  });
}

const kept = readdirSync(fixtures).filter((file) => /^state-.*\.json$/.test(file));

for (const file of kept)
  describe(`A state of an earlier version (${file})`, () => {
    const story = new Story();

    const stored = readFileSync(join(fixtures, file), "utf8");
    const has = (kind: string) => stored.includes(`quay:${kind}::`);
    const declared = program(has);

    it("is read as it is: nothing has changed, up and refresh keep it, and all of it can be destroyed", async () => {
      await settle(story);
      const at = { callQuay: (call: string, body?: object) => story.callQuay(call, body) };
      await createStoredObjects(at);
      if (has("Quota")) await createStoredPolicies(at);
      if (has("RepositoryMirror")) await createStoredCopies(at);

      await done(story, "stack", "import", "--file", join(fixtures, file));
      story.requested();
      const preview = await story.preview(declared, { refresh: true, runProgram: true, expectNoChanges: true });
      expect(preview.steps).toEqual([]);
      // Nothing else differs here than the robots' tokens.
      expect(
        Object.values(preview.notices)
          .flat()
          .filter((line) => !/^Robot \S+: token changed, /.test(line)),
      ).toEqual([]);
      await story.up(declared, { expectNoChanges: true });
      await story.refresh({ runProgram: true, expectNoChanges: true });
      await story.preview(declared, { expectNoChanges: true });
      expect(story.writes()).toEqual([]);
      for (const { outputs } of Object.values(story.state())) {
        expect(outputs.__origin).toMatchObject({ quay: "quay.example.com", entry: expect.any(String) });
      }
      // A robot stays locked until the repository that it mirrored is collected.
      const collector = setInterval(() => story.quay.collectGarbage(), 500);
      await story.destroy().finally(() => clearInterval(collector));
      expect(story.quay.store.organization("acme")).toBeUndefined();
      expect(Object.keys(story.state())).toEqual([]);
    });
  });
