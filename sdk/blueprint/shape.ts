import * as pulumi from "@pulumi/pulumi";
import { nearest } from "../../provider/quay/nearest";
import type { OrganizationBlueprintArgs } from "./args";

type Fields = Record<string, unknown>;

/**
 * What of a blueprint's arguments is not what its types say: programs in JavaScript, configuration and YAML know no types, and a
 * part that is read wrongly would be deleted. A sentence for each; and the arguments with what is empty in YAML as empty.
 */
export function shaped(given: OrganizationBlueprintArgs): { wrong: string[]; args: OrganizationBlueprintArgs } {
  const wrong: string[] = [];
  const args = withoutNulls(object("the arguments", given));

  for (const [name, type] of Object.entries({ name: "string", adopt: "boolean", forceDelete: "boolean" })) {
    if (args[name] !== undefined && typeof args[name] !== type)
      wrong.push(`${name}: ${isLate(args[name]) ? LATE : `This is not a ${type}.`}`);
  }
  const teams = parts("teams", args.teams, (where, team) => {
    names(`${where}.members`, team.members);
    names(`${where}.robots`, team.robots);
  });
  const robots = parts("robots", args.robots, () => undefined);
  const repositories = parts("repositories", args.repositories, grants);
  const defaults = withoutNulls(object("defaultPermissions", args.defaultPermissions));
  grants("defaultPermissions", defaults);
  known("defaultPermissions", defaults, ["teams", "robots", "users", "createdBy"]);
  const creators = withoutNulls(object("defaultPermissions.createdBy", defaults.createdBy));
  known("defaultPermissions.createdBy", creators, ["robots", "users"]);
  const createdBy = Object.fromEntries(
    ["robots", "users"].map((kind) => [kind, parts(`defaultPermissions.createdBy.${kind}`, creators[kind], grants)]),
  );
  return {
    wrong,
    args: { ...args, teams, robots, repositories, defaultPermissions: { ...defaults, createdBy } } as never,
  };

  /** What stands under names. Nothing is what an empty line of YAML says. */
  function object(where: string, value: unknown): Fields {
    if (value === undefined || value === null) return {};
    if (isPlain(value)) return value;
    wrong.push(`${where}: ${isLate(value) ? LATE : "This is not an object with names as its keys."}`);
    return {};
  }

  function known(where: string, fields: Fields, names: string[]): void {
    for (const name of Object.keys(fields).filter((name) => !names.includes(name))) {
      const near = nearest(name, names);
      wrong.push(`${where}.${name}: There is no such property.${near ? ` Did you mean ${near}?` : ""}`);
    }
  }

  function parts(where: string, value: unknown, look: (where: string, part: Fields) => void): Record<string, Fields> {
    const all = Object.entries(object(where, value)).map(
      ([name, part]) => [name, withoutNulls(object(`${where}.${name}`, part))] as const,
    );
    for (const [name, part] of all) look(`${where}.${name}`, part);
    return Object.fromEntries(all);
  }

  function grants(where: string, part: Fields): void {
    for (const kind of ["teams", "robots", "users"]) object(`${where}.${kind}`, part[kind]);
  }

  function names(where: string, value: unknown): void {
    if (value === undefined || value === null || isPlain(value)) return;
    const all = Array.isArray(value) ? value : [];
    if (Array.isArray(value) && all.every((name) => typeof name === "string")) return;
    wrong.push(`${where}: ${[value, ...all].some(isLate) ? LATE : "This is not a list of names."}`);
  }
}

const LATE =
  "This is an output or a promise. A blueprint has to know its names before anything is made: use plain values here; settings of a " +
  "part may be outputs.";

const isLate = (value: unknown): boolean => pulumi.Output.isInstance(value) || value instanceof Promise;

/** Neither a list, a Map nor anything of a class. */
function isPlain(value: unknown): value is Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value) || isLate(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

const withoutNulls = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, held]) => held !== null));
