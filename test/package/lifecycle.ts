import type { LocalQuay } from "../../local-quay";
import { type Place, place, pulumi } from "../engine/workspace";
import type { Ran } from "./tarball";

/** The result of a program's stack. */
export interface Life {
  /** What the CLI printed, step by step; ends with the first that fails. */
  printed: Record<string, string>;
  failed?: string;
  /** The objects in Quay after the up, and after the destroy. */
  made: string[];
  left: string[];
}

type Step = "up" | "destroy";

const words: Record<Step, string[]> = {
  up: ["up", "--skip-preview", "--yes"],
  destroy: ["destroy", "--skip-preview", "--yes"],
};

/** Runs a step of the stack of a program. */
export type Runner = (step: Step, place: Place) => Promise<Pick<Ran, "ok" | "text">>;

/** The CLI, run in the folder of the program. */
export const byCli: Runner = async (step, place) => {
  if (step === "up") await pulumi(place, ["stack", "init", "dev"]);
  return pulumi(place, [...words[step], "--stack", "dev", "--color", "never"]);
};

/** Creates the stack of the program in a folder, and destroys it. */
export async function life(folder: string, runner: Runner = byCli): Promise<Life> {
  const here = await place();
  const { quay } = here;
  const environment = { QUAY_URL: quay.url, QUAY_TOKEN: quay.token, PULUMI_NODEJS_TRANSPILE_ONLY: "true" };
  const there: Place = { ...here, dir: folder, env: { ...here.env, ...environment } };
  const printed: Life["printed"] = {};
  const take = async (step: Step) => {
    const { ok, text } = await runner(step, there);
    printed[step] = text;
    if (!ok) throw step;
    return holdings(quay);
  };
  let made: string[] = [];
  try {
    made = await take("up");
    return { printed, made, left: await take("destroy") };
  } catch (failed) {
    if (typeof failed !== "string") throw failed;
    return { printed, failed, made, left: holdings(quay) };
  } finally {
    await here.leave();
  }
}

function holdings({ store }: LocalQuay): string[] {
  const names = store
    .organizations()
    .flatMap(({ name, teams }) => [
      name,
      ...[...teams.keys()].map((team) => `${name}/${team}`),
      ...store.robotsOf(name).map((robot) => robot.name),
    ]);
  return [...names, ...store.repositories().map(({ namespace, name }) => `${namespace.name}/${name}`)];
}
