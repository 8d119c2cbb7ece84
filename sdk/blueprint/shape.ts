import * as pulumi from "@pulumi/pulumi";
import { nearest } from "../../provider/quay/nearest";
import type { OrganizationBlueprintArgs } from "./args";

type Fields = Record<string, unknown>;

/**
 * Checks a blueprint's arguments against their types, because programs in JavaScript or with arguments from configuration are not
 * type-checked, and a part that is misread would be deleted. Returns the error messages, and the arguments without nulls.
 */
export function validateShape(given: OrganizationBlueprintArgs): { wrong: string[]; args: OrganizationBlueprintArgs } {
  const wrong: string[] = [];
  const args = withoutNulls(objectAt("the arguments", given));

  for (const [name, type] of Object.entries({ name: "string", adopt: "boolean", forceDelete: "boolean" })) {
    if (args[name] !== undefined && typeof args[name] !== type)
      wrong.push(`${name}: ${isOutputOrPromise(args[name]) ? NOT_PLAIN : `This is not a ${type}.`}`);
  }
  const teams = parts("teams", args.teams, (where, team) => {
    names(`${where}.members`, team.members);
    names(`${where}.robots`, team.robots);
    settings(`${where}.`, team, "sync");
  });
  const robots = parts("robots", args.robots, () => undefined);
  const repositories = parts("repositories", args.repositories, (where, repository) => {
    grants(where, repository);
    policies(`${where}.`, repository);
    mirror(`${where}.`, repository);
    Object.assign(repository, { notifications: notifications(`${where}.`, repository) });
  });
  policies("", args);
  settings("", args, "quota");
  settings("", args, "proxyCache");
  mirror("", args);
  const defaults = withoutNulls(objectAt("defaultPermissions", args.defaultPermissions));
  grants("defaultPermissions", defaults);
  rejectUnknown("defaultPermissions", defaults, ["teams", "robots", "users", "createdBy"]);
  const creators = withoutNulls(objectAt("defaultPermissions.createdBy", defaults.createdBy));
  rejectUnknown("defaultPermissions.createdBy", creators, ["robots", "users"]);
  const createdBy = Object.fromEntries(
    ["robots", "users"].map((kind) => [kind, parts(`defaultPermissions.createdBy.${kind}`, creators[kind], grants)]),
  );
  return {
    wrong,
    args: {
      ...args,
      ...{ teams, robots, repositories, notifications: notifications("", args) },
      defaultPermissions: { ...defaults, createdBy },
    } as never,
  };

  /** The object at a path. Null, as from an empty value in YAML, counts as empty. */
  function objectAt(where: string, value: unknown): Fields {
    if (value === undefined || value === null) return {};
    if (isPlainObject(value)) return value;
    wrong.push(`${where}: ${isOutputOrPromise(value) ? NOT_PLAIN : "This is not an object with names as its keys."}`);
    return {};
  }

  function rejectUnknown(where: string, fields: Fields, names: string[]): void {
    for (const name of Object.keys(fields).filter((name) => !names.includes(name))) {
      const near = nearest(name, names);
      wrong.push(`${where}.${name}: There is no such property.${near ? ` Did you mean ${near}?` : ""}`);
    }
  }

  function parts(
    where: string,
    value: unknown,
    validatePart: (where: string, part: Fields) => void,
  ): Record<string, Fields> {
    const all = Object.entries(objectAt(where, value)).map(
      ([name, part]) => [name, withoutNulls(objectAt(`${where}.${name}`, part))] as const,
    );
    for (const [name, part] of all) validatePart(`${where}.${name}`, part);
    return Object.fromEntries(all);
  }

  function grants(where: string, part: Fields): void {
    for (const kind of ["teams", "robots", "users"]) objectAt(`${where}.${kind}`, part[kind]);
  }

  /** An object whose values may be outputs. */
  function settings(where: string, part: Fields, name: string): Fields | undefined {
    if (part[name] === undefined || part[name] === null) return undefined;
    const all = withoutNulls(objectAt(`${where}${name}`, part[name]));
    part[name] = all;
    return all;
  }

  /** Which robot it is has to be known, for its grant. */
  function mirror(where: string, part: Fields): void {
    const all = settings(where, part, "mirror");
    if (!all || typeof all.robot === "string") return;
    wrong.push(
      `${where}mirror.robot: ${isOutputOrPromise(all.robot) ? NOT_PLAIN : "This is not the name of a robot."}`,
    );
  }

  function notifications(where: string, { notifications }: Fields): Record<string, Fields> {
    return parts(`${where}notifications`, notifications, () => undefined);
  }

  /** Which policies there are has to be known, so they are plain throughout. */
  function policies(where: string, part: Fields): void {
    const { autoPrune, immutability } = part;
    names(`${where}immutability`, immutability, false);
    if (autoPrune === undefined) return;
    if (!Array.isArray(autoPrune)) {
      wrong.push(`${where}autoPrune: ${isOutputOrPromise(autoPrune) ? NOT_PLAIN : "This is not a list of policies."}`);
      return;
    }
    part.autoPrune = autoPrune.map((policy, index) => {
      const fields = withoutNulls(objectAt(`${where}autoPrune.${index}`, policy));
      rejectUnknown(`${where}autoPrune.${index}`, fields, PRUNING);
      for (const [name, value] of Object.entries(fields))
        if (isOutputOrPromise(value)) wrong.push(`${where}autoPrune.${index}.${name}: ${NOT_PLAIN}`);
      return fields;
    });
  }

  function names(where: string, value: unknown, orMap = true): void {
    if (value === undefined || value === null || (orMap && isPlainObject(value))) return;
    const all = Array.isArray(value) ? value : [];
    if (Array.isArray(value) && all.every((name) => typeof name === "string")) return;
    wrong.push(`${where}: ${[value, ...all].some(isOutputOrPromise) ? NOT_PLAIN : "This is not a list of names."}`);
  }
}

const PRUNING = ["numberOfTags", "maxAge", "tagPattern", "tagPatternMatches"];

const NOT_PLAIN =
  "This is an output or a promise. A blueprint has to know its names before anything is made: use plain values here; settings of a " +
  "part may be outputs.";

const isOutputOrPromise = (value: unknown): boolean => pulumi.Output.isInstance(value) || value instanceof Promise;

/** Whether it is a plain object: no array, Map or class instance. */
function isPlainObject(value: unknown): value is Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value) || isOutputOrPromise(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

const withoutNulls = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, held]) => held !== null));
