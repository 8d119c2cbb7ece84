import { z } from "zod";
import { operation } from "../operation";
import { listOf, mapOf } from "./collections";
import { ofNamespace } from "./namespacequota";
import { client_id, membername, orgname } from "./parameters";
import { TeamView } from "./team";

/** The fields that everybody sees; members and administrators see more. */
export const OrganizationView = z.looseObject({
  name: z.string(),
  email: z.string(),
  is_admin: z.boolean(),
  is_member: z.boolean(),
  teams: mapOf(TeamView).optional(),
  tag_expiration_s: z.number().optional(),
  ...ofNamespace,
});
export type OrganizationView = z.output<typeof OrganizationView>;

export const createOrganization = operation({
  nickname: "createOrganization",
  route: "POST /v1/organization/",
  scope: "user:admin",
  summary: "Create a new organization.",
  input: z.strictObject({ name: z.string(), email: z.string().optional() }),
  output: z.literal("Created"),
});

export const getOrganization = operation({
  nickname: "getOrganization",
  route: "GET /v1/organization/{orgname}",
  summary: "Get the details of an organization.",
  input: z.strictObject({ orgname }),
  output: OrganizationView,
});

export const changeOrganizationDetails = operation({
  nickname: "changeOrganizationDetails",
  route: "PUT /v1/organization/{orgname}",
  scope: "org:admin",
  summary: "Change an organization's e-mail address or the time its deleted tags are kept.",
  input: z.strictObject({ orgname, email: z.string().optional(), tag_expiration_s: z.number().optional() }),
  output: OrganizationView,
});

export const deleteAdminedOrganization = operation({
  nickname: "deleteAdminedOrganization",
  route: "DELETE /v1/organization/{orgname}",
  scope: "org:admin",
  summary: "Delete an organization with everything in it.",
  input: z.strictObject({ orgname }),
  output: z.unknown(),
});

export const deleteOrganizationApplication = operation({
  nickname: "deleteOrganizationApplication",
  route: "DELETE /v1/organization/{orgname}/applications/{client_id}",
  scope: "org:admin",
  summary: "Delete an OAuth application with its tokens.",
  input: z.strictObject({ orgname, client_id }),
  output: z.unknown(),
});

const CollaboratorView = z.looseObject({
  name: z.string(),
  /** Names, within the organization, of the repositories that it was granted by name. */
  repositories: listOf(z.string()),
});
const MemberView = z.looseObject({ name: z.string(), teams: listOf(z.looseObject({ name: z.string() })) });

export const getOrganizationMembers = operation({
  nickname: "getOrganizationMembers",
  route: "GET /v1/organization/{orgname}/members",
  scope: "org:admin",
  summary: "List the people of an organization with their teams. Robots and the invited are not in it.",
  input: z.strictObject({ orgname }),
  output: z.looseObject({ members: listOf(MemberView.extend(CollaboratorView.shape)) }),
});

export const getOrganizationCollaborators = operation({
  nickname: "getOrganizationCollaborators",
  route: "GET /v1/organization/{orgname}/collaborators",
  scope: "org:admin",
  summary: "List the people who were granted repositories of an organization and are in none of its teams.",
  input: z.strictObject({ orgname }),
  output: z.looseObject({ collaborators: listOf(CollaboratorView) }),
});

export const getOrganizationMember = operation({
  nickname: "getOrganizationMember",
  route: "GET /v1/organization/{orgname}/members/{membername}",
  scope: "org:admin",
  summary: "Get a person or robot of an organization with its teams.",
  input: z.strictObject({ orgname, membername }),
  output: MemberView,
});

export const getOrganizationApplications = operation({
  nickname: "getOrganizationApplications",
  route: "GET /v1/organization/{orgname}/applications",
  scope: "org:admin",
  summary: "List the OAuth applications of an organization.",
  input: z.strictObject({ orgname }),
  output: z.looseObject({ applications: listOf(z.looseObject({ name: z.string(), client_id: z.string() })) }),
});

export const getProxyCacheConfig = operation({
  nickname: "getProxyCacheConfig",
  route: "GET /v1/organization/{orgname}/proxycache",
  scope: "org:admin",
  summary: "Get the registry of which an organization is a proxy cache; an empty one if it is none.",
  input: z.strictObject({ orgname }),
  output: z.looseObject({ upstream_registry: z.string() }),
});
