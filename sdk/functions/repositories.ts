import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { getRepo, listRepos } from "../../provider/quay/api/repository";
import { pages } from "../../provider/quay/client/pages";
import type { Quay } from "../../provider/quay/client/quay";
import { namespaceName, repositoryPath } from "../../provider/quay/names";
import { Snapshot } from "../../provider/snapshot";
import { absence } from "../../provider/snapshot/absence";
import { type AskOptions, demand, quayFor, told, whenKnown } from "./asking";

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

interface View {
  namespace: string;
  name: string;
  is_public: boolean;
  description?: string | null;
  state?: string | null;
}

function result({ namespace, name, is_public, description, state }: View, registry: string): RepositoryResult {
  const fullName = `${namespace}/${name}`;
  const visibility = is_public ? "public" : "private";
  const image = `${registry}/${fullName}`;
  return { namespace, name, fullName, image, visibility, description: description ?? "", state: state ?? "NORMAL" };
}

/** Reads one repository. Fails when there is none, or when the token may not see it. */
export function getRepository(args: GetRepositoryArgs, options?: AskOptions): Promise<RepositoryResult> {
  return told(async () => {
    demand("getRepository", args, { repository: repositoryPath });
    const { repository } = args;
    const quay = await quayFor(repository.split("/")[0], options);
    return result(await getRepo(quay, { repository, includeTags: false }), quay.settings.registry);
  });
}

/** `getRepository` with arguments that may be outputs. */
export function getRepositoryOutput(
  args: { [Name in keyof GetRepositoryArgs]: pulumi.Input<GetRepositoryArgs[Name]> },
  options?: AskOptions,
): pulumi.Output<RepositoryResult> {
  return whenKnown(getRepository, args, options);
}

async function demandNamespace(quay: Quay, namespace: string): Promise<void> {
  const isNobodys = await new Snapshot(quay)
    .of(absence)
    .nobodyHas(namespace)
    .catch(() => false);
  if (isNobodys) throw new Error(`There is no organization or user ${namespace}.`);
}

/**
 * Lists repositories, all pages; a hundred are one request. Needs at least one of the arguments, and fails when nobody has the
 * namespace.
 */
export function getRepositories(args: GetRepositoriesArgs, options?: AskOptions): Promise<RepositoryResult[]> {
  return told(async () => {
    demand("getRepositories", args, {
      namespace: namespaceName.optional(),
      public: z.boolean().optional(),
      starred: z.boolean().optional(),
    });
    if (![args?.namespace, args?.public, args?.starred].some((given) => given !== undefined))
      throw new Error("getRepositories: Give one of namespace, public and starred.");
    const quay = await quayFor(args.namespace, options);
    const all = pages(
      (next_page) => listRepos(quay, { ...args, next_page }),
      ({ repositories }) => repositories,
      ({ namespace, name }) => `${namespace}/${name}`,
    );
    const results: RepositoryResult[] = [];
    for await (const view of all) results.push(result(view, quay.settings.registry));
    // Of a namespace that nobody has Quay lists nothing too.
    if (results.length === 0 && args.namespace !== undefined) await demandNamespace(quay, args.namespace);
    return results;
  });
}

/** `getRepositories` with arguments that may be outputs. */
export function getRepositoriesOutput(
  args: { [Name in keyof GetRepositoriesArgs]: pulumi.Input<GetRepositoriesArgs[Name]> },
  options?: AskOptions,
): pulumi.Output<RepositoryResult[]> {
  return whenKnown(getRepositories, args, options);
}
