import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { QuayOptions } from "../local-quay";
import type { Orders } from "./quay-server";

/** What the token may do: what README says that it needs. */
export const scope = "org:admin repo:admin repo:create user:admin";

type Started = Awaited<ReturnType<Orders["start"]>>;

/** A local Quay in a process of its own, so that it takes no time from those who ask it. */
export class QuayProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly at: Started,
  ) {}

  static async start(options: QuayOptions): Promise<QuayProcess> {
    const child = fork(join(__dirname, "quay-server.js"));
    return new QuayProcess(child, await told(child, "start", options, scope));
  }

  tell<Name extends keyof Orders>(name: Name, ...args: Parameters<Orders[Name]>) {
    return told(this.child, name, ...args);
  }

  async end(): Promise<void> {
    const gone = once(this.child, "exit");
    this.child.disconnect();
    await gone;
  }
}

async function told<Name extends keyof Orders>(
  child: ChildProcess,
  name: Name,
  ...args: Parameters<Orders[Name]>
): Promise<Awaited<ReturnType<Orders[Name]>>> {
  child.send({ name, args });
  const [{ answer, error }] = await once(child, "message");
  if (error) throw new Error(`The local Quay could not ${name}: ${error}`);
  return answer;
}
