import { Output, RunError } from "@pulumi/pulumi";
import { z } from "zod";
import { faultOf } from "../provider/quay/fault";
import { issuerAddress } from "../provider/quay/names";
import { quoted } from "../provider/quay/quoted";
import type { RobotFederationIdentity } from "../provider/resources/robot-federation";

/** A job of GitHub Actions. */
export interface GitHubJob {
  /**
   * Its repository at GitHub, for example `acme/web`. Repositories that were created, renamed or moved after 15 July 2026, or opted
   * in, have numbers in their tokens, and are written as there: `acme@123456/web@456789`.
   */
  repository: string;
  /** The branch or tag that it runs for, in full. Defaults to `refs/heads/main`. Not together with `environment`. */
  ref?: string;
  /** The environment that it names; then its token does not say for which branch it runs. */
  environment?: string;
  /** Defaults to `https://token.actions.githubusercontent.com`. That of GitHub Enterprise Server is `https://HOST/_services/token`. */
  issuer?: string;
}

/** A job of GitLab CI. */
export interface GitLabJob {
  /** Its project with all groups, for example `acme/shop/web`. */
  project: string;
  /** The branch that it runs for. Defaults to `main`. Not together with `tag`. */
  branch?: string;
  /** The tag that it runs for. */
  tag?: string;
  /** Address of the GitLab. Defaults to `https://gitlab.com`. */
  issuer?: string;
}

/** A pod of a Kubernetes cluster. */
export interface KubernetesPod {
  /** What the cluster calls itself in its tokens: the `issuer` in `kubectl get --raw /.well-known/openid-configuration`. */
  issuer: string;
  /** The pod's namespace in the cluster. */
  namespace: string;
  /** The service account that the pod runs as. */
  serviceAccount: string;
}

/** What a name in a subject looks like. Quay compares subjects as a whole. */
const name = (form: RegExp, example: string) =>
  z.string().regex(form, {
    error: ({ input }) =>
      String(input).includes("*")
        ? `${quoted(input)}: Quay compares names as a whole, so * stands for nothing else.`
        : `${quoted(input)} is not like ${example}.`,
  });

/** What may be in the name of a branch or tag of git. */
const GIT = "[^\\s~^:?*[\\\\\\p{Cc}]+";

const gitHubJob = z.strictObject({
  repository: name(/^[\w-]+\/[\w.-]+$|^[\w-]+@\d+\/[\w.-]+@\d+$/, "acme/web or acme@123456/web@456789"),
  ref: name(new RegExp(`^refs/(heads|tags)/${GIT}$`, "u"), "refs/heads/main or refs/tags/v1").optional(),
  environment: name(/^[^\s*]([^*]*[^\s*])?$/, "production").optional(),
  issuer: issuerAddress.default("https://token.actions.githubusercontent.com"),
});

const gitLabJob = z.strictObject({
  project: name(/^[\w.-]+(\/[\w.-]+)+$/, "acme/web"),
  branch: name(new RegExp(`^(?!refs/)${GIT}$`, "u"), "main, without refs/heads/").optional(),
  tag: name(new RegExp(`^(?!refs/)${GIT}$`, "u"), "v1, without refs/tags/").optional(),
  issuer: issuerAddress.default("https://gitlab.com"),
});

const kubernetesPod = z.strictObject({
  issuer: issuerAddress,
  namespace: name(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "shop"),
  serviceAccount: name(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/, "builder"),
});

/** The identity of jobs of GitHub Actions, for `RobotFederation`. */
export function github(job: GitHubJob): RobotFederationIdentity {
  const { repository, ref = "refs/heads/main", environment, issuer } = checked("github", gitHubJob, job);
  if (environment === undefined) return { issuer, subject: `repo:${repository}:ref:${ref}` };
  if (job.ref !== undefined) throw wrong("github", "Give ref or environment: the token of a job has one of them.");
  return { issuer, subject: `repo:${repository}:environment:${environment.replaceAll(":", "%3A")}` };
}

/** The identity of jobs of GitLab CI, for `RobotFederation`. */
export function gitlab(job: GitLabJob): RobotFederationIdentity {
  const { project, branch = "main", tag, issuer } = checked("gitlab", gitLabJob, job);
  if (tag === undefined) return { issuer, subject: `project_path:${project}:ref_type:branch:ref:${branch}` };
  if (job.branch !== undefined) throw wrong("gitlab", "Give branch or tag: a job runs for one of them.");
  return { issuer, subject: `project_path:${project}:ref_type:tag:ref:${tag}` };
}

/** The identity of pods of a Kubernetes cluster, for `RobotFederation`. */
export function kubernetes(pod: KubernetesPod): RobotFederationIdentity {
  const { issuer, namespace, serviceAccount } = checked("kubernetes", kubernetesPod, pod);
  return { issuer, subject: `system:serviceaccount:${namespace}:${serviceAccount}` };
}

/** Values from programs in JavaScript, or from configuration, are of any type. */
function checked<Accepted extends z.ZodType>(of: string, accepted: Accepted, given: unknown): z.output<Accepted> {
  const [output] = Object.entries(given ?? {}).find(([, value]) => Output.isInstance(value)) ?? [];
  if (output)
    throw wrong(
      of,
      `${output}: This is an output. Call it with the value: output.apply((value) => quay.keyless.${of}(…)).`,
    );
  const fault = faultOf(accepted, given);
  if (fault) throw wrong(of, fault);
  return accepted.parse(given);
}

const wrong = (of: string, reason: string) => new RunError(`quay.keyless.${of}: ${reason}`);
