import { StaysInQuay } from "../lifecycle/definition";
import { deleteOrgRobot, deleteUserRobot, regenerateOrgRobotToken, regenerateUserRobotToken } from "../quay/api/robot";
import { messageOf, QuayError, Refusal } from "../quay/client/errors";
import type { Quay } from "../quay/client/quay";
import type { Snapshot } from "../snapshot";
import { isMirrored, mirrorConfiguration } from "../snapshot/mirrors";
import { type Repository, repositories } from "../snapshot/repositories";
import { robotLists } from "../snapshot/robots";

interface Named {
  namespace: string;
  name: string;
}

/** Multiples of the client's pause between the attempts, which make a minute. */
const PAUSES = [5, 10, 20, 40, 75];

/** So many repositories are asked for a configuration that nothing shows. */
const MOST_ASKED = 100;

/**
 * Deletes a robot. Quay refuses that while the configuration of a mirror names it: that of a deleted repository until it is
 * collected, for which a minute is waited, and that of a repository that is no mirror any more for ever. Then it stays.
 */
export async function deleteRobot(quay: Quay, robot: Named, snapshot: Snapshot): Promise<unknown> {
  const addressed = { robot_shortname: robot.name };
  const attempt = () =>
    snapshot.user.either(
      robot.namespace,
      () => deleteOrgRobot(quay, { orgname: robot.namespace, ...addressed }),
      () => deleteUserRobot(quay, addressed),
    );
  let pauses: readonly number[] | undefined;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Refusal) || !isLocked(error)) throw error;
      if (!pauses) await requireUnused(snapshot, robot, error.messageWithoutAdvice);
      const [pause, ...rest] = pauses ?? PAUSES;
      if (pause === undefined) return new StaysInQuay(await leaveLocked(error, robot, snapshot));
      await quay.pause(pause);
      pauses = rest;
    }
  }
}

/** Gives a robot that no mirror runs on any more, and that Quay keeps, a token that nobody knows; returns why it stays. */
async function leaveLocked(refusal: Refusal, robot: Named, snapshot: Snapshot): Promise<string> {
  const addressed = { robot_shortname: robot.name };
  const others = await requireUnused(snapshot, robot, refusal.messageWithoutAdvice);
  await snapshot.user.either(
    robot.namespace,
    () => regenerateOrgRobotToken(snapshot.quay, { orgname: robot.namespace, ...addressed }),
    () => regenerateUserRobotToken(snapshot.quay, addressed),
  );
  const holder = await firstNaming(snapshot, robot, others.slice(0, MOST_ASKED)).catch(() => undefined);
  const why = holder
    ? `${holder} is no mirror any more, but Quay keeps the configuration, which names the robot. To free it, have ${holder} mirrored ` +
      "by another robot once, or delete that repository."
    : "the mirror of a repository that was deleted names it until Quay has collected that.";
  return `${why} It has a new token, which nobody knows. To take it into a stack again, set adopt: true.`;
}

const isLocked = ({ reason }: { reason: string }) => /used by a mirror/.test(reason);

/** The repositories of its namespace that are no mirrors. Throws when the robot runs the mirror of one that is. */
async function requireUnused(snapshot: Snapshot, robot: Named, refusal: string): Promise<Repository[]> {
  const because = (why: string, cause?: unknown) => new QuayError(`${refusal} ${why}`, { cause });
  const read = async () => {
    const all = await grantedFirst(snapshot, robot);
    return { all, mirror: await firstNaming(snapshot, robot, all.filter(isMirrored)) };
  };
  const { all, mirror } = await read().catch((cause) => {
    throw because(`Which mirror that is could not be read, so the robot is left as it was. ${messageOf(cause)}`, cause);
  });
  if (!mirror) return all.filter((one) => !isMirrored(one));
  throw because(
    `It runs the mirror of ${mirror}. Give that mirror another robot, or remove it; then delete the robot. To replace a robot that ` +
      "mirrors use, give it another name.",
  );
}

/** All repositories of its namespace, those first that it was granted, as Quay does when a mirror names it. */
async function grantedFirst(snapshot: Snapshot, { namespace, name }: Named): Promise<Repository[]> {
  const all = (await snapshot.of(repositories).list({ namespace, name: "" }, { fresh: true })) ?? [];
  const places = await snapshot.of(robotLists).placesIn(namespace);
  const granted = new Set(places.get(`${namespace}+${name}`)?.repositories);
  return all.sort((one, other) => Number(granted.has(other.name)) - Number(granted.has(one.name)));
}

/** The first of the repositories whose mirror's configuration, in force or not, names the robot. */
async function firstNaming(snapshot: Snapshot, robot: Named, all: Repository[]): Promise<string | undefined> {
  for (const { namespace, name } of all) {
    const repository = `${namespace}/${name}`;
    const configuration = await mirrorConfiguration(snapshot, repository);
    if (configuration?.robot_username === `${robot.namespace}+${robot.name}`) return repository;
  }
  return undefined;
}
