import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { LocalQuay } from "../../local-quay";
import { allScopes } from "../../local-quay/scopes";

const file = path.join(__dirname, "../../../shared/quay-contract/access-matrix.json");

/** Whether the recording is at hand. It is kept beside the project, not in it. */
export const isRecorded = existsSync(file);

export interface Cell {
  repository: string;
  principal: string;
  /** The answer to `GET /repository/…`; null for robots, which have no access to the API. */
  api: { status: number; can_write?: boolean; can_admin?: boolean } | null;
  registry: string[];
}

interface Step {
  do: string;
  as: string;
  body?: object;
  status: number;
  actions?: string[];
}

type Created = { is_public?: boolean; user: Record<string, string>; team?: Record<string, string> };

interface OrganizationView {
  principal: string;
  status: number;
  is_admin: boolean;
  is_member: boolean;
  /** Whether the principal sees each team; null when none are shown. */
  teams: Record<string, boolean> | null;
}

interface Missing {
  principal: string;
  repository: string;
  asked: string;
  api?: { status: number } | null;
  registry: string[] | { status: number };
}

export interface Phase {
  about: string;
  setup: Step[];
  matrix: Cell[];
  organizations?: OrganizationView[];
  missing?: Missing[];
  calls?: Step[];
}

interface Recording {
  setup: Step[];
  matrix: Cell[];
  grants: Record<string, Required<Pick<Created, "user" | "team">>>;
  organizations: OrganizationView[];
  lists: { principal: string; namespace: string; repositories: string[] }[];
  credentials: {
    credential: string;
    principal: string;
    repository?: string;
    api?: Cell["api"];
    registry?: string[];
    organization?: { status: number; is_admin: boolean; is_member: boolean };
  }[];
  missing: Missing[];
  create: { principal: string; namespace: string; api: number | null; registry: string[]; created?: Created }[];
  calls: Step[];
  phases: Phase[];
  defaults: { setup: Step[]; result: { repository: string; creator: string; created: Required<Created> }[] };
}

/** What a real Quay allowed to whom; read it only if `isRecorded`. */
export function recording(org = "acme"): Recording {
  const variables: Record<string, string> = { org, mine: "mine", minepub: "minepub", userrobot: "ur" };
  const text = readFileSync(file, "utf8").replace(/\$\{(\w+)\}/g, (whole, name) => variables[name] ?? whole);
  return JSON.parse(text) as Recording;
}

/** Plays the recorded calls to a local Quay, and asks what its principals may do. */
export class Replay {
  private readonly tokens = new Map<string, string>();

  constructor(readonly quay: LocalQuay) {
    for (const name of ["alice", "bob", "carol"])
      quay.store.addUser(name, { password: "password", email: `${name}@example.com` });
  }

  /** A token of the user with all scopes, or with these. */
  token(user: string, scope = allScopes.filter((one) => one !== "super:user" || user === "admin").join(" ")): string {
    const known = this.tokens.get(`${user} ${scope}`) ?? this.quay.mint({ user, scope });
    this.tokens.set(`${user} ${scope}`, known);
    return known;
  }

  async play(steps: Step[]): Promise<void> {
    for (const step of steps) {
      const [, repository = "", asked] = /scope=repository:([^:]+):(.*)$/.exec(step.do) ?? [];
      const said = step.actions ? await this.registry(step.as, repository, asked) : (await this.call(step)).status;
      const wanted = step.actions ?? step.status;
      if (JSON.stringify(said) !== JSON.stringify(wanted))
        throw new Error(`${step.do} as ${step.as}: ${JSON.stringify(said)} instead of ${JSON.stringify(wanted)}`);
    }
  }

  async call({ do: what, as, body }: Pick<Step, "do" | "as" | "body">, token = this.tokenOf(as)) {
    const [method, path] = what.split(" ");
    const answer = await fetch(this.quay.url + path, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body && { "content-type": "application/json" }),
      },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    const isJson = answer.headers.get("content-type")?.includes("json");
    return { status: answer.status, body: isJson && text ? JSON.parse(text) : undefined };
  }

  /** What the API shows of a repository. */
  async api(principal: string, repository: string, token?: string): Promise<Cell["api"]> {
    if (principal.includes("+")) return null;
    const { status, body } = await this.call({ do: `GET /api/v1/repository/${repository}`, as: principal }, token);
    return status === 200 ? { status, can_write: body.can_write, can_admin: body.can_admin } : { status };
  }

  /** The actions in the token of the registry, or the status when there is none. */
  async registry(principal: string, repository: string, asked = "pull,push,*", token?: string) {
    const login = token === undefined ? this.login(principal) : `$oauthtoken:${token}`;
    const headers = login === undefined ? undefined : { authorization: `Basic ${btoa(login)}` };
    const { host } = new URL(this.quay.url);
    const query = `service=${host}&scope=repository:${repository}:${encodeURIComponent(asked)}`;
    const answer = await fetch(`${this.quay.url}/v2/auth?${query}`, { headers });
    if (!answer.ok) return { status: answer.status };
    const { token: given } = (await answer.json()) as { token: string };
    const claims = JSON.parse(Buffer.from(given.split(".")[1] ?? "", "base64url").toString());
    return claims.access[0].actions as string[];
  }

  /** The grants of a repository, as the recording tells them. */
  grants(fullName: string): Required<Pick<Created, "user" | "team">> {
    const [namespace = "", name = ""] = fullName.split("/");
    const grants = [...(this.quay.store.repository(namespace, name)?.grants ?? [])];
    const of = (isTeam: boolean) =>
      Object.fromEntries(
        grants.filter(([{ kind }]) => (kind === "team") === isTeam).map(([one, role]) => [one.name, role]),
      );
    return { user: of(false), team: of(true) };
  }

  private tokenOf(principal: string): string | undefined {
    return principal === "anonymous" ? undefined : this.token(principal);
  }

  private login(principal: string): string | undefined {
    if (principal === "anonymous") return undefined;
    return `${principal}:${this.quay.store.robot(principal)?.token ?? "password"}`;
  }
}
