import { z } from "zod";
import { isNotFound } from "../../../provider/quay/client/errors";
import { Quay } from "../../../provider/quay/client/quay";
import { operation } from "../../../provider/quay/operation";
import { Snapshot } from "../../../provider/snapshot";
import { listed } from "../../../provider/snapshot/listed";
import { fastRetries, harness } from "../../harness";

const getOrganizationApplications = operation({
  nickname: "getOrganizationApplications",
  route: "GET /v1/organization/{orgname}/applications",
  scope: "org:admin",
  summary: "List the applications of an organization.",
  input: z.object({ orgname: z.string() }),
  output: z.looseObject({ applications: z.array(z.looseObject({ name: z.string(), client_id: z.string() })) }),
});

interface Application {
  organization: string;
  clientId: string;
  name: string;
}

/** A kind whose id Quay assigns. */
const applications = listed<Pick<Application, "organization" | "clientId">, Application>({
  of: ({ organization }) => ["Organization", organization],
  key: ({ clientId }) => clientId,
  async read({ quay }, organization) {
    const all = await getOrganizationApplications(quay, { orgname: organization });
    return all.applications.map(({ name, client_id }) => ({ organization, clientId: client_id, name }));
  },
});

const getOrganizationMirror = operation({
  nickname: "getOrganizationMirror",
  route: "GET /v1/organization/{orgname}/mirror",
  scope: "org:admin",
  summary: "Get how an organization is mirrored.",
  input: z.object({ orgname: z.string() }),
  output: z.looseObject({ external_namespace: z.string() }),
});

interface Mirror {
  organization: string;
}

/** A singleton, whose absence Quay reports with 404. */
const mirrors = listed<Mirror, Mirror>({
  of: ({ organization }) => ["Organization", organization],
  isNone: isNotFound,
  read: async ({ quay }, organization) => {
    await getOrganizationMirror(quay, { orgname: organization });
    return [{ organization }];
  },
});

describe("A kind read from a list", () => {
  const at = harness();
  const organization = "acme";
  let quay: Quay;
  let seen: Snapshot;
  beforeEach(() => {
    const settings = { url: at.quay.url, token: at.quay.token, registry: "x", timeoutSeconds: 1, concurrency: 4 };
    quay = new Quay(settings, { retryPolicy: fastRetries, notice: () => undefined });
    seen = new Snapshot(quay);
    at.quay.store.addOrganization(organization, at.quay.store.user("admin"));
    at.quay.features.ORG_MIRROR = true;
    at.requested();
  });
  afterEach(() => quay.close());

  const make = (name: string) => at.callQuay("POST /v1/organization/acme/applications", { name });
  const about = { organization, clientId: "" };

  it("is found again by the difference between a fresh list and the one before", async () => {
    const reader = seen.of(applications);
    await make("one");
    expect((await reader.list(about))?.map(({ name }) => name)).toEqual(["one"]);
    await make("two");
    expect(await reader.list(about)).toHaveLength(1);
    const all = (await reader.list(about, { fresh: true })) ?? [];
    expect(all.map(({ name }) => name)).toEqual(["one", "two"]);
    expect(await reader.get(all[0] as Application)).toEqual(all[0]);
  });

  it("costs one request for all concurrent reads", async () => {
    await make("one");
    at.requested();
    const [all] = await Promise.all([seen.of(applications).list(about), seen.of(applications).list(about)]);
    await seen.of(applications).get(all?.[0] as Application);
    expect(at.requested()).toEqual(["GET /v1/organization/{orgname}/applications"]);
  });

  it("is known to be absent in an organization that this run created, and unknown again after a doubtful write", async () => {
    seen.containerChanged(["Organization", organization], true);
    expect(await seen.of(applications).list(about, { fresh: true })).toEqual([]);
    expect(at.requested()).toEqual([]);
    await make("one");
    seen.containerChanged(["Organization", organization]);
    expect(await seen.of(applications).list(about)).toHaveLength(1);
  });

  it("has no list in an organization that does not exist", async () => {
    const none = { organization: "nobody", clientId: "" };
    expect(await seen.of(applications).list(none)).toBeUndefined();
    expect(await seen.of(applications).get(none)).toBeUndefined();
  });

  it("may be a singleton of its parent, for which Quay has no empty list", async () => {
    const reader = seen.of(mirrors);
    expect(await reader.list({ organization })).toEqual([]);
    expect(await reader.get({ organization })).toBeUndefined();
    expect(await reader.get({ organization: "nobody" })).toBeUndefined();
    at.quay.fail(
      "GET /v1/organization/{orgname}/mirror",
      { status: 200, body: { external_namespace: "library" } },
      { times: Number.POSITIVE_INFINITY },
    );
    expect(await reader.list({ organization }, { fresh: true })).toEqual([{ organization }]);
    reader.forget({ organization });
    expect(await reader.get({ organization })).toEqual({ organization });
  });

  it("is not taken for absent because of a response to an invalid token", async () => {
    const token = at.quay.mint({ scope: "org:admin" });
    at.quay.revoke(token);
    const invalid = new Quay({ ...quay.settings, token }, { retryPolicy: fastRetries, notice: () => undefined });
    at.quay.fail("GET /v1/organization/{orgname}/mirror", 404);
    await expect(new Snapshot(invalid).of(mirrors).get({ organization })).rejects.toThrow();
    await invalid.close();
  });
});
