import { z } from "zod";
import { assigned, type Owned } from "../../../provider/lifecycle/definition";
import { resource } from "../../../provider/lifecycle/resource";
import { listOf } from "../../../provider/quay/api/collections";
import { organizationName } from "../../../provider/quay/names";
import { operation } from "../../../provider/quay/operation";
import { resources } from "../../../provider/resources";
import { toOrganization } from "../../../provider/resources/references";
import { listed } from "../../../provider/snapshot/listed";

/** A kind whose ids Quay assigns, as later kinds will be. */

const View = z.looseObject({ client_id: z.string(), name: z.string(), description: z.string() });
const orgname = z.string();
const client_id = z.string();

const getOrganizationApplications = operation({
  nickname: "getOrganizationApplications",
  route: "GET /v1/organization/{orgname}/applications",
  scope: "org:admin",
  summary: "List the applications of an organization.",
  input: z.object({ orgname }),
  output: z.looseObject({ applications: listOf(View) }),
});

const createOrganizationApplication = operation({
  nickname: "createOrganizationApplication",
  route: "POST /v1/organization/{orgname}/applications",
  scope: "org:admin",
  summary: "Create an application.",
  input: z.object({ orgname, name: z.string(), description: z.string().optional() }),
  output: View.partial(),
});

const updateOrganizationApplication = operation({
  nickname: "updateOrganizationApplication",
  route: "PUT /v1/organization/{orgname}/applications/{client_id}",
  scope: "org:admin",
  summary: "Change an application.",
  input: z.object({
    orgname,
    client_id,
    name: z.string(),
    description: z.string(),
    redirect_uri: z.string(),
    application_uri: z.string(),
  }),
  output: View,
});

const deleteOrganizationApplication = operation({
  nickname: "deleteOrganizationApplication",
  route: "DELETE /v1/organization/{orgname}/applications/{client_id}",
  scope: "org:admin",
  summary: "Delete an application.",
  input: z.object({ orgname, client_id }),
  output: z.unknown(),
});

interface ApplicationArgs {
  organization: string;
  name?: string;
  description?: string;
  adopt?: boolean;
  forceDelete?: boolean;
}

interface ApplicationState extends Owned<ApplicationArgs> {
  clientId: string;
}

const seenAs = (organization: string, { client_id: clientId, name, description }: z.output<typeof View>) => ({
  organization,
  name,
  description,
  clientId,
});

const applications = listed<Pick<ApplicationState, "organization" | "clientId">, ApplicationState>({
  of: ({ organization }) => ["Organization", organization],
  key: ({ clientId }) => clientId,
  async read({ quay }, organization) {
    const { applications } = await getOrganizationApplications(quay, { orgname: organization });
    return applications.map((view) => seenAs(organization, view));
  },
});

const application = (kind: string, onConflict: "lookup" | "duplicate") =>
  resource<ApplicationArgs, ApplicationState>({
    kind,
    identity: assigned("{organization}/{clientId}"),
    flags: onConflict === "lookup" ? ["adopt", "forceDelete"] : ["adopt"],

    accepts: { organization: organizationName, name: z.string().min(1), description: z.string().default("") },

    observe: applications,

    async create(quay, { organization, name, description }) {
      const { client_id } = await createOrganizationApplication(quay, { orgname: organization, name, description });
      return { organization, name, description, clientId: client_id };
    },

    changes: [
      {
        of: ["name", "description"],
        send: (quay, { organization, name, description }, { clientId }) =>
          updateOrganizationApplication(quay, {
            orgname: organization,
            client_id: clientId,
            name,
            description,
            redirect_uri: "",
            application_uri: "",
          }),
      },
    ],

    delete: (quay, { organization, clientId }) =>
      deleteOrganizationApplication(quay, { orgname: organization, client_id: clientId }),

    onConflict,
    ...(onConflict === "lookup" && { guard: async () => undefined }),
    match: ({ name }, there) => there.name === name,
    refers: { organization: toOrganization },
    replacementCost: "its client id",
  });

/** Registers the kinds in this test's provider: one with unique names, and one without. */
export function registerApplications(): void {
  resources.Application = application("Application", "lookup");
  resources.Token = application("Token", "duplicate");
}
