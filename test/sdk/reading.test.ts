import * as pulumi from "@pulumi/pulumi";
import * as quay from "../../sdk";
import { harness } from "../harness";
import { resolved } from "./output";

describe("Functions for programs:", () => {
  const at = harness();
  const repository = "acme/web";

  beforeEach(async () => {
    await pulumi.runtime.setMocks({
      newResource: ({ inputs, name }) => ({ id: name, state: inputs }),
      call: ({ inputs }) => inputs,
    });
    pulumi.runtime.setAllConfig({ "quay:url": at.quay.url, "quay:token": at.quay.token });
    await at.callQuay("POST /v1/organization/", { name: "acme", email: "ops@acme.example" });
    at.requested();
  });

  it("a manifest, with its layers", async () => {
    const { digest } = at.quay.push(repository, "v1");
    const manifest = await quay.getManifest({ repository, digest });
    expect(manifest).toMatchObject({
      digest,
      isList: false,
      configMediaType: "application/vnd.oci.image.config.v1+json",
    });
    const { layers } = JSON.parse(manifest.content) as { layers: { digest: string; size: number }[] };
    expect(manifest.layers.map(({ digest, size }) => ({ digest, size }))).toEqual(
      layers.map(({ digest, size }) => ({ digest, size })),
    );
    expect(manifest.size).toBe(layers.reduce((sum, { size }) => sum + size, 0));
    expect(await resolved(quay.getManifestOutput({ repository, digest: pulumi.output(digest) }))).toEqual(manifest);
    await expect(quay.getManifest({ repository, digest: "sha256:00" })).rejects.toThrow("Not Found (404)");
  });

  it("the findings of a scanner, package by package", async () => {
    const { digest } = at.quay.push(repository, "v1");
    at.quay.features.SECURITY_SCANNER = true;
    expect(await quay.getManifestSecurity({ repository, digest })).toEqual({
      status: "queued",
      vulnerabilities: [],
    });
    const Vulnerabilities = [
      {
        Name: "CVE-2026-1",
        Severity: "High",
        FixedBy: "3.1",
        Link: "https://cve.example/1",
        Description: "",
        Metadata: null,
      },
      { Name: "CVE-2026-2", Severity: "Low", FixedBy: "", Link: "" },
    ];
    const Features = [
      { Name: "openssl", Version: "3.0", Vulnerabilities },
      { Name: "zlib", Version: "1.3", Vulnerabilities: null },
    ];
    const body = { status: "scanned", data: { Layer: { Name: digest, IndexedByVersion: 4, Features } } };
    at.quay.fail("GET /v1/repository/{repository}/manifest/{manifestref}/security", { status: 200, body });
    expect(await resolved(quay.getManifestSecurityOutput({ repository, digest }))).toEqual({
      status: "scanned",
      vulnerabilities: [
        {
          name: "CVE-2026-1",
          severity: "High",
          package: "openssl",
          version: "3.0",
          fixedBy: "3.1",
          link: "https://cve.example/1",
        },
        { name: "CVE-2026-2", severity: "Low", package: "openssl", version: "3.0" },
      ],
    });
    at.quay.features.SECURITY_SCANNER = false;
    await expect(quay.getManifestSecurity({ repository, digest })).rejects.toThrow("Quay refused GET");
  });

  it("the newest builds", async () => {
    at.quay.push(repository, "v1");
    for (const tag of ["a", "b", "c"]) {
      const archive_url = `https://example.com/${tag}.tar.gz`;
      await at.callQuay("POST /v1/repository/acme/web/build/", { archive_url, docker_tags: [tag] });
    }
    const newest = await quay.getBuilds({ repository, limit: 2 });
    expect(newest).toMatchObject([
      {
        phase: "waiting",
        tags: ["c"],
        user: "admin",
        archiveUrl: "https://example.com/c.tar.gz",
        dockerfilePath: "/Dockerfile",
      },
      { phase: "waiting", tags: ["b"], context: "/" },
    ]);
    expect(await resolved(quay.getBuildsOutput({ repository: pulumi.output(repository) }))).toHaveLength(3);
  });

  it("an organization with its teams", async () => {
    await at.callQuay("PUT /v1/organization/acme/team/ops", { role: "creator", description: "On call." });
    expect(await resolved(quay.getOrganizationOutput({ name: pulumi.output("acme") }))).toEqual({
      name: "acme",
      email: "ops@acme.example",
      isAdmin: true,
      isMember: true,
      teams: [
        { name: "ops", role: "creator", description: "On call." },
        { name: "owners", role: "admin", description: "" },
      ],
      tagExpirationSeconds: 1_209_600,
    });
    await expect(quay.getOrganization({ name: "missing" })).rejects.toThrow("Not Found (404)");
  });

  it("an organization as seen by a user outside it", async () => {
    const token = at.quay.mint({ user: "alice", scope: "user:read" });
    pulumi.runtime.setAllConfig({ "quay:url": at.quay.url, "quay:token": token });
    expect(await quay.getOrganization({ name: "acme" })).toEqual({
      name: "acme",
      email: "",
      isAdmin: false,
      isMember: false,
      teams: [],
    });
    await expect(quay.getTeam({ organization: "acme", name: "owners" })).rejects.toThrow(
      "There is no team acme/owners that this token may see.",
    );
  });

  it("a team with its members", async () => {
    at.quay.addUser("alice");
    await at.callQuay("PUT /v1/organization/acme/team/ops", { role: "member" });
    await at.callQuay("PUT /v1/organization/acme/robots/ci");
    await at.callQuay("PUT /v1/organization/acme/team/ops/members/acme+ci");
    await at.callQuay("PUT /v1/organization/acme/team/ops/members/admin");
    at.quay.features.MAILING = true;
    await at.callQuay("PUT /v1/organization/acme/team/ops/members/alice");
    await at.callQuay("PUT /v1/organization/acme/team/ops/invite/bob@example.com");
    expect(await resolved(quay.getTeamOutput({ organization: "acme", name: "ops" }))).toEqual({
      organization: "acme",
      name: "ops",
      role: "member",
      description: "",
      members: [
        { name: "acme+ci", kind: "robot", invited: false },
        { name: "admin", kind: "user", invited: false },
        { name: "alice", kind: "user", invited: true },
        { name: "bob@example.com", kind: "invite", invited: true },
      ],
    });
    await expect(quay.getTeam({ organization: "acme", name: "dev" })).rejects.toThrow("There is no team acme/dev.");
  });

  it("a robot with its token, secret as an output", async () => {
    await at.callQuay("PUT /v1/organization/acme/robots/ci", {
      description: "Builds.",
      unstructured_metadata: { a: 1 },
    });
    const { token } = at.quay.store.robot("acme+ci") ?? {};
    const output = quay.getRobotOutput({ namespace: "acme", name: pulumi.output("ci") });
    expect(await resolved(output)).toEqual({
      namespace: "acme",
      name: "ci",
      fullName: "acme+ci",
      description: "Builds.",
      metadata: { a: 1 },
      token,
    });
    expect(await pulumi.isSecret(output)).toBe(true);
    await expect(quay.getRobot({ namespace: "acme", name: "cd" })).rejects.toThrow("Could not find robot");
  });

  it("a robot of the token's own user", async () => {
    await at.callQuay("PUT /v1/user/robots/ci");
    expect(await quay.getRobot({ namespace: "admin", name: "ci" })).toMatchObject({ fullName: "admin+ci" });
  });

  it("how much of its quota an organization uses, and what Quay does about it", async () => {
    at.quay.push(repository, "v1");
    at.quay.push("acme/api", "v1");
    at.quay.push("acme/api", "v2", { seed: "another" });
    const unlimited = await quay.getQuotaUsage({ namespace: "acme" });
    expect(unlimited).toEqual({ namespace: "acme", usedBytes: expect.any(Number), warnings: [], isComplete: true });
    const { usedBytes } = unlimited;
    expect(usedBytes).toBeGreaterThan(0);
    const sizeBytes = Math.ceil(usedBytes / 2);
    await at.callQuay("POST /v1/superuser/organization/acme/quota", { limit_bytes: sizeBytes });
    const { id } = at.quay.store.organization("acme")?.quota ?? {};
    for (const [type, threshold_percent] of Object.entries({ Reject: 100, Warning: 80, warning: 70 }))
      await at.callQuay(`POST /v1/organization/acme/quota/${id}/limit`, { type, threshold_percent });
    const usage = await resolved(quay.getQuotaUsageOutput({ namespace: pulumi.output("acme") }));
    const usedPercent = Number(((usedBytes / sizeBytes) * 100).toFixed(2));
    expect(usage).toEqual({ ...unlimited, sizeBytes, usedPercent, warnings: [70, 80], reject: 100 });
  });

  it("how much of their quota users use: to a superuser all, to a user the own", async () => {
    at.quay.addUser("alice");
    await at.callQuay("POST /v1/superuser/organization/alice/quota", { limit_bytes: 5 });
    const alices = { namespace: "alice", usedBytes: 0, sizeBytes: 5, usedPercent: 0, warnings: [], isComplete: true };
    expect(await quay.getQuotaUsage({ namespace: "alice" })).toEqual(alices);
    await expect(quay.getQuotaUsage({ namespace: "nowhere" })).rejects.toThrow("no organization or user nowhere");
    const token = at.quay.mint({ user: "alice", scope: "user:read user:admin" });
    pulumi.runtime.setAllConfig({ "quay:url": at.quay.url, "quay:token": token });
    expect(await quay.getQuotaUsage({ namespace: "alice" })).toEqual(alices);
    await expect(quay.getQuotaUsage({ namespace: "acme" })).rejects.toThrow("Quay tells what acme holds only to");
    await expect(quay.getQuotaUsage({ namespace: "nowhere" })).rejects.toThrow("super:user");
    at.quay.features.QUOTA_MANAGEMENT = false;
    await expect(quay.getQuotaUsage({ namespace: "alice" })).rejects.toThrow("FEATURE_QUOTA_MANAGEMENT switched off");
  });

  it("the user of the token", async () => {
    const user = {
      username: "admin",
      email: "admin@example.com",
      organizations: [{ organization: "acme", isAdmin: true, mayCreateRepositories: true }],
    };
    expect(await quay.getCurrentUser()).toEqual(user);
    const output = quay.getCurrentUserOutput();
    expect(await resolved(output)).toEqual(user);
    expect(await pulumi.isSecret(output)).toBe(false);
    const token = at.quay.mint({ scope: "user:read" });
    pulumi.runtime.setAllConfig({ "quay:url": at.quay.url, "quay:token": token });
    expect(await quay.getCurrentUser()).toEqual({
      username: "admin",
      organizations: [expect.objectContaining({ isAdmin: false })],
    });
  });

  it("a repository that Quay's API routes to another resource returns nothing, since the response would be about that", async () => {
    const wrong = { repository: "acme/a/tag/v1", name: "v1", digest: "sha256:00" };
    at.quay.push("acme/a", "v1");
    at.quay.push("acme/a/tag/v1", "v1");
    const functions = [
      quay.getRepository,
      quay.getTag,
      quay.getTags,
      quay.getManifest,
      quay.getManifestSecurity,
      quay.getBuilds,
    ];
    for (const ask of functions) {
      await expect(ask(wrong)).rejects.toThrow("Quay's API cannot safely address repository acme/a/tag/v1: ");
    }
    expect(at.requested()).toEqual([]);
    const listed = await quay.getRepositories({ namespace: "acme" });
    expect(listed.map(({ fullName }) => fullName)).toEqual(["acme/a", "acme/a/tag/v1"]);
  });
});
