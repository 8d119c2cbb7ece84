import { z } from "zod";
import { whyUnaddressable } from "../quay/addressable";
import { getRepo, listRepos } from "../quay/api/repository";
import { pages } from "../quay/client/pages";
import type { Quay } from "../quay/client/quay";
import { namespaceName, repositoryPath } from "../quay/names";
import { absence } from "../snapshot/absence";
import { namespaceOf } from "../snapshot/containers";
import { type Repository, repositories, repository as stateOf } from "../snapshot/repositories";
import type { ProviderFunction } from "./function";

export interface GetRepositoryArgs {
  /** Full name, for example `acme/web`. */
  repository: string;
}

export interface GetRepositoriesArgs {
  /** Only the repositories of this organization or user. */
  namespace?: string;
  /** Also the public repositories of others. */
  public?: boolean;
  /** Only those that the token's user has starred. */
  starred?: boolean;
}

/** A repository as Quay shows it. */
export interface RepositoryResult {
  /** Organization or user that holds it. */
  namespace: string;
  /** Name within the namespace. */
  name: string;
  /** Namespace and name. */
  fullName: string;
  /** What to pull, without a tag. */
  image: string;
  /** Who may pull: everybody, or who is granted it. */
  visibility: "public" | "private";
  /** Markdown, shown on the repository's page. */
  description: string;
  /** Whether images may be pushed. */
  state: string;
}

function result({ namespace, name, ...rest }: Repository, registry: string): RepositoryResult {
  const fullName = `${namespace}/${name}`;
  return { namespace, name, fullName, image: `${registry}/${fullName}`, ...rest };
}

/** Reads one repository. Fails when there is none, or when the token may not see it. */
export const getRepository: ProviderFunction<GetRepositoryArgs, RepositoryResult> = {
  name: "getRepository",
  accepts: { repository: repositoryPath },
  namespace: ({ repository }) => namespaceOf(repository),
  result: "RepositoryResult",
  async read(snapshot, { repository }) {
    const [namespace = "", ...name] = repository.split("/");
    const path = { namespace, name: name.join("/") };
    const found = whyUnaddressable(repository) ? undefined : await snapshot.of(repositories).get(path);
    // When it is missing, a direct read reports Quay's reason.
    const repositoryState = found ?? stateOf(path, await getRepo(snapshot.quay, { repository, includeTags: false }));
    return result(repositoryState, snapshot.quay.settings.registry);
  },
};

/** Lists repositories with filters that the snapshot's lists do not support. */
async function searchRepositories(quay: Quay, args: GetRepositoriesArgs): Promise<Repository[]> {
  const all = pages(
    (next_page) => listRepos(quay, { ...args, next_page }),
    ({ repositories }) => repositories,
    ({ namespace, name }) => `${namespace}/${name}`,
  );
  const repositories: Repository[] = [];
  for await (const view of all) repositories.push(stateOf(view, view));
  return repositories;
}

/**
 * Lists repositories, all pages; a hundred are one request. Needs at least one of the arguments, and fails when nobody has the
 * namespace.
 */
export const getRepositories: ProviderFunction<GetRepositoriesArgs, RepositoryResult[]> = {
  name: "getRepositories",
  accepts: {
    namespace: namespaceName.optional(),
    public: z.boolean().optional(),
    starred: z.boolean().optional(),
  },
  validate: (args) =>
    [args.namespace, args.public, args.starred].some((given) => given !== undefined)
      ? undefined
      : "Give one of namespace, public and starred.",
  namespace: ({ namespace }) => namespace,
  result: "RepositoryResult",
  list: "repositories",
  async read(snapshot, args) {
    const { namespace } = args;
    const isList = namespace !== undefined && args.public === undefined && args.starred === undefined;
    const all = isList
      ? await snapshot.of(repositories).list({ namespace, name: "" })
      : await searchRepositories(snapshot.quay, args);
    const isEmpty = !all || all.length === 0;
    // Quay returns an empty list for a missing namespace too.
    if (isEmpty && namespace !== undefined && (await snapshot.of(absence).isMissing(["Organization", namespace])))
      throw new Error(`There is no organization or user ${namespace}.`);
    return (all ?? []).map((one) => result(one, snapshot.quay.settings.registry));
  },
};
