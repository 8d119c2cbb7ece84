import { z } from "zod";
import { operation } from "../operation";
import { listOf } from "./collections";
import { orgname, prototypeid } from "./parameters";
import { RepositoryRole } from "./permission";

const DelegateKind = z.enum(["user", "team"]);

export const PrototypeView = z.looseObject({
  id: z.string(),
  role: RepositoryRole,
  activating_user: z.looseObject({ name: z.string() }).nullable(),
  delegate: z.looseObject({ name: z.string(), kind: DelegateKind }),
});
export type PrototypeView = z.output<typeof PrototypeView>;

export const getOrganizationPrototypePermissions = operation({
  nickname: "getOrganizationPrototypePermissions",
  route: "GET /v1/organization/{orgname}/prototypes",
  scope: "org:admin",
  summary: "List the default permissions of an organization.",
  input: z.strictObject({ orgname }),
  output: z.looseObject({ prototypes: listOf(PrototypeView) }),
});

export const createOrganizationPrototypePermission = operation({
  nickname: "createOrganizationPrototypePermission",
  route: "POST /v1/organization/{orgname}/prototypes",
  scope: "org:admin",
  summary: "Create a default permission. Quay makes a second one like it without a word.",
  input: z.strictObject({
    orgname,
    role: RepositoryRole,
    delegate: z.strictObject({ kind: DelegateKind, name: z.string() }),
    activating_user: z.strictObject({ name: z.string() }).optional(),
  }),
  output: PrototypeView,
});

export const updateOrganizationPrototypePermission = operation({
  nickname: "updateOrganizationPrototypePermission",
  route: "PUT /v1/organization/{orgname}/prototypes/{prototypeid}",
  scope: "org:admin",
  summary: "Change the role of a default permission.",
  input: z.strictObject({ orgname, prototypeid, role: RepositoryRole }),
  output: PrototypeView,
});

export const deleteOrganizationPrototypePermission = operation({
  nickname: "deleteOrganizationPrototypePermission",
  route: "DELETE /v1/organization/{orgname}/prototypes/{prototypeid}",
  scope: "org:admin",
  summary: "Delete a default permission.",
  input: z.strictObject({ orgname, prototypeid }),
  output: z.unknown(),
});
