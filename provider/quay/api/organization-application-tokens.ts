import { z } from "zod";
import { operation } from "../operation";
import { listOf } from "./collections";
import { client_id, orgname } from "./parameters";

export const listOrganizationApplicationTokens = operation({
  nickname: "listOrganizationApplicationTokens",
  route: "GET /v1/organization/{orgname}/applications/{client_id}/tokens",
  scope: "org:admin",
  summary:
    "List the tokens of an application that have not expired, fifty a page. The tokens themselves are not shown.",
  input: z.strictObject({ orgname, client_id, next_page: z.string().max(4096).optional() }),
  output: z.looseObject({
    tokens: listOf(z.looseObject({ uuid: z.string() })),
    next_page: z.string().optional(),
  }),
});
