import { faceRatios, median } from "./face-costs";
import type { Condition, Provider, Run } from "./measure";
import type { Work } from "./minimum-requests";
import { shapeAt } from "./reference-organization";

/** A target of the benchmark, and the measured value. */
export interface Target {
  what: string;
  wanted: string;
  found: string;
  met: boolean;
}

/** The targets with measured values, without those that this run did not measure. */
export function targets({ measured, needles, policies, drift, ratios, commands = [], faces, failed }: Run): Target[] {
  const at = (scale: number, work: Work, under: Condition = "nothing", who: Provider = "ours") =>
    measured.find((one) => one.scale === scale && one.work === work && one.under === under && one.who === who);
  const list: Target[] = [];
  const add = (what: string, wanted: string, found: string | undefined, met: () => boolean) => {
    if (found !== undefined) list.push({ what, wanted, found, met: met() });
  };
  const most = (what: string, limit: number, found: number | undefined, unit: string, digits = 0) =>
    add(
      what,
      `≤ ${limit}${unit}`,
      found === undefined ? undefined : `${found.toFixed(digits)}${found === 1 ? unit.replace(/s$/, "") : unit}`,
      () => (found ?? 0) <= limit,
    );

  most("no-change refresh", 347, at(1, "refresh")?.requests, " requests");
  most("the same, 3 repositories of 10,000", 6, needles, " requests");
  if (policies)
    most(
      "the same with policies, quota, notifications, federations",
      Math.floor(1.1 * policies.least),
      policies.requests,
      " requests",
    );
  if (drift) {
    const { changed, right, more } = drift;
    const told = (count: number) => `${count} of ${changed}`;
    add(
      "who changed 43 objects, or that the log does not say",
      told(changed),
      told(right[0]),
      () => right[0] === changed,
    );
    add("the same behind 100,000 pulls", told(changed), told(right[1]), () => right[1] === changed);
    most("requests for that without drift", 0, more[0], " requests");
    most("with drift", 6, more[1], " requests");
    most("with drift behind 100,000 pulls", 10, more[2], " requests");
  }
  const create = at(1, "create");
  most("create everything", 1.02, create && create.requests / shapeAt(1).resources, " requests per resource", 3);
  most("destroy through the blueprint", 5, at(1, "blueprint destroy")?.requests, " requests");
  most("preview without refresh", 0, at(1, "preview")?.requests, " requests");
  for (const { command, requests, limit } of commands) most(`pulumi-quay ${command}`, limit, requests, " requests");
  for (const protocol of ["HTTP/1", "HTTP/2"] as const) {
    for (const work of ["create", "refresh"] as const) {
      const one = at(0.25, work, `limits, ${protocol}`);
      const found = one && (one.used === undefined ? "all within the burst" : `${(one.used * 100).toFixed(0)} %`);
      add(`limits, ${protocol}, ×¼, ${work}`, "≥ 90 % of the rate, none failed", found, () => (one?.used ?? 1) >= 0.9);
    }
  }
  for (const [work, all] of Object.entries(ratios)) {
    const time = median(all.map((one) => one.time));
    const cpu = median(all.flatMap((one) => one.cpu ?? []));
    const found = `${time.toFixed(2)} ×${Number.isNaN(cpu) ? "" : ` (processor time ${cpu.toFixed(2)} ×)`}`;
    add(`time over the engine's own, ×¼, ${work}, median of ${all.length}`, "≤ 1.25 ×", found, () => time <= 1.25);
  }
  for (const { what, limit, ratio, cpu, medians } of faceRatios(faces)) {
    const processors = cpu === undefined ? "" : `, processor time ${cpu.toFixed(2)} ×`;
    const found = `${ratio.toFixed(2)} × (${medians.native} against ${medians.dynamic}${processors})`;
    add(`plugin over dynamic provider, ${what}`, `≤ ${limit} ×`, found, () => ratio <= limit);
  }
  if (faces.length > 0) {
    const same = faces.every(({ sameRequests }) => sameRequests);
    add("plugin and dynamic provider, requests", "the same", same ? "the same" : "others", () => same);
  }
  const peak = (who: Provider) =>
    Math.max(
      ...measured.filter((one) => one.scale === 3 && one.who === who && one.memory).map(({ memory = 0 }) => memory),
    );
  const [ours, idle] = [peak("ours"), peak("idle")];
  if (ours > 0 && idle > 0)
    most(`peak memory at ×3, over ${idle} MB of handlers that do nothing`, 2, ours / idle, " ×", 2);
  const contracts = measured.filter(({ who, contractOnly }) => who === "ours" && contractOnly !== undefined);
  if (contracts.length > 0) {
    const only = contracts.every(({ contractOnly }) => contractOnly);
    add("`__provider` per resource", "the contract text", only ? "the contract text" : "more", () => only);
  }
  if (failed.length > 0) add("failed", "nothing", `${failed.length} works`, () => false);
  return list;
}
