import { z } from "zod";
import type { Details } from "../lifecycle/logged";
import type { Quay } from "../quay/client/quay";
import type { Snapshot, Source } from "../snapshot";
import type { ImmutabilityPolicy } from "../snapshot/immutability-policies";

type Rule = Omit<ImmutabilityPolicy, "uuid">;

/** What differs between the policies of namespaces and those of repositories. */
interface Family<At extends object, Path extends object> {
  /** Whose policy an entry of Quay's log is about; undefined for a policy of the other kind. */
  of(details: Details, namespace: string): At | undefined;
  policies: Source<At & Rule, At & ImmutabilityPolicy>;
  /** Path parameters of Quay's API. */
  path(at: At): Path;
  make(quay: Quay, input: Path & Rule): Promise<{ uuid: string }>;
  change(quay: Quay, input: Path & Rule & { policy_uuid: string }): Promise<unknown>;
  remove(quay: Quay, input: Path & { policy_uuid: string }): Promise<unknown>;
}

/** Quay trims a pattern, so one with blanks around it would differ from the program's for ever. */
export const rule = {
  tagPattern: z
    .string()
    .regex(
      /^[^\s\p{Cc}]([^\p{Cc}]*[^\s\p{Cc}])?$/u,
      "A pattern for names of tags is one line that is not empty, without blanks around it.",
    )
    .max(256, "A pattern for names of tags has at most 256 characters."),
  tagPatternMatches: z.boolean().default(true),
};

const ruleOf = ({ tagPattern, tagPatternMatches }: Rule): Rule => ({ tagPattern, tagPatternMatches });

/** How policies that make tags immutable are made, changed and deleted. */
export function immutability<At extends object, Path extends object>(family: Family<At, Path>) {
  const { policies, path, make, change, remove } = family;
  const told = {
    of: (details: Details, namespace: string) => ({
      ...(family.of(details, namespace) ?? { uuid: undefined }),
      tagPattern: details.tag_pattern,
    }),
    to: (details: Details) => ({ tagPatternMatches: details.tag_pattern_matches }),
  };

  /** Where the policy is now. Somebody may have made it anew since the state was written. */
  async function current(snapshot: Snapshot, policy: At & ImmutabilityPolicy) {
    const found = await snapshot.of(policies).get(policy);
    return { ...path(policy), policy_uuid: (found ?? policy).uuid };
  }

  return {
    features: ["IMMUTABLE_TAGS"],
    addressedByUuid: true as const,
    observe: policies,

    async create(quay: Quay, wanted: At & Rule) {
      const { uuid } = await make(quay, { ...path(wanted), ...ruleOf(wanted) });
      return { ...wanted, uuid };
    },

    changes: [
      {
        of: ["tagPatternMatches"],
        async send(quay: Quay, wanted: At & Rule, actual: At & ImmutabilityPolicy, snapshot: Snapshot) {
          return change(quay, { ...(await current(snapshot, actual)), ...ruleOf(wanted) });
        },
      },
    ] as const,

    async delete(quay: Quay, actual: At & ImmutabilityPolicy, snapshot: Snapshot) {
      return remove(quay, await current(snapshot, actual));
    },

    logged: {
      entries: {
        create_immutability_policy: { ...told, effect: "made" as const },
        update_immutability_policy: told,
        delete_immutability_policy: {
          of: ({ policy_uuid }: Details) => ({ uuid: policy_uuid }),
          effect: "deleted" as const,
        },
      },
    },

    onConflict: "same" as const,
    replacementCost: "nothing besides; what it made immutable stays so",
  };
}
