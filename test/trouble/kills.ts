import { setTimeout as sleep } from "node:timers/promises";
import type { KillableProxy } from "./killable-proxy";
import { below, ended, kill, providerBelow } from "./processes";
import { full, type Random } from "./seed";
import type { CliResult, Stack } from "./stack";

export const targets = ["provider", "engine", "Quay"] as const;
export type Target = (typeof targets)[number];

/** When to kill: after a number of requests, or of milliseconds, of the operation. */
export interface Moment {
  target: Target;
  requests?: number;
  milliseconds: number;
  /** How long a killed Quay is down; undefined: until the operation has ended. */
  away?: number;
}

export function moment(random: Random, target: Target, requests: number): Moment {
  // The provider waits long for a Quay that does not return.
  const away = random.pick(full ? [100, 1000, undefined] : [100, 1000]);
  if (random.happens(0.3)) return { target, milliseconds: 100 + random.below(1500), away };
  return { target, requests: 1 + random.below(requests), milliseconds: random.below(60), away };
}

export const describeMoment = ({ target, requests, milliseconds }: Moment): string =>
  `the ${target} killed ${milliseconds} ms after ${requests === undefined ? "the start" : `request ${requests}`}`;

/** Runs the CLI, and kills at the given moment, if the operation has not ended before. */
export async function runAndKill(
  stack: Stack,
  proxy: KillableProxy,
  at: Moment,
  args: string[],
): Promise<CliResult & { hit: boolean }> {
  const enough = at.requests === undefined ? Promise.resolve() : stack.after(at.requests);
  const { child, ended: end } = stack.start(...args);
  const pid = child.pid as number;
  let over = false;
  void end.then(() => {
    over = true;
  });
  await Promise.race([enough.then(() => sleep(at.milliseconds)), end]);
  const children = below(pid).map((process) => process.pid);
  const hit = !over && (await killTarget());
  const ran = await end;
  // Processes that outlive their engine get the time to exit by themselves.
  await ended(children, 10_000);
  await proxy.start();
  return { ...ran, hit };

  async function killTarget(): Promise<boolean> {
    if (at.target === "engine") kill(pid);
    else if (at.target === "Quay") {
      await proxy.kill();
      if (at.away !== undefined) await Promise.race([sleep(at.away), end]).then(() => proxy.start());
    } else {
      let provider = providerBelow(pid);
      for (; provider === undefined && !over; provider = providerBelow(pid)) await sleep(20);
      kill(provider);
      return provider !== undefined;
    }
    return true;
  }
}
