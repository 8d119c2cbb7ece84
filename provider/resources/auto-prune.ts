import { z } from "zod";
import { type Adoptable, type Definition, type Owned, present } from "../lifecycle/definition";
import type { Identity } from "../lifecycle/identity";
import { type Details, repositoryOf } from "../lifecycle/logged";
import { isUnknown, UNKNOWN } from "../lifecycle/unknown";
import type { AutoPrunePolicyView, PruneMethod } from "../quay/api/policy";
import { maxAge, numberOfTags, prunePattern, secondsOf } from "../quay/prune-rules";
import { quoted } from "../quay/quoted";
import type { Snapshot } from "../snapshot";
import { listed } from "../snapshot/listed";

/** What policies of namespaces and of repositories have in common. */

export interface AutoPruneArgs extends Adoptable {
  /** How many of the newest tags of a repository stay, of those that the pattern selects. Either this or `maxAge`. */
  numberOfTags?: number;
  /**
   * Age at which tags are deleted, for example `30d`: a whole number of hours `h`, days `d`, weeks `w` or years `y`, from an hour to
   * 100 years. (Quay's `m` is minutes.) Either this or `numberOfTags`.
   */
  maxAge?: string;
  /**
   * Regular expression of the tags that are meant, by default all. It is searched anywhere in a tag: `v` means every tag with a v in
   * it, `^v` those that begin with it.
   */
  tagPattern?: string;
  /** Whether the tags with the pattern are meant, or with `false` all without it. */
  tagPatternMatches?: boolean;
}

export interface AutoPruneState extends Owned<AutoPruneArgs, "numberOfTags" | "maxAge" | "tagPattern"> {
  /** Quay's word for how tags are chosen: `number_of_tags` or `creation_date`. */
  method: string;
  /** Quay's own name for it. */
  uuid: string;
}

type PolicyHolder = "namespace" | "repository";
type Held = { [Property in PolicyHolder]?: string };
type Policy = AutoPruneState & Held;
type Rule = Omit<Policy, "method" | "uuid">;
type Body = { method: PruneMethod; value: number | string; tagPattern?: string; tagPatternMatches: boolean };

/** The client that calls Quay, and whom it calls as. */
export type Caller = Pick<Snapshot, "quay" | "user">;

/** Quay's operations on the policies of one namespace or repository. */
export interface PolicyOperations {
  list(caller: Caller, holder: string): Promise<{ policies: AutoPrunePolicyView[] }>;
  create(caller: Caller, holder: string, policy: Body): Promise<{ uuid: string }>;
  update(caller: Caller, holder: string, policy: Body & { policy_uuid: string }): Promise<unknown>;
  delete(caller: Caller, holder: string, policy_uuid: string): Promise<unknown>;
}

export const autoPruneInputs = {
  numberOfTags: numberOfTags.optional(),
  maxAge: maxAge.optional(),
  tagPattern: prunePattern.optional(),
  tagPatternMatches: z.boolean().default(true),
};

/** All of the definition of a kind but its names, and what is refused for want of the holder. */
export function autoPrune(holder: PolicyHolder, operations: PolicyOperations) {
  const of = (values: Rule) => String(values[holder]);
  const policiesOf = async (caller: Caller, id: string) =>
    (await operations.list(caller, id)).policies.map((view) => ({ [holder]: id, ...stateOf(view) }));

  /** All policies with the key of this one: Quay makes a second one with another value, and all of them prune. */
  const twinsOf = async (caller: Caller, actual: Policy) =>
    (await policiesOf(caller, of(actual))).filter((other) => keyOf(other) === keyOf(actual));

  const policies = listed<Policy, Policy>({
    of: (values) => [holder === "namespace" ? "Organization" : "Repository", of(values)],
    key: keyOf,
    chosen: strictest,
    read: policiesOf,
  });

  const told = (details: Details, namespace: string) => ({
    [holder]: holder === "namespace" ? namespace : repositoryOf(details, namespace),
    method: details.method,
    tagPattern: details.tag_pattern,
    tagPatternMatches: details.tag_pattern_matches,
  });

  return {
    identity: identityIn(holder),
    addressedByUuid: true,
    features: ["AUTO_PRUNE"],
    flags: ["adopt"],
    exactlyOne: ["numberOfTags", "maxAge"],
    derives: {
      method: (known) =>
        known.numberOfTags !== undefined && known.maxAge !== undefined ? UNKNOWN : bodyOf(known).method,
    },
    observe: policies,

    async create(quay, wanted, { user }) {
      const { uuid } = await operations.create({ quay, user }, of(wanted), bodyOf(wanted));
      if (isSearchedAnywhere(wanted)) quay.notice(searchedAnywhere(wanted, of(wanted)));
      return { ...wanted, uuid };
    },

    changes: [
      {
        of: ["numberOfTags", "maxAge"],
        async send(quay, wanted, actual, { user }) {
          const twins = await twinsOf({ quay, user }, actual);
          const kept = twins.find(({ uuid }) => uuid === actual.uuid) ?? twins[0];
          if (!kept) throw new Error("There is none in Quay any more. Run pulumi up --refresh.");
          await operations.update({ quay, user }, of(wanted), { policy_uuid: kept.uuid, ...bodyOf(wanted) });
          for (const twin of twins) if (twin !== kept) await operations.delete({ quay, user }, of(wanted), twin.uuid);
        },
      },
    ],

    async delete(quay, actual, { user }) {
      const twins = await twinsOf({ quay, user }, actual);
      // An empty list does not prove that it is gone. Quay's refusal to delete it is looked into.
      const all = twins.length > 0 ? twins : [actual];
      const results = await Promise.allSettled(
        all.map(({ uuid }) => operations.delete({ quay, user }, of(actual), uuid)),
      );
      const failed = results.find((result) => result.status === "rejected");
      if (failed) throw failed.reason;
    },

    logged: {
      entries: {
        [`create_${holder}_autoprune_policy`]: { of: told, to: limitOf, effect: "made" },
        [`update_${holder}_autoprune_policy`]: { of: told, to: limitOf },
        [`delete_${holder}_autoprune_policy`]: { of: ({ policy_uuid }) => ({ uuid: policy_uuid }), effect: "deleted" },
      },
    },

    onConflict: "same",
    replacementCost: "nothing besides",

    validate({ tagPattern, tagPatternMatches }) {
      if (tagPattern !== undefined || isUnknown(tagPatternMatches) || tagPatternMatches) return undefined;
      return { property: "tagPattern", reason: "tagPatternMatches: false needs the pattern of the tags that stay." };
    },
  } satisfies Partial<Definition<AutoPruneArgs & Held, Policy>>;
}

