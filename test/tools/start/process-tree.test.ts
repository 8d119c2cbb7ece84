import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { killProcessTree, processTreeOf } from "../../../tools/start/process-tree";

// Job control gives each of them a process group of its own, as Pulumi does with its plugins.
const stubborn = `
  trap "" INT TERM
  set -m
  sh -c 'trap "" INT TERM; sleep 300 & wait' &
  sleep 300 &
  echo ready
  wait`;

async function start() {
  const leader = spawn("bash", ["-c", stubborn], { detached: true, stdio: ["ignore", "pipe", "inherit"] });
  await once(createInterface(leader.stdout), "line");
  const pid = leader.pid as number;
  await until(() => processTreeOf(pid).length === 4);
  return { leader, pid };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}

test("a whole process tree ends, however its processes handle signals", async () => {
  const { leader, pid } = await start();
  const ended = once(leader, "exit");
  killProcessTree(pid);
  await until(() => processTreeOf(pid).length === 0);
  expect(await ended).toEqual([null, "SIGKILL"]);
});

test("orphaned processes are found too", async () => {
  const { leader, pid } = await start();
  const known = processTreeOf(pid);
  leader.kill("SIGKILL");
  await once(leader, "exit");
  expect(processTreeOf(pid, known)).toHaveLength(3);
  killProcessTree(pid, known);
  await until(() => processTreeOf(pid, known).length === 0);
});

test("no other process is stopped", async () => {
  const [one, other] = [await start(), await start()];
  killProcessTree(one.pid);
  expect(processTreeOf(other.pid)).toHaveLength(4);
  killProcessTree(other.pid);
});
