import { z } from "zod";
import { id } from "../../../provider/lifecycle/definition";
import { resource } from "../../../provider/lifecycle/resource";
import { UNKNOWN } from "../../../provider/lifecycle/unknown";
import { getOrganization } from "../../../provider/quay/api/organization";
import { deleteOrganizationTeam, updateOrganizationTeam } from "../../../provider/quay/api/team";
import type { Quay } from "../../../provider/quay/client/quay";
import { organizationName, teamName } from "../../../provider/quay/names";
import { resources } from "../../../provider/resources";
import { listed } from "../../../provider/snapshot/listed";
import { harness } from "../../harness";

interface Channel {
  organization: string;
  name: string;
  mail?: string;
  post?: string;
  quiet?: boolean;
  subject?: string;
}

async function put(quay: Quay, { organization, name, ...values }: Channel): Promise<Channel> {
  const about = { role: "member" as const, description: JSON.stringify(values) };
  await updateOrganizationTeam(quay, { orgname: organization, teamname: name, ...about });
  return { organization, name, ...values };
}

/** A team whose description in Quay holds inputs that exclude one another and are not left to Quay. */
resources.Channel = resource<Channel, Channel>({
  kind: "Channel",
  identity: id("{organization}/{name}"),
  flags: [],
  accepts: {
    organization: organizationName,
    name: teamName,
    mail: z.string().optional(),
    post: z.string().optional(),
    quiet: z.boolean().optional(),
    subject: z.string().optional(),
  },
  exactlyOne: ["mail", "post", "quiet"],
  noneByDefault: ["subject"],
  onlyWith: { subject: { property: "name", values: ["loud", "news"] } },
  observe: listed<Pick<Channel, "organization" | "name">, Channel>({
    of: ({ organization }) => ["Organization", organization],
    key: ({ name }) => name,
    async read({ quay }, organization) {
      const { teams = {} } = await getOrganization(quay, { orgname: organization });
      const described = Object.values(teams).filter(({ description }) => description?.startsWith("{"));
      return described.map(({ name, description }) => ({ organization, name, ...JSON.parse(description as string) }));
    },
  }),
  create: put,
  changes: [{ of: ["mail", "post", "quiet", "subject"], send: (quay, wanted) => put(quay, wanted) }],
  delete: (quay, { organization, name }) => deleteOrganizationTeam(quay, { orgname: organization, teamname: name }),
  onConflict: "lookup",
  replacementCost: "nothing",
});

describe("Optional inputs that are not left to Quay", () => {
  const at = harness();
  const least = { organization: "acme", name: "news", mail: "a@acme.example" };
  const stored = () => JSON.parse(at.quay.store.team("acme", "news")?.description ?? "");
  const reasons = async (given: object) =>
    (await at.run("Channel").check({ organization: "acme", name: "news", ...given })).failures;
  beforeEach(() => at.callQuay("POST /v1/organization/", { name: "acme" }));

  it("are taken from Quay when the program leaves them out", async () => {
    const state = await at.run("Channel").create({ ...least, subject: "Hear!" });
    expect(await at.run("Channel").diff(state, least)).toEqual({ replaces: [], deleteBeforeReplace: false });
    const updated = await at.run("Channel").update(state, least);
    expect(stored()).toEqual({ mail: "a@acme.example" });
    expect(updated.outputs).not.toHaveProperty("subject");
    expect(await at.run("Channel").refresh(updated)).toEqual(updated);
  });

  it("take the place of one another", async () => {
    const state = await at.run("Channel").create(least);
    const updated = await at.run("Channel").update(state, { organization: "acme", name: "news", post: "Box 1" });
    expect(stored()).toEqual({ post: "Box 1" });
    expect(updated.outputs).not.toHaveProperty("mail");
    expect(await at.run("Channel").refresh(updated)).toEqual(updated);
  });

  it("are drift when somebody else gives them, and go with the next update", async () => {
    const state = await at.run("Channel").create(least);
    const description = JSON.stringify({ mail: "a@acme.example", subject: "Psst!" });
    await at.callQuay("PUT /v1/organization/acme/team/news", { role: "member", description });
    const refreshed = await at.run("Channel").refresh(state);
    expect(refreshed?.inputs).toMatchObject({ subject: "Psst!" });
    await at.run("Channel").update(refreshed ?? state, least);
    expect(stored()).toEqual({ mail: "a@acme.example" });
  });

  it("are exactly one of those that exclude one another", async () => {
    expect(await reasons({})).toEqual([{ property: "mail", reason: "Give mail, post or quiet." }]);
    expect(await reasons({ post: "Box 1", quiet: true })).toEqual([
      { property: "quiet", reason: "Give either mail, post or quiet, and not post and quiet." },
    ]);
  });

  it("and one that is unknown in a preview may be left out after all", async () => {
    expect(await reasons({ mail: UNKNOWN })).toEqual([]);
    expect(await reasons({ mail: UNKNOWN, post: "Box 1" })).toEqual([]);
    expect(await reasons({ ...least, name: "ops", subject: UNKNOWN })).toEqual([]);
    expect(await reasons({ mail: UNKNOWN, post: "Box 1", quiet: true })).toHaveLength(1);
  });

  it("are refused with a value of another input with which they do not go", async () => {
    expect(await reasons({ ...least, name: "ops", subject: "Hear!" })).toEqual([
      { property: "subject", reason: "subject goes only with name loud or news. Remove it." },
    ]);
  });
});
