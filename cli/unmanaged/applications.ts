import type { Connection } from "../../provider/lifecycle/definition";
import { deleteOrganizationApplication, getOrganizationApplications } from "../../provider/quay/api/organization";
import { listOrganizationApplicationTokens } from "../../provider/quay/api/organization-application-tokens";
import { messageOf, QuayError, Refusal } from "../../provider/quay/client/errors";
import { pages } from "../../provider/quay/client/pages";
import { isExcluded } from "../inventory/patterns";
import { requestCommand } from "../removal";
import type { Finding, Unseen } from "./report";
import { name as inQuotes } from "./words";

/** What stands for OAuth applications where kinds are named. */
export const APPLICATION = "Application";

export interface ApplicationsSeen {
  findings: Finding[];
  excluded: number;
  unseen: Unseen[];
}

/** The OAuth applications of an organization. Their tokens take a request for each. */
export async function applications(
  organization: string,
  { quay }: Connection,
  { countTokens, exclude }: { countTokens: boolean; exclude: readonly string[] },
): Promise<ApplicationsSeen> {
  try {
    const { applications } = await getOrganizationApplications(quay, { orgname: organization });
    const all = applications.map(({ name, client_id }) => ({
      kind: APPLICATION,
      id: `${organization}/${client_id}`,
      values: { name },
      about: { orgname: organization, client_id },
    }));
    const wanted = all.filter((one) => !isExcluded(one, exclude));
    const findings = wanted.map(async ({ kind, id, values: { name }, about }): Promise<Finding> => {
      const tokens = countTokens ? await tokensOf(about, quay) : undefined;
      const many = tokens === undefined ? "" : ` with ${tokens === 1 ? "a token" : `${tokens} tokens`}`;
      return {
        kind,
        id,
        what: `application ${inQuotes(name)}${many}`,
        ...(tokens !== undefined && { count: tokens }),
        remove: await requestCommand(quay, (recorder) => deleteOrganizationApplication(recorder, about)),
        remarks: [
          "Its removal loses its tokens. No kind manages applications yet; --exclude leaves out one that is meant.",
        ],
        children: [],
      };
    });
    return { findings: await Promise.all(findings), excluded: all.length - wanted.length, unseen: [] };
  } catch (error) {
    if (!(error instanceof QuayError)) throw error;
    const unseen: Unseen = { namespace: organization, kinds: [APPLICATION], reason: messageOf(error) };
    return { findings: [], excluded: 0, unseen: [unseen] };
  }
}

/** Undefined when Quay does not show or have them. */
async function tokensOf(
  about: { orgname: string; client_id: string },
  quay: Connection["quay"],
): Promise<number | undefined> {
  if (await quay.lacks(listOrganizationApplicationTokens)) return undefined;
  const page = (next_page: string | undefined) => listOrganizationApplicationTokens(quay, { ...about, next_page });
  const uuids: string[] = [];
  try {
    const all = pages(
      page,
      ({ tokens }) => tokens,
      ({ uuid }) => uuid,
    );
    for await (const { uuid } of all) uuids.push(uuid);
    return uuids.length;
  } catch (error) {
    if (error instanceof Refusal && error.status < 500) return undefined;
    throw error;
  }
}
