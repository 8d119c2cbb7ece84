import { faceRatios, faceWorks } from "./face-costs";
import type { Condition, Measured, Provider } from "./measure";
import type { Work } from "./minimum-requests";
import { besides } from "./policies";
import { shapeAt } from "./reference-organization";
import { number, type Results } from "./report";

const BEGIN = "<!-- bench: written by npm run bench -->";
const END = "<!-- /bench -->";

/** README with a new text between its two markers. */
export function insertSummary(readme: string, text: string): string {
  const [before, after] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (before < 0 || after < before) throw new Error(`README.md has lost its marks ${BEGIN} and ${END}.`);
  return `${readme.slice(0, before + BEGIN.length)}\n\n${text}\n${readme.slice(after)}`;
}

/** The lines of README about a run. Lines whose measurements are missing are left out. */
export function summary(results: Results): string {
  const lines = [times, requests, reading, authors, limits, memory, states, plugin].flatMap((line) => {
    try {
      return [`- ${line(new Lookup(results.measured), results)}`];
    } catch (error) {
      if (error instanceof NotMeasured) return [];
      throw error;
    }
  });
  return `${lines.join("\n")}\n`;
}

class NotMeasured extends Error {}

/** Finds measurements by operation, scale and condition. */
class Lookup {
  constructor(private readonly all: Measured[]) {}

  one(
    work: Work,
    { scale = 1, under = "nothing", who = "ours" }: { scale?: number; under?: Condition; who?: Provider } = {},
  ) {
    const found = this.all.find(
      (one) => one.work === work && one.scale === scale && one.under === under && one.who === who,
    );
    if (!found) throw new NotMeasured(work);
    return { ...found, sent: number(found.requests - found.refused), took: `${found.seconds.toFixed(1)} s` };
  }

  /** The times of create and of a refresh without changes. */
  both(where: { scale: number; under: Condition }) {
    return `${this.one("create", where).took} and ${this.one("refresh", where).took}`;
  }

  /** The measurement that took the most memory. */
  peak(): Measured & { memory: number } {
    const known = this.all.filter((one): one is Measured & { memory: number } => one.who === "ours" && !!one.memory);
    const [most] = known.sort((one, other) => other.memory - one.memory);
    if (!most) throw new NotMeasured("memory");
    return most;
  }
}

function times(found: Lookup): string {
  const { resources, repositories, teams, robots, teamGrants, robotGrants } = shapeAt(1);
  const shape = `${number(repositories)} repositories, ${teams} teams, ${robots} robots, ${number(teamGrants + robotGrants)} grants`;
  const all = (who: Provider) =>
    (["create", "preview", "refresh"] as const).map((work) => found.one(work, { who }).took).join(", ");
  return `${number(resources)} resources (${shape}) are made, previewed, refreshed in ${all("ours")}; the engine alone takes ${all("idle")}.`;
}

function requests(found: Lookup, { policies }: Results): string {
  const [refresh, naive] = [found.one("refresh"), found.one("refresh", { who: "naive" })];
  const made = `Making them sends ${found.one("create").sent} requests, destroying them as a blueprint ${found.one("blueprint destroy").sent}`;
  const all = `${made}, a refresh ${refresh.sent}: the least possible is ${number(refresh.least)}, one by one it is ${naive.sent}.`;
  if (!policies) return all;
  return `${all} With ${besides} it sends ${number(policies.requests)}, of at least ${number(policies.least)}.`;
}

function reading(_: Lookup, { commands = [] }: Results): string {
  if (commands.length === 0) throw new NotMeasured("commands");
  const all = commands.map(({ command, requests }) => `\`${command}\` ${number(requests)}`).join(", ");
  return `What commands ask to read all of it, when the stack manages it: ${all}.`;
}

function authors(_: Lookup, { drift }: Results): string {
  if (!drift) throw new NotMeasured("drift");
  const { changed, logged, right, more } = drift;
  return (
    `Of ${changed} objects that three people and a robot changed, ${logged} of them with an entry in Quay's log, a refresh tells rightly of ` +
    `${right[0]} who did it, with ${more[1]} requests more, behind 100,000 pulls of ${right[1]} with ${more[2]}; without a change it asks ${more[0] === 0 ? "nothing" : `${more[0]} requests`} more.`
  );
}

function limits(found: Lookup): string {
  const scale = 0.25;
  const [one, two] = (["limits, HTTP/1", "limits, HTTP/2"] as const).map((under) => found.both({ scale, under }));
  return `With the limits of Quay's front end ${number(shapeAt(scale).resources)} resources take ${one} over HTTP/1, ${two} over HTTP/2.`;
}

function memory(found: Lookup): string {
  const { memory, scale } = found.peak();
  return `The provider takes at most ${memory} MB, with ${number(shapeAt(scale).resources)} resources.`;
}

function states(found: Lookup): string {
  const bytes = (work: Work) => {
    const { bytesPerResource } = found.one(work);
    if (bytesPerResource === undefined) throw new NotMeasured("state");
    return bytesPerResource;
  };
  const megabytes = (each: number) => `${((each * 3000) / 1e6).toFixed(1)} MB`;
  const [alone, blueprint] = [bytes("create"), bytes("blueprint create")];
  return `The state holds ${number(alone)} bytes for each, in a blueprint ${number(blueprint)}: at 3,000 repositories ${megabytes(alone)} and ${megabytes(blueprint)}.`;
}

function plugin(_: Lookup, { faces }: Results): string {
  const all = faceRatios(faces);
  const same = faces.every(({ sameRequests }) => sameRequests);
  const of = (what: string) => {
    const found = all.find((one) => one.what === what);
    if (!found) throw new NotMeasured(what);
    return { ...found.medians, times: found.ratio.toFixed(2) };
  };
  const [start, memory, state] = [
    of("start to the first answer"),
    of("memory after the first answer"),
    of("state per resource"),
  ];
  const works = faceWorks.map((work) => of(`${work} of 500 teams`).times).join(", ");
  const first = `The plugin answers first after ${start.native} and with ${memory.native}, the dynamic provider after ${start.dynamic} and with ${memory.dynamic}.`;
  return `${first} Its ${faceWorks.join(", ")} of 500 teams take ${works} times as long; a resource takes ${state.times} times as much of the state; the requests are ${same ? "the same" : "others"}.`;
}
