import { z } from "zod";
import { type Adoptable, type Guarded, id, type Owned } from "../lifecycle/definition";
import type { Details } from "../lifecycle/logged";
import { resource } from "../lifecycle/resource";
import {
  changeRepoState,
  changeRepoVisibility,
  createRepo,
  deleteRepository,
  SettableState,
  updateRepo,
  Visibility,
} from "../quay/api/repository";
import { listRepoTags } from "../quay/api/tag";
import type { Quay } from "../quay/client/quay";
import { namespaceName, repositoryName } from "../quay/names";
import type { Snapshot } from "../snapshot";
import { absence } from "../snapshot/absence";
import { mirrors } from "../snapshot/mirrors";
import { excludedByMirror } from "../snapshot/organization-mirrors";
import { repositories } from "../snapshot/repositories";
import { toOrganization } from "./references";

export interface RepositoryArgs extends Adoptable, Guarded {
  /** Organization that holds the repository, or the name of the token's own user. */
  namespace: string;
  /**
   * Name within the namespace. It may hold slashes; after the first of them no part may be a word of Quay's API, such as
   * `tag` or `build`. Defaults to the resource's own name.
   */
  name?: string;
  /** Who may pull: everybody, or who is granted it. */
  visibility?: "public" | "private";
  /** Markdown, shown on the repository's page. */
  description?: string;
  /**
   * Whether images may be pushed. Needs a Quay with FEATURE_REPO_MIRROR. Left to Quay unless given; leave it out beside a
   * RepositoryMirror, which sets it.
   */
  state?: "NORMAL" | "READ_ONLY" | "MIRROR";
}

/** A named collection of images and their tags. */
export interface RepositoryState extends Owned<RepositoryArgs, "state"> {
  /** Namespace and name, for example `acme/web`. */
  fullName: string;
  /** What to pull, without a tag, for example `quay.example.com/acme/web`. */
  image: string;
}

export const repository = resource<RepositoryArgs, RepositoryState>({
  kind: "Repository",
  identity: id("{namespace}/{name}"),
  repository: ({ namespace, name }) => namespace && `${namespace}/${name}`,
  flags: ["adopt", "forceDelete"],

  accepts: {
    namespace: namespaceName,
    name: repositoryName,
    visibility: Visibility.default("private"),
    description: z.string().default(""),
    state: SettableState.optional(),
  },
  derives: {
    fullName: ({ namespace, name }) => `${namespace}/${name}`,
    image: ({ namespace, name }, { registry }) => `${registry}/${namespace}/${name}`,
  },
  needs: { state: { feature: "REPO_MIRROR" } },

  observe: repositories,

  async create(quay, { namespace, name, visibility, description }) {
    await createRepo(quay, { namespace, repository: name, visibility, description });
    return { namespace, name, visibility, description };
  },
  initialValues: { state: "NORMAL" },
  setAfterCreate: ["state"],

  changes: [
    {
      of: ["description"],
      send: (quay, { description }, { fullName }) => updateRepo(quay, { repository: fullName, description }),
    },
    {
      of: ["visibility"],
      send: (quay, { visibility }, { fullName }) => changeRepoVisibility(quay, { repository: fullName, visibility }),
    },
    {
      of: ["state"],
      send(quay, { state = "NORMAL" }, { fullName }, snapshot) {
        requireNoMirror(snapshot, fullName, state);
        return changeRepoState(quay, { repository: fullName, state });
      },
    },
  ],

  delete: (quay, { fullName }) => deleteRepository(quay, { repository: fullName }),

  onConflict: /Repository already exists/,
  replacementCost: "all its images, tags and grants",
  refers: { namespace: toOrganization },

  logged: {
    entries: {
      create_repo: { of: named, effect: "made" },
      set_repo_description: { of: named, to: ({ description }) => ({ description }) },
      change_repo_visibility: { of: named, to: ({ visibility }) => ({ visibility }) },
      change_repo_state: { of: named, to: ({ state_changed }) => ({ state: state_changed }) },
      delete_repo: { of: named, effect: "deleted" },
    },
    never: "repositories that a push makes",
  },

  guard: guardReason,
  guardedChildren: ["Tag"],

  // For a superuser Quay answers with an internal error page when the namespace does not exist.
  async explain({ status, reason }, { namespace }, snapshot) {
    if (status === 500 && (await snapshot.of(absence).isFree(namespace)))
      return `There is no organization or user ${namespace}.`;
    return excludedByMirror(snapshot, namespace, reason);
  },
});

/** A mirror makes the state MIRROR. With any other here, the two resources would undo each other's work in turns. */
function requireNoMirror(snapshot: Snapshot, fullName: string, state: string): void {
  const mirror = state === "MIRROR" ? undefined : snapshot.of(mirrors).peek(fullName);
  if (!mirror) return;
  throw new Error(
    `state of Repository ${fullName} cannot be ${state}: RepositoryMirror ${fullName}, of ${mirror.externalReference}, makes it MIRROR. ` +
      "Remove state from the Repository. To end the mirror remove the RepositoryMirror and run pulumi up, and set another state then.",
  );
}

async function guardReason(quay: Quay, { fullName }: RepositoryState): Promise<string | undefined> {
  const { tags, has_additional } = await listRepoTags(quay, { repository: fullName, onlyActiveTags: true, limit: 100 });
  if (tags.length === 0) return undefined;
  const many = has_additional ? `more than ${tags.length}` : tags.length;
  return (
    `Repository ${fullName} still holds ${many} ${many === 1 ? "tag" : "tags"}, which would be lost with ${many === 1 ? "its" : "their"} images. ` +
    "Delete them first; or set forceDelete: true, run pulumi up, and delete the repository then."
  );
}

function named({ repo }: Details, namespace: string) {
  return { namespace, name: repo };
}
