import { z } from "zod";
import { operation } from "../operation";
import { listOf } from "./many";

const Role = z.enum(["read", "write", "admin"]);

export const PrototypeView = z.looseObject({
  id: z.string(),
  role: Role,
  activating_user: z.looseObject({ name: z.string() }).nullable(),
  delegate: z.looseObject({ name: z.string(), kind: z.enum(["user", "team"]) }),
});
export type PrototypeView = z.output<typeof PrototypeView>;

export const getOrganizationPrototypePermissions = operation({
  nickname: "getOrganizationPrototypePermissions",
  route: "GET /v1/organization/{orgname}/prototypes",
  scope: "org:admin",
  summary: "List the default permissions of an organization.",
  input: z.object({ orgname: z.string() }),
  output: z.looseObject({ prototypes: listOf(PrototypeView) }),
});

export const createOrganizationPrototypePermission = operation({
  nickname: "createOrganizationPrototypePermission",
  route: "POST /v1/organization/{orgname}/prototypes",
  scope: "org:admin",
  summary: "Create a default permission. Quay makes a second one like it without a word.",
  input: z.object({
    orgname: z.string(),
    role: Role,
    delegate: z.object({ kind: z.enum(["user", "team"]), name: z.string() }),
    activating_user: z.object({ name: z.string() }).optional(),
  }),
  output: PrototypeView,
});

export const updateOrganizationPrototypePermission = operation({
  nickname: "updateOrganizationPrototypePermission",
  route: "PUT /v1/organization/{orgname}/prototypes/{prototypeid}",
  scope: "org:admin",
  summary: "Change the role of a default permission.",
  input: z.object({ orgname: z.string(), prototypeid: z.string(), role: Role }),
  output: PrototypeView,
});

export const deleteOrganizationPrototypePermission = operation({
  nickname: "deleteOrganizationPrototypePermission",
  route: "DELETE /v1/organization/{orgname}/prototypes/{prototypeid}",
  scope: "org:admin",
  summary: "Delete a default permission.",
  input: z.object({ orgname: z.string(), prototypeid: z.string() }),
  output: z.unknown(),
});
