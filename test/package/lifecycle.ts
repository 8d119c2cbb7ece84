import type { LocalQuay } from "../../local-quay";
import { createWorkspace, pulumi, type Workspace } from "../engine/workspace";
import type { CommandResult } from "./tarball";

/** The result of a program's stack. */
export interface LifecycleResult {
  /** What the CLI printed, step by step; ends with the first that fails. */
  printed: Record<string, string>;
  failed?: string;
  /** The objects in Quay after the up, and after the destroy. */
  created: string[];
  left: string[];
}

type Step = "up" | "destroy";

const commands: Record<Step, string[]> = {
  up: ["up", "--skip-preview", "--yes"],
  destroy: ["destroy", "--skip-preview", "--yes"],
};

/** Runs a step of the stack of a program. */
export type Runner = (step: Step, place: Workspace) => Promise<Pick<CommandResult, "ok" | "text">>;

/** The CLI, run in the folder of the program. */
export const byCli: Runner = async (step, place) => {
  if (step === "up") await pulumi(place, ["stack", "init", "dev"]);
  return pulumi(place, [...commands[step], "--stack", "dev", "--color", "never"]);
};

/** Creates the stack of the program in a folder, and destroys it. */
export async function runLifecycle(folder: string, runner: Runner = byCli): Promise<LifecycleResult> {
  const workspace = await createWorkspace();
  const { quay } = workspace;
  const environment = { QUAY_URL: quay.url, QUAY_TOKEN: quay.token, PULUMI_NODEJS_TRANSPILE_ONLY: "true" };
  const project: Workspace = { ...workspace, dir: folder, env: { ...workspace.env, ...environment } };
  const printed: LifecycleResult["printed"] = {};
  const run = async (step: Step) => {
    const { ok, text } = await runner(step, project);
    printed[step] = text;
    if (!ok) throw step;
    return objectsIn(quay);
  };
  let created: string[] = [];
  try {
    created = await run("up");
    return { printed, created, left: await run("destroy") };
  } catch (failed) {
    if (typeof failed !== "string") throw failed;
    return { printed, failed, created, left: objectsIn(quay) };
  } finally {
    await workspace.close();
  }
}

function objectsIn({ store }: LocalQuay): string[] {
  const names = store
    .organizations()
    .flatMap(({ name, teams }) => [
      name,
      ...[...teams.keys()].map((team) => `${name}/${team}`),
      ...store.robotsOf(name).map((robot) => robot.name),
    ]);
  return [...names, ...store.repositories().map(({ namespace, name }) => `${namespace.name}/${name}`)];
}
