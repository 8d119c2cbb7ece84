import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { QuayOptions } from "../local-quay";
import type { Commands } from "./quay-server";

/** The scopes that README says a token needs. */
export const scope = "org:admin repo:admin repo:create user:admin";

type StartedQuay = Awaited<ReturnType<Commands["start"]>>;

/** A local Quay in a child process, so that it does not slow down its clients. */
export class QuayProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly at: StartedQuay,
  ) {}

  /** `also`: scopes of its token besides. */
  static async start(options: QuayOptions, also = ""): Promise<QuayProcess> {
    const child = fork(join(__dirname, "quay-server.js"));
    return new QuayProcess(child, await send(child, "start", options, `${scope} ${also}`.trim()));
  }

  call<Name extends keyof Commands>(name: Name, ...args: Parameters<Commands[Name]>) {
    return send(this.child, name, ...args);
  }

  async end(): Promise<void> {
    const gone = once(this.child, "exit");
    this.child.disconnect();
    await gone;
  }
}

async function send<Name extends keyof Commands>(
  child: ChildProcess,
  name: Name,
  ...args: Parameters<Commands[Name]>
): Promise<Awaited<ReturnType<Commands[Name]>>> {
  child.send({ name, args });
  const [{ answer, error }] = await once(child, "message");
  if (error) throw new Error(`The local Quay could not ${name}: ${error}`);
  return answer;
}
