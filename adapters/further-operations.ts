import { getOrganizationUsage } from "../provider/quay/api/organization";
import { type ExposedOperation, expose, reads } from "./exposed-operation";

/** The operations that the REST and MCP adapters expose besides the sixteen, with `--tools all` or by name. */
export const furtherOperations: ExposedOperation[] = [
  expose({
    name: "getquotausage",
    operation: getOrganizationUsage,
    path: "/organization/{orgname}/quotausage",
    hints: reads,
    description:
      "Get how many bytes an organization holds, how many it may hold, and at which percentages Quay warns or refuses pushes. Use it " +
      "when pushes are refused for a quota, and before asking for a larger one. Without quota_report in the answer this Quay does not " +
      "count, or the token's user is no member.",
  }),
];
