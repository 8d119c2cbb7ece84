import { z } from "zod";
import { type Adoptable, id, type Owned, type Wanted } from "../lifecycle/definition";
import { type Details, repositoryOf } from "../lifecycle/logged";
import { resource } from "../lifecycle/resource";
import { changeTag, deleteFullTag } from "../quay/api/tag";
import type { Quay } from "../quay/client/quay";
import { canonicalTime, moment } from "../quay/moments";
import { digestName, repositoryPath, tagName } from "../quay/names";
import { absence } from "../snapshot/absence";
import { namespaceOf } from "../snapshot/containers";
import { tags } from "../snapshot/tags";
import { whyUnchangeable } from "./mirrored";
import { toRepository } from "./references";

export interface TagArgs extends Adoptable {
  /** Full name of the repository, for example `repository.fullName`. */
  repository: string;
  /** The tag. Defaults to the resource's own name. */
  name?: string;
  /** Manifest it points at, for example `sha256:…`. It must be reachable from a tag of this repository. */
  digest: string;
  /** When Quay removes the tag, as RFC 3339; Quay keeps it at least an hour and at most 104 weeks. Left to Quay unless given. */
  expiration?: string;
  /** Whether the tag can be neither moved nor deleted. Needs a Quay with FEATURE_IMMUTABLE_TAGS. Left to Quay unless given. */
  immutable?: boolean;
}

/**
 * If CI moves this tag, `pulumi up --refresh` moves it back; use `ignoreChanges: ["digest"]`.
 *
 * A name for an image of a repository. Deleting the resource deletes the tag; Quay's time machine can restore it.
 */
export interface TagState extends Owned<TagArgs, "expiration" | "immutable"> {
  /** What to pull, for example `quay.example.com/acme/web:v1`. */
  image: string;
}

type WantedTag = Wanted<TagArgs, TagState>;

export const tag = resource<TagArgs, TagState>({
  kind: "Tag",
  identity: id("{repository}:{name}"),
  flags: ["adopt"],

  accepts: {
    repository: repositoryPath,
    name: tagName,
    digest: digestName,
    expiration: moment.optional(),
    immutable: z.boolean().optional(),
  },
  derives: { image: ({ repository, name }, { registry }) => `${registry}/${repository}:${name}` },
  needs: { immutable: { feature: "IMMUTABLE_TAGS" } },

  observe: tags,

  async create(quay, wanted) {
    const { repository, name, digest, expiration } = wanted;
    if (expiration !== undefined && Date.parse(expiration) <= Date.now()) {
      throw new Error("expiration: that moment has passed; the tag would be gone at once.");
    }
    await setDigest(quay, wanted);
    return { repository, name, digest };
  },
  initialValues: { immutable: false },
  setAfterCreate: ["expiration", "immutable"],

  // In a single request Quay would set expiration and immutability first, and lose both when it then moves the tag.
  changes: [
    { of: ["immutable"], when: ({ immutable }) => immutable === false, send: setImmutable },
    { of: ["digest"], send: setDigest, yields: { expiration: () => undefined, immutable: () => false } },
    {
      of: ["expiration"],
      send: (quay, { repository, name, expiration }) =>
        changeTag(quay, { repository, tag: name, expiration: Date.parse(expiration as string) / 1000 }),
    },
    { of: ["immutable"], send: setImmutable },
  ],

  delete: (quay, { repository, name }) => deleteFullTag(quay, { repository, tag: name }),

  onConflict: "lookup",
  replacementCost: "nothing besides; who pulls by the old name finds nothing there",
  refers: { repository: toRepository },

  logged: {
    entries: {
      create_tag: { of: named, to: moved, effect: "made" },
      move_tag: { of: named, to: moved },
      revert_tag: { of: named, to: moved },
      push_repo: { of: named, changes: ["digest", "expiration", "immutable"], effect: "made" },
      change_tag_expiration: {
        of: named,
        to: ({ expiration_date: seconds }) => ({
          expiration: typeof seconds === "number" ? canonicalTime(seconds * 1000) : undefined,
        }),
      },
      change_tag_immutability: { of: named, to: ({ immutable }) => ({ immutable }) },
      delete_tag: { of: named, effect: "deleted" },
      permanently_delete_tag: { of: named, effect: "deleted" },
      autoprune_tag_delete: { of: named, effect: "deleted" },
    },
    never: "tags that expire, that a policy makes immutable, and that a mirror or a proxy cache deletes",
  },

  async explain({ status, reason }, { repository, name, digest, immutable }, snapshot) {
    if (status === 503) return whyUnchangeable(reason, repository, snapshot);
    if (/Cannot set expiration on immutable tag/.test(reason)) {
      const tag = `Tag ${repository}:${name} is immutable, and Quay lets no immutable tag expire`;
      if (immutable) return `${tag}: take out either expiration or immutable.`;
      return (
        `${tag}. Where a policy of ${namespaceOf(repository)} or of ${repository} made it so, that ended its expiration: take ` +
        "expiration out of the program, or have its name left out of the policy and set immutable: false."
      );
    }
    if (status === 409 || /immutable tag/.test(reason)) {
      return `Tag ${repository}:${name} is immutable: set immutable: false and run pulumi up, then change or delete it.`;
    }
    if (status === 404) {
      const missing = await snapshot
        .of(absence)
        .missingRepository(repository)
        .catch(() => undefined);
      if (missing) return missing;
      return `No tag of ${repository} leads to ${digest}. Push the image to this repository, or restore it with Quay's time machine.`;
    }
  },
});

function setDigest(quay: Quay, { repository, name, digest }: WantedTag) {
  return changeTag(quay, { repository, tag: name, manifest_digest: digest });
}

function setImmutable(quay: Quay, { repository, name, immutable }: WantedTag) {
  return changeTag(quay, { repository, tag: name, immutable });
}

function named(details: Details, namespace: string) {
  return { repository: repositoryOf(details, namespace), name: details.tag };
}

/** A tag that is moved has neither an expiration nor is it immutable. */
function moved({ manifest_digest: digest }: Details) {
  return { digest, expiration: undefined, immutable: false };
}
