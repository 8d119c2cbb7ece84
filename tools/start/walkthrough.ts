import { agrees } from "./confirm";
import { changes, make } from "./drift";
import { type Scene, type Seen, show } from "./show-command";

/**
 * The life of the quickstart's resources, from nothing to nothing. Throws a sentence when one step shows something else
 * than it should.
 */
export async function story(scene: Scene, ask: boolean): Promise<void> {
  const { stage, page, stop } = scene;
  const { quay } = stage;
  const store = quay.local?.store;

  async function step(command: string, holds: (seen: Seen) => boolean, otherwise: string): Promise<void> {
    if (!holds(await show(command, scene))) throw new Error(otherwise);
  }

  await stage.showProgram();
  const stack = await stage.run("stack init dev", (line) => page.line(line), stop);
  if (!stack.succeeded) throw new Error("The stack could not be made.");

  let up = "up --yes";
  if (ask) {
    page.heading(`0. pulumi preview: what the program would make on ${quay.url}`);
    await step("preview", succeeded, "pulumi preview did not succeed.");
    if (!(await agrees(`Write to ${quay.url}?`, stop))) throw new Error(`Nothing was written to ${quay.url}.`);
    up = "up --yes --skip-preview";
  }

  page.heading("1. pulumi up: what the program asks for, and what was made");
  stage.precious = !quay.local;
  const made = () =>
    store === undefined || (store.repositories().length === 2 && store.organization("acme")?.teams.size === 3);
  await step(up, (seen) => succeeded(seen) && made(), "pulumi up did not make what the program asks for.");

  page.heading("2. pulumi preview: nothing has changed, so there is nothing to do");
  const quiet = (seen: Seen) => succeeded(seen) && !seen.asked;
  await step("preview --expect-no-changes", quiet, "The preview should have been empty, and Quay not asked.");

  page.heading("3. Two things change behind Pulumi's back");
  for (const change of changes) {
    await make(change, quay, stop);
    page.line(`${change.told}: ${change.method} /api${change.path}`);
  }
  quay.local?.requests.splice(0);

  page.heading("4. pulumi preview --refresh: Pulumi looks at Quay and sees the drift");
  const seesAll = ({ said }: Seen) => changes.every(({ id }) => said.includes(`[id=${id}]`));
  const drifted = (seen: Seen) => succeeded(seen) && seesAll(seen);
  await step("preview --refresh --run-program --diff", drifted, "The preview should have shown both changes.");

  page.heading("5. pulumi up --refresh: the drift is healed, and the next look finds no difference");
  await step("up --refresh --run-program --yes --skip-preview", succeeded, "The drift could not be healed.");
  page.line();
  await step("preview --refresh --run-program --expect-no-changes", succeeded, "After healing, nothing should differ.");

  page.heading("6. pulumi destroy: all of it is gone");
  const gone = () => !store?.organization("acme") && !store?.repositories().length;
  await step("destroy --yes --skip-preview", (seen) => succeeded(seen) && gone(), "pulumi destroy left something.");
  stage.precious = false;
}

/** Removes from a Quay that is not ours what a story left there when it ended early. */
export async function removeRest({ stage, page, stop }: Scene): Promise<void> {
  page.heading(`pulumi destroy: removes what was made on ${stage.quay.url} (Ctrl-C leaves it there)`);
  // Who has interrupted once ends all at once by doing so again.
  const patient = stop.aborted ? new AbortController().signal : stop;
  const { succeeded } = await show("destroy --yes --skip-preview", { stage, page, stop: patient });
  stage.precious = !succeeded;
}

const succeeded = ({ succeeded }: Seen) => succeeded;
