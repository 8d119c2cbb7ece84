import { z } from "zod";
import { accessIn, isOwn } from "./effective";
import type { AccessReport, Effective } from "./report";

/** What `--json` prints and `--compare` reads: the report, and what follows from it for each principal and repository. */
export interface AccessFile extends FileOf {
  format: typeof FORMAT;
  version: 1;
  effective: EffectiveAccess[];
}

/** What a file is about. */
export interface FileOf extends AccessReport {
  /** The only repository that it tells of, with its namespace. */
  repository?: string;
}

/** The access of everybody without credentials to a repository, or that of a principal who has more than that by any path. */
export interface EffectiveAccess extends Effective {
  /** With its namespace. */
  repository: string;
  /** Null for everybody. */
  principal: string | null;
}

const FORMAT = "pulumi-quay access";

export function accessFile(report: AccessReport, { repository }: Pick<FileOf, "repository"> = {}): AccessFile {
  const effective = report.namespaces.flatMap((namespace) => {
    const accessTo = accessIn(namespace, report);
    return namespace.repositories.flatMap((repository) =>
      [undefined, ...namespace.principals].flatMap((principal): EffectiveAccess[] => {
        const found = accessTo(repository, principal);
        if (principal ? !isOwn(found) : found.paths.length === 0) return [];
        return [{ repository: `${namespace.name}/${repository.name}`, principal: principal?.name ?? null, ...found }];
      }),
    );
  });
  return { format: FORMAT, version: 1, ...(repository !== undefined && { repository }), ...report, effective };
}

const Role = z.enum(["read", "write", "admin"]);
const GranteeKind = z.enum(["user", "robot", "team"]);

const Through = z.discriminatedUnion("through", [
  z.object({ through: z.literal("grant"), role: Role.optional(), creator: z.boolean().optional() }),
  z.object({ through: z.literal("team"), team: z.string(), role: Role }),
  z.object({ through: z.literal("team admin"), team: z.string() }),
  z.object({ through: z.enum(["own namespace", "superuser", "public", "proxy cache"]) }),
]);

const Namespace = z.object({
  name: z.string(),
  kind: z.enum(["organization", "user"]),
  proxyCache: z.boolean().optional(),
  repositories: z.array(
    z.object({
      name: z.string(),
      visibility: z.enum(["public", "private"]),
      state: z.enum(["NORMAL", "READ_ONLY", "MIRROR", "ORG_MIRROR"]),
      mirrorRobot: z.string().optional(),
      grants: z.array(
        z.object({ grantee: z.string(), kind: GranteeKind, role: Role.optional(), creator: z.boolean().optional() }),
      ),
    }),
  ),
  principals: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(["user", "robot"]),
      everywhere: z.array(Through),
      mayCreate: z.boolean(),
      disabled: z.boolean().optional(),
    }),
  ),
  defaultPermissions: z.array(
    z.object({ grantee: z.string(), kind: GranteeKind, role: Role, createdBy: z.string().optional() }),
  ),
  teams: z.array(
    z.object({
      name: z.string(),
      role: z.enum(["member", "creator", "admin"]),
      members: z.array(z.string()),
      invited: z.array(z.string()),
      synced: z.boolean().optional(),
    }),
  ),
  applications: z.object({ count: z.number(), tokens: z.number().optional() }).optional(),
});

const File = z.object({
  format: z.literal(FORMAT),
  version: z.literal(1),
  repository: z.string().optional(),
  quay: z.string(),
  namespaces: z.array(Namespace),
  anonymousAccess: z.boolean().optional(),
  notes: z.array(z.string()),
});

/** The report in the text of such a file. Throws a sentence that says what the file is instead. */
export function reportIn(text: string, name: string): FileOf {
  const howTo = "Make one with pulumi-quay access … --json.";
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new Error(`${name} is not a file of this command: it is not JSON. ${howTo}`, { cause });
  }
  const { format, version } = (content ?? {}) as { format?: unknown; version?: unknown };
  if (format !== FORMAT) throw new Error(`${name} is not a file of this command. ${howTo}`);
  if (version !== 1) {
    throw new Error(`${name} has version ${version} of its format, and this pulumi-quay reads version 1. ${howTo}`);
  }
  const { data, error } = File.safeParse(content);
  if (data) return data;
  const [issue] = error.issues;
  throw new Error(`${name} was changed or cut off: ${issue?.path.join(".")}: ${issue?.message} ${howTo}`);
}
