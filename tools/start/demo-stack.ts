import { rmSync } from "node:fs";
import { cp, mkdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type Engine, temporaryWorkspace } from "../engine";
import { packageRoot } from "../engine/package-root";
import type { Page } from "./page";
import { type Outcome, pulumi } from "./pulumi-command";
import type { ChosenQuay } from "./which-quay";

const program = join("examples", "quickstart");

/** A temporary stack with a copy of the program, which is removed when this process ends. */
export class DemoStack {
  /** Set while the state contains resources on a Quay of the user's; the stack is not removed then. */
  keepState = false;
  private readonly scratch: string;
  private readonly env: NodeJS.ProcessEnv;

  private constructor(
    private readonly engine: Pick<Engine, "bin">,
    private readonly dir: string,
    own: Record<string, string>,
    readonly quay: ChosenQuay,
    private readonly page: Page,
  ) {
    // Pulumi's variables of the user, such as a stack or a passphrase, are for other programs.
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("PULUMI_"));
    this.scratch = join(dirname(dir), "scratch");
    this.env = {
      ...Object.fromEntries(inherited),
      ...own,
      // An interrupted language host leaves named pipes behind.
      TMPDIR: this.scratch,
      QUAY_URL: quay.url,
      QUAY_TOKEN: quay.token,
      PULUMI_OPTION_COLOR: page.colored ? "always" : "never",
      PULUMI_OPTION_NON_INTERACTIVE: "true",
      PULUMI_OPTION_SUPPRESS_PERMALINK: "true",
      PULUMI_OPTION_SUPPRESS_PROGRESS: "true",
      // The build of this project has type-checked the program already.
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    };
  }

  static async create(engine: Pick<Engine, "bin">, quay: ChosenQuay, page: Page): Promise<DemoStack> {
    const { dir, env } = await temporaryWorkspace(engine);
    const stack = new DemoStack(engine, dir, env, quay, page);
    process.on("exit", () => stack.clear());
    await mkdir(stack.scratch);
    const isUserFile = (file: string) => /^(Pulumi\..+\.yaml|node_modules)$/.test(basename(file));
    await cp(join(packageRoot(), program), dir, { recursive: true, filter: (file) => !isUserFile(file) });
    return stack;
  }

  async showProgram(): Promise<void> {
    this.page.heading(`The program: ${join(program, "index.ts")}`);
    this.page.lines((await readFile(join(this.dir, "index.ts"), "utf8")).trimEnd());
    this.page.line();
    this.page.command(`export QUAY_URL=${this.quay.url} QUAY_TOKEN=…`);
  }

  /** Runs a Pulumi command such as `preview --diff`, and shows the command line. */
  run(command: string, onLine: (line: string) => void, stop?: AbortSignal): Promise<Outcome> {
    this.page.command(`pulumi ${command}`);
    return pulumi(command.split(" "), { cwd: this.dir, env: this.env, stop, onLine });
  }

  private clear(): void {
    const root = dirname(this.dir);
    if (this.keepState) this.showHowToRemove(root);
    else rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  }

  private showHowToRemove(root: string): void {
    this.page.heading(`Something may be left on ${this.quay.url}`);
    this.page.line(`The state that knows of it is in ${root}.`);
    this.page.line("With QUAY_URL and QUAY_TOKEN set as now, this removes it:");
    const { PULUMI_HOME, PULUMI_BACKEND_URL, PULUMI_CONFIG_PASSPHRASE } = this.env;
    const settings = Object.entries({ PULUMI_HOME, PULUMI_BACKEND_URL, PULUMI_CONFIG_PASSPHRASE });
    this.page.line();
    this.page.command(`cd ${this.dir}`);
    this.page.command(`export ${settings.map(([name, value]) => `${name}=${value}`).join(" ")}`);
    this.page.command(`export PATH=${this.engine.bin}:$PATH`);
    this.page.command("pulumi cancel --yes; pulumi destroy --yes");
    this.page.command(`rm -r ${root}`);
  }
}
