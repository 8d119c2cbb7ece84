import { setTimeout as sleep } from "node:timers/promises";
import type { Front } from "./killable-proxy";
import { below, ended, kill, providerBelow } from "./processes";
import { type Dice, full } from "./seed";
import type { Ran, Stack } from "./stack";

export const victims = ["provider", "engine", "Quay"] as const;
export type Victim = (typeof victims)[number];

/** When to kill: after a number of requests, or of milliseconds, of the operation. */
export interface Moment {
  victim: Victim;
  requests?: number;
  milliseconds: number;
  /** How long a killed Quay is down; undefined: until the operation has ended. */
  away?: number;
}

export function moment(dice: Dice, victim: Victim, requests: number): Moment {
  // The provider waits long for a Quay that does not return.
  const away = dice.pick(full ? [100, 1000, undefined] : [100, 1000]);
  if (dice.happens(0.3)) return { victim, milliseconds: 100 + dice.below(1500), away };
  return { victim, requests: 1 + dice.below(requests), milliseconds: dice.below(60), away };
}

export const sentence = ({ victim, requests, milliseconds }: Moment): string =>
  `the ${victim} killed ${milliseconds} ms after ${requests === undefined ? "the start" : `request ${requests}`}`;

/** Runs the CLI, and kills at the given moment, if the operation has not ended before. */
export async function killed(stack: Stack, front: Front, at: Moment, words: string[]): Promise<Ran & { hit: boolean }> {
  const enough = at.requests === undefined ? Promise.resolve() : stack.after(at.requests);
  const { child, ended: end } = stack.start(...words);
  const pid = child.pid as number;
  let over = false;
  void end.then(() => {
    over = true;
  });
  await Promise.race([enough.then(() => sleep(at.milliseconds)), end]);
  const children = below(pid).map((process) => process.pid);
  const hit = !over && (await strike());
  const ran = await end;
  // Processes that outlive their engine get the time to exit by themselves.
  await ended(children, 10_000);
  await front.start();
  return { ...ran, hit };

  async function strike(): Promise<boolean> {
    if (at.victim === "engine") kill(pid);
    else if (at.victim === "Quay") {
      await front.kill();
      if (at.away !== undefined) await Promise.race([sleep(at.away), end]).then(() => front.start());
    } else {
      let provider = providerBelow(pid);
      for (; provider === undefined && !over; provider = providerBelow(pid)) await sleep(20);
      kill(provider);
      return provider !== undefined;
    }
    return true;
  }
}
