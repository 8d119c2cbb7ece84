import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type LocalQuay, startQuay } from "../../local-quay";
import { type Engine, findEngine, progress, temporaryWorkspace } from "../../tools/engine";

type Properties = Record<string, unknown>;

/** A resource in the state. */
export interface StoredResource {
  id: string;
  inputs: Properties;
  outputs: Properties;
  /** Why its create was only partial, as reported to the engine. */
  initErrors?: string[];
}

/** What a run of the CLI printed, on stdout and stderr, and whether it succeeded. */
export interface CliResult {
  text: string;
  ok: boolean;
}

/** The name of the stack in all these tests. */
export const stackName = "dev";

/** Where the engine finds the plugin, which it starts only for programs of pulumi-quay/native. */
export const plugins = { providers: [{ name: "quay", path: join(__dirname, "../../plugin") }] };

// Without a CLI on this machine it is downloaded first, which can take minutes.
export const setupTimeout = 15 * 60_000;

// An operation takes two seconds, and on a busy machine many times that.
jest.setTimeout(180_000);

/** A Quay, the engine, and a folder for a program, with a CLI home of its own. */
export interface Workspace {
  quay: LocalQuay;
  engine: Engine;
  dir: string;
  /** The environment of the CLI and the provider; may be changed at any time. */
  env: Record<string, string>;
  close: () => Promise<void>;
}

let engineFound: Promise<Engine> | undefined;

function findOnce(): Promise<Engine> {
  const { say, end } = progress();
  return findEngine({ say }).finally(end);
}

export async function createWorkspace(given?: Engine): Promise<Workspace> {
  if (!given) engineFound ??= findOnce();
  const engine = given ?? (await (engineFound as Promise<Engine>));
  const [quay, { dir, env, remove }] = await Promise.all([startQuay(), temporaryWorkspace(engine)]);
  // A Quay in the user's environment is not used by any test.
  Object.assign(env, { QUAY_URL: "", QUAY_TOKEN: "" });
  // The types of the examples are checked by the compiler; here they only cost time.
  env.PULUMI_NODEJS_TRANSPILE_ONLY = "true";
  const close = async () => void (await Promise.all([remove(), quay.close()]));
  return { quay, engine, dir, env, close };
}

/** Runs the CLI in the folder of the program. */
export function pulumi({ engine, dir, env }: Workspace, args: string[]): Promise<CliResult> {
  return new Promise((resolve) => {
    const all = [...args, "--non-interactive"];
    const options = { cwd: dir, env: { ...process.env, ...env }, maxBuffer: 1 << 26 };
    const child = execFile(join(engine.bin, "pulumi"), all, options, (error) => resolve({ text, ok: !error }));
    let text = "";
    for (const channel of [child.stdout, child.stderr]) {
      channel?.on("data", (words) => {
        text += words;
      });
    }
  });
}

/** The state file. */
export function stateFile({ env }: Workspace): string {
  const stacks = join(fileURLToPath(env.PULUMI_BACKEND_URL ?? ""), ".pulumi", "stacks");
  const [project = ""] = readdirSync(stacks);
  return readFileSync(join(stacks, project, `${stackName}.json`), "utf8");
}

/** The resources of Quay in a state, such as `Team ops`. */
export function quayResources(stateFile: string): Record<string, StoredResource> {
  const { resources = [] } = JSON.parse(stateFile).checkpoint.latest as { resources?: (StoredResource & Typed)[] };
  const ours = resources.filter((resource) => isOurs(resource));
  return Object.fromEntries(ours.map((resource) => [nameOf(resource), resource]));
}

interface Typed {
  type: string;
  urn: string;
}

const ofQuay = /^(pulumi-nodejs:dynamic\/quay:|quay:index:)(?!OrganizationBlueprint$)/;

export const isOurs = ({ type }: Typed) => ofQuay.test(type);

/** Kind and logical name. */
export const nameOf = ({ type, urn }: Typed) => `${type.replace(ofQuay, "")} ${urn.slice(urn.lastIndexOf("::") + 2)}`;
