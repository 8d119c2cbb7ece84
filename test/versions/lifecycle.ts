import { delimiter, dirname } from "node:path";
import { createWorkspace, pulumi, type Workspace } from "../engine/workspace";

interface Step {
  name: string;
  words: string[];
  /** The values that the program reads. */
  email: string;
}

const steps: Step[] = [
  { name: "create", words: ["up", "--skip-preview"], email: "a@example.com" },
  { name: "preview", words: ["preview", "--expect-no-changes"], email: "a@example.com" },
  {
    name: "refresh",
    words: ["refresh", "--skip-preview", "--run-program", "--expect-no-changes"],
    email: "a@example.com",
  },
  { name: "update", words: ["up", "--skip-preview"], email: "b@example.com" },
  { name: "destroy", words: ["destroy", "--skip-preview", "--run-program"], email: "b@example.com" },
];

/** Quay's values after each step: the organization's e-mail address, the repository's description. */
export const whole = {
  create: ["a@example.com", "a@example.com"],
  preview: ["a@example.com", "a@example.com"],
  refresh: ["a@example.com", "a@example.com"],
  update: ["b@example.com", "b@example.com"],
  destroy: [undefined, undefined],
};

/** Runs the program `changing` of a project from create to destroy. Returns Quay's values after each step, or the output of a failure. */
export async function lifecycle(
  folder: string,
  { engine, node }: { engine?: Workspace["engine"]; node?: string } = {},
): Promise<Record<string, unknown>> {
  const here = await createWorkspace(engine);
  if (node) here.env.PATH = [dirname(node), here.env.PATH].join(delimiter);
  const { store, url, token } = here.quay;
  const env = { ...here.env, QUAY_URL: url, QUAY_TOKEN: token };
  const after: Record<string, unknown> = {};
  try {
    await pulumi({ ...here, dir: folder, env }, ["stack", "init", "dev"]);
    for (const { name, words, email } of steps) {
      const yes = name === "preview" ? [] : ["--yes"];
      const all = [...words, ...yes, "--stack", "dev", "--color", "never"];
      const { ok, text } = await pulumi({ ...here, dir: folder, env: { ...env, EMAIL: email } }, all);
      after[name] = ok ? [store.organization("acme")?.email, store.repository("acme", "web")?.description] : text;
      if (!ok) break;
    }
    return after;
  } finally {
    await here.close();
  }
}