/** Ids such as `acme:creation_date` and `acme/web:number_of_tags:only:^pr-`. The pattern may hold anything. */
const identityIn = (holder: PolicyHolder): Identity => ({
  type: "natural",
  properties: [holder, "method", "tagPattern", "tagPatternMatches"],
  format(values) {
    const id = `${present(values, holder)}:${present(values, "method")}`;
    const which = present(values, "tagPatternMatches");
    if (values.tagPattern === undefined) return id;
    return `${id}:${which === "true" ? "only" : "except"}:${values.tagPattern}`;
  },
  parse(id) {
    const [, of = "", method, which = "only", tagPattern] =
      /^([^:]+):(number_of_tags|creation_date)(?::(only|except):(.+))?$/s.exec(id) ?? [];
    if (method === undefined || of.includes("/") !== (holder === "repository")) return undefined;
    const pattern = tagPattern === undefined ? {} : { tagPattern };
    return { [holder]: of, method, ...pattern, tagPatternMatches: which === "only" };
  },
});

const keyOf = ({ method, tagPattern, tagPatternMatches }: Policy) =>
  JSON.stringify([method, tagPattern ?? null, tagPatternMatches]);

const bodyOf = ({ numberOfTags, maxAge = "", tagPattern, tagPatternMatches }: Rule): Body => ({
  ...(numberOfTags === undefined
    ? { method: "creation_date", value: maxAge }
    : { method: "number_of_tags", value: numberOfTags }),
  tagPattern,
  tagPatternMatches,
});

function stateOf({ uuid, method, value, tagPattern, tagPatternMatches }: AutoPrunePolicyView): AutoPruneState {
  const limit = typeof value === "number" ? { numberOfTags: value } : { maxAge: value };
  // Without a pattern it has no meaning whether it matches.
  const isPositive = (tagPattern == null || tagPatternMatches) ?? true;
  return { ...limit, ...(tagPattern != null && { tagPattern }), tagPatternMatches: isPositive, method, uuid };
}

/** Of several that all prune, the one that leaves the fewest tags. */
function strictest(twins: readonly Policy[]): Policy {
  const left = ({ numberOfTags, maxAge = "" }: Policy) => numberOfTags ?? secondsOf(maxAge);
  return twins.reduce((one, other) => (left(other) < left(one) ? other : one));
}

/** Whether tags are pruned that hold the pattern, and neither begin nor end with it. */
function isSearchedAnywhere({ tagPattern, tagPatternMatches }: Rule): boolean {
  const isAnchored = /[\^$]/.test((tagPattern ?? "^").replace(/\\.|\[[^\]]*\]/g, ""));
  return tagPatternMatches && !isAnchored;
}

const searchedAnywhere = ({ tagPattern = "" }: Rule, of: string) =>
  `The auto-prune policy of ${of} means every tag with ${quoted(tagPattern)} anywhere in it. For tags that begin with it write ` +
  `${quoted(`^${tagPattern}`)}, for tags that end with it ${quoted(`${tagPattern}$`)}.`;

const limitOf = ({ method, value }: Details) =>
  method === "number_of_tags" ? { numberOfTags: value } : { maxAge: value };
