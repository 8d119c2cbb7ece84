import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { whyUnaddressable } from "../../provider/quay/addressable";
import { getRepo, listRepos } from "../../provider/quay/api/repository";
import { pages } from "../../provider/quay/client/pages";
import type { Quay } from "../../provider/quay/client/quay";
import { namespaceName, repositoryPath } from "../../provider/quay/names";
import { absence } from "../../provider/snapshot/absence";
import { type Repository, repositories, repository as stateOf } from "../../provider/snapshot/repositories";
import { type AskOptions, asRunError, snapshotFor, validate, whenKnown } from "./invoke";

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
export function getRepository(args: GetRepositoryArgs, options?: AskOptions): Promise<RepositoryResult> {
  return asRunError(async () => {
    validate("getRepository", args, { repository: repositoryPath });
    const { repository } = args;
    const [namespace = "", ...name] = repository.split("/");
    const snapshot = await snapshotFor(namespace, options);
    const path = { namespace, name: name.join("/") };
    const found = whyUnaddressable(repository) ? undefined : await snapshot.of(repositories).get(path);
    // When it is missing, a direct read reports Quay's reason.
    const repositoryState = found ?? stateOf(path, await getRepo(snapshot.quay, { repository, includeTags: false }));
    return result(repositoryState, snapshot.quay.settings.registry);
  });
}

/** `getRepository` with arguments that may be outputs. */
export function getRepositoryOutput(
  args: { [Name in keyof GetRepositoryArgs]: pulumi.Input<GetRepositoryArgs[Name]> },
  options?: AskOptions,
): pulumi.Output<RepositoryResult> {
  return whenKnown(getRepository, args, options);
}

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
export function getRepositories(args: GetRepositoriesArgs, options?: AskOptions): Promise<RepositoryResult[]> {
  return asRunError(async () => {
    validate("getRepositories", args, {
      namespace: namespaceName.optional(),
      public: z.boolean().optional(),
      starred: z.boolean().optional(),
    });
    if (![args?.namespace, args?.public, args?.starred].some((given) => given !== undefined))
      throw new Error("getRepositories: Give one of namespace, public and starred.");
    const { namespace } = args;
    const snapshot = await snapshotFor(namespace, options);
    const isList = namespace !== undefined && args.public === undefined && args.starred === undefined;
    const all = isList
      ? await snapshot.of(repositories).list({ namespace, name: "" })
      : await searchRepositories(snapshot.quay, args);
    const isEmpty = !all || all.length === 0;
    // Quay returns an empty list for a missing namespace too.
    if (isEmpty && namespace !== undefined && (await snapshot.of(absence).isMissing(["Organization", namespace])))
      throw new Error(`There is no organization or user ${namespace}.`);
    return (all ?? []).map((one) => result(one, snapshot.quay.settings.registry));
  });
}

/** `getRepositories` with arguments that may be outputs. */
export function getRepositoriesOutput(
  args: { [Name in keyof GetRepositoriesArgs]: pulumi.Input<GetRepositoriesArgs[Name]> },
  options?: AskOptions,
): pulumi.Output<RepositoryResult[]> {
  return whenKnown(getRepositories, args, options);
}
