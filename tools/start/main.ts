import { type Engine, findEngine, progress } from "../engine";
import { DemoStack } from "./demo-stack";
import { type Interruption, interruption } from "./interruption";
import { Page } from "./page";
import { removeLeftovers, walkthrough } from "./walkthrough";
import { type ChosenQuay, chooseQuay } from "./which-quay";

/** Shows what this project does, with the real Pulumi CLI. Returns the exit code. */
async function main(options: string[]): Promise<number> {
  const page = new Page(process.stdout);
  const stop = interruption();
  let [quay, stack]: [ChosenQuay?, DemoStack?] = [];
  try {
    const unknown = options.find((option) => option !== "--yes");
    if (unknown) throw new Error(`There is no option ${unknown}. The only one is --yes.`);
    const agreed = options.includes("--yes");
    quay = await chooseQuay(process.env, agreed, Boolean(process.stdin.isTTY && process.stdout.isTTY));
    page.heading("pulumi-quay: what a Quay holds, as a program");
    page.line(
      quay.local ? `A local Quay listens on ${quay.url}. It ends with this program.` : `The Quay is ${quay.url}.`,
    );
    const engine = await findCli(stop);
    const started = Date.now();
    stack = await DemoStack.create(engine, quay, page);
    await walkthrough({ stack, page, stop }, !quay.local && !agreed);
    showNextSteps(page, Date.now() - started);
    return 0;
  } catch (error) {
    page.line();
    page.lines((error as Error).message);
    if (stack && quay?.local) page.line("Nothing is left: all that was made was on the local Quay.");
    if (stack?.keepState) await removeLeftovers({ stack, page, stop }).catch(({ message }) => page.line(message));
    return stop.aborted ? (stop.reason as Interruption).exitCode : 1;
  } finally {
    await quay?.local?.close();
  }
}

async function findCli(stop: AbortSignal): Promise<Engine> {
  const { say, end } = progress(process.stdout);
  try {
    say("   Looking for the Pulumi CLI…");
    const engine = await findEngine({ say: (line) => say(`   ${line}`) });
    say(`   The Pulumi CLI is ${engine.version}, in ${engine.bin}.`);
    stop.throwIfAborted();
    return engine;
  } finally {
    end();
  }
}

function showNextSteps(page: Page, milliseconds: number): void {
  page.remark(`All of it took ${Math.round(milliseconds / 1_000)} s.`);
  page.heading("What to do next");
  page.line("In your own Pulumi program:  npm install pulumi-quay");
  page.line("Tell it which Quay:          pulumi config set quay:url https://quay.example.com");
  page.line("                             pulumi config set --secret quay:token …");
  page.line('Take over what you have, and watch for drift: "Adopting what exists" and "Drift" in README.md');
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
