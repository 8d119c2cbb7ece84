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

/** Of an organization that is no proxy cache, and to superusers of one that does not exist, all values are empty texts. */
const ProxyCacheView = z.looseObject({
  upstream_registry: z.string(),
  expiration_s: z.union([z.number(), z.null(), z.literal("")]),
  insecure: z.union([z.boolean(), z.literal("")]),
});

const newProxyCache = z.strictObject({
  orgname,
  upstream_registry: z.string().describe("Host and namespace of the registry, without a scheme: docker.io/library."),
  upstream_registry_username: z.string().optional(),
  upstream_registry_password: z.string().optional(),
  expiration_s: z.int().min(0).max(2_147_483_647).optional().describe("Seconds; by default a day."),
  insecure: z.boolean().optional(),
});

export const getProxyCacheConfig = operation({
  nickname: "getProxyCacheConfig",
  route: "GET /v1/organization/{orgname}/proxycache",
  scope: "org:admin",
  summary: "Get the registry of which an organization is a proxy cache; an empty one if it is none.",
  input: z.strictObject({ orgname }),
  output: ProxyCacheView,
});

export const createProxyCacheConfig = operation({
  nickname: "createProxyCacheConfig",
  route: "POST /v1/organization/{orgname}/proxycache",
  scope: "org:admin",
  summary: "Make an organization a proxy cache of another registry. The login is not tried.",
  input: newProxyCache,
  output: z.literal("Created"),
});

export const validateProxyCacheConfig = operation({
  nickname: "validateProxyCacheConfig",
  route: "POST /v1/organization/{orgname}/validateproxycache",
  scope: "org:admin",
  summary: "Try whether a registry accepts the login of a proxy cache, in an organization that is none yet.",
  input: newProxyCache,
  output: z.enum(["Valid", "Anonymous"]),
  repeatable: true,
});

export const deleteProxyCacheConfig = operation({
  nickname: "deleteProxyCacheConfig",
  route: "DELETE /v1/organization/{orgname}/proxycache",
  scope: "org:admin",
  summary: "Make an organization no proxy cache any more. The repositories that pulls made stay.",
  input: z.strictObject({ orgname }),
  output: z.literal("Deleted"),
  confirmedBy: 201,
});
