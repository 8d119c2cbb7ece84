import { readFileSync } from "node:fs";
import { basename } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import { z } from "zod";

/** A map that says what it may hold when it holds something else. What stands there without a value is empty. */
const part = <Shape extends z.ZodRawShape>(shape: Shape) => {
  const error = (issue: z.core.$ZodRawIssue) =>
    issue.code === "unrecognized_keys"
      ? `There is no ${issue.keys.join(", ")} here. There may be ${Object.keys(shape).join(", ")}.`
      : undefined;
  return z.preprocess((value) => value ?? {}, z.strictObject(shape, { error }));
};
const named = <Value extends z.ZodType>(value: Value) => z.record(z.string(), value).optional();

const text = z.string().optional();
const flag = z.boolean().optional();
const names = z.array(z.string()).optional();
const role = z.enum(["read", "write", "admin"]);
const grants = { teams: named(role), robots: named(role), users: named(role) };

const policies = {
  autoPrune: z
    .array(part({ numberOfTags: z.int().optional(), maxAge: text, tagPattern: text, tagPatternMatches: flag }))
    .optional(),
  immutability: names,
};

/** Notifications with addresses or tokens, which are secrets, have no place in a file: they are resources of the program. */
const quay = part({ user: text, team: text, organization: text }).optional();
const events = z.enum([
  "repo_push",
  "build_queued",
  "build_start",
  "build_success",
  "build_failure",
  "build_cancelled",
  "vulnerability_found",
  "repo_image_expiry",
  "repo_mirror_sync_started",
  "repo_mirror_sync_success",
  "repo_mirror_sync_failed",
]);

/** Logins of other registries are secrets too: a mirror or cache that needs one is a resource of the program. */
const schedule = {
  robot: z.string(),
  syncIntervalSeconds: z.int().optional(),
  syncStartDate: text,
  syncNow: text,
  enabled: flag,
  verifyTls: flag,
  httpProxy: text,
  httpsProxy: text,
  noProxy: text,
  timeoutSeconds: z.int().optional(),
};

/** What an OrganizationBlueprint can say, and on which Quay; without that it is the one of the stack. */
const organization = part({
  quay: z.enum(["cloud", "internal"]).optional(),
  email: text,
  tagExpirationSeconds: z.int().optional(),
  adopt: flag,
  forceDelete: flag,
  teams: named(
    part({
      role: z.enum(["member", "creator", "admin"]).optional(),
      description: text,
      members: names,
      robots: names,
      sync: part({
        groupDn: text,
        groupName: text,
        groupId: text,
        replaceMembers: flag,
        removeMembers: flag,
      }).optional(),
    }),
  ),
  quota: part({ size: z.string(), warnings: z.array(z.int()).optional(), reject: z.int().optional() }).optional(),
  notifications: named(part({ event: z.enum(["quota_warning", "quota_error"]), email: flag, quay })),
  ...policies,
  mirror: part({
    ...schedule,
    registryType: z.enum(["quay", "harbor"]),
    registryUrl: z.string(),
    externalNamespace: z.string(),
    visibility: z.enum(["public", "private"]).optional(),
    repositoryFilters: names,
  }).optional(),
  proxyCache: part({ upstream: z.string(), expirationSeconds: z.int().optional(), insecure: flag }).optional(),
  robots: named(
    part({
      description: text,
      metadata: named(z.unknown()),
      rotate: text,
      replaceWhenChanged: flag,
      federation: z.array(part({ issuer: z.string(), subject: z.string() })).optional(),
    }),
  ),
  repositories: named(
    part({
      description: text,
      visibility: z.enum(["public", "private"]).optional(),
      state: z.enum(["NORMAL", "READ_ONLY", "MIRROR"]).optional(),
      forceDelete: flag,
      notifications: named(
        part({
          event: events,
          level: z.enum(["critical", "high", "medium", "low", "negligible", "unknown"]).optional(),
          days: z.int().optional(),
          refRegex: text,
          email: part({ address: z.string() }).optional(),
          quay,
        }),
      ),
      mirror: part({
        ...schedule,
        externalReference: z.string(),
        tags: z.array(z.string()),
        unsignedImages: flag,
        architectures: z.array(z.enum(["amd64", "arm64", "ppc64le", "s390x"])).optional(),
      }).optional(),
      ...policies,
      ...grants,
    }),
  ),
  defaultPermissions: part({
    ...grants,
    createdBy: part({ robots: named(part(grants)), users: named(part(grants)) }).optional(),
  }).optional(),
});

/** Reads the organizations of a YAML file. Says of every mistake in which line it is. */
export function readOrganizations(file: string) {
  const lines = new LineCounter();
  const refuse = (mistakes: { offset: number; message: string }[]): never => {
    const told = mistakes.map(
      ({ offset, message }) => `${basename(file)}, line ${lines.linePos(offset).line}: ${message}`,
    );
    throw new pulumi.RunError(told.join("\n"));
  };
  // A name is what is written: 1.10 is no number, and on is no truth value.
  const options = { stringKeys: true, merge: true, lineCounter: lines, prettyErrors: false };
  const document = parseDocument(readFileSync(file, "utf8"), options);
  if (document.errors.length > 0) refuse(document.errors.map(({ pos: [offset], message }) => ({ offset, message })));

  const result = z.record(z.string(), organization).safeParse(document.toJS() ?? {});
  if (result.success) return result.data;
  const mistakes = result.error.issues.map((issue) => ({
    offset: offsetOf(
      document,
      issue.code === "unrecognized_keys" ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path,
    ),
    message: `${issue.path.join(".")}: ${issue.message}`,
  }));
  return refuse(mistakes);
}

/** Where a path of the document begins; where it would begin, if it is missing. */
function offsetOf(document: Document, path: PropertyKey[]): number {
  const parent = document.getIn(path.slice(0, -1), true);
  const [last] = path.slice(-1);
  const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && key.value === last) : undefined;
  const found = isSeq(parent) ? parent.get(last, true) : pair?.key;
  if (isNode(found)) return found.range?.[0] ?? 0;
  return path.length > 0 ? offsetOf(document, path.slice(0, -1)) : 0;
}
