import { join } from "node:path";
import { namespacesNamed, namespacesOfUser } from "../inventory/namespaces";
import { withProgress } from "../progress";
import { pulumi } from "../pulumi";
import { type QuayAccessOptions, stackSettings, withQuay } from "../quay-access";
import { type StackEntry, stackIfAny } from "../stack-state/stack-state";
import { importContent } from "./import-entries";
import { leaveToUser } from "./leave-to-user";
import { type Plan, plan } from "./plan";
import { writeFiles } from "./program-files";
import { missingPackages, projectAt, usesPlugin } from "./project";
import { type ReadNamespace, readNamespace } from "./read-namespace";
import { requireSameQuay } from "./same-quay";
import { takeIn } from "./take-in";

export interface AdoptOptions extends QuayAccessOptions {
  all?: boolean;
  as: "blueprint" | "resources" | "yaml";
  only?: string[];
  exclude?: string[];
  deep?: boolean;
  creatorGrants?: boolean;
  into?: string;
  native?: boolean;
  import?: boolean;
  force?: boolean;
  /** Folder of the program; by default where the project says. */
  folder?: string;
  out: string;
}

type Say = (line: string) => void;

/** Reads namespaces, writes the program for them, and the file for `pulumi import`, or imports it. */
export async function adopt(names: readonly string[], options: AdoptOptions, say: Say): Promise<void> {
  const { stack: stackName, force, as, into } = options;
  const project = projectAt(options.folder ?? ".");
  const folder = options.folder ?? project.folder;
  const { runtime, index } = project;
  const settings = await stackSettings(options);
  if (options.import) await requireSameQuay(settings, stackName);
  const stack = await stackIfAny({ stack: stackName, required: options.import || stackName !== undefined });
  if (runtime !== "nodejs") requireOtherLanguage(runtime, options);
  const native = options.native ?? (runtime !== "nodejs" || usesPlugin({ ...project, folder }) || isAllNative(stack));
  const { read, planned } = await withQuay(settings, async (access, connections) => {
    const connectionFor = (namespace: string) => access.connectionFor(namespace);
    const { administered, others } = options.all
      ? await namespacesOfUser(access.connectionFor(undefined))
      : { administered: await namespacesNamed(names, connectionFor), others: [] };
    for (const name of others) say(`${name} is left out: the token's user does not administer it.`);
    const read: ReadNamespace[] = [];
    for (const namespace of administered) {
      const reading = () => readNamespace(namespace, access, connections, options);
      const found = await withProgress(namespace.name, () => connections.traffic, reading);
      say(`${namespace.name}: ${counted(found.resources.length, "resource")}.`);
      read.push(found);
    }
    say(`Read with ${counted(connections.traffic.settled, "request")}, and nothing was written.`);
    const form = runtime === "nodejs" ? as : "resources";
    return { read, planned: await plan(read, { as: form, native, ...(into && { into }) }, stack, access.settings) };
  });

  const { program, missing } = planned;
  if (program.entries.length === 0) {
    for (const line of leftOut(read, planned)) say(line);
    return say("Nothing is left to declare.");
  }
  const files = writeFiles(folder, runtime === "nodejs" ? program.files : [], { force, index });
  if (files.written.length > 0) say(`Wrote ${files.written.join(", ")}.`);
  if (files.unchanged.length > 0) say(`As they were: ${files.unchanged.join(", ")}.`);
  for (const line of leftOut(read, planned)) say(line);
  if (missing.length === 0) say("The stack holds all of it.");

  const unset = await unsetSecrets(planned, options);
  // The program that reads the YAML file.
  const packages = as === "yaml" ? missingPackages(folder, ["yaml", "zod"]) : [];
  const first = [
    ...(packages.length > 0 ? [`npm install ${packages.join(" ")}`] : []),
    ...files.toAdd.map((line) => `add to ${join(folder, index)}: ${line}`),
    ...unset,
  ];
  const content = importContent(program, missing, native);
  if (!options.import) return leaveToUser(content, first, { ...options, runtime, say });
  if (first.length > 0) {
    throw new Error(["Nothing is imported yet. First:", ...first, "Then run the same command again."].join("\n"));
  }
  await takeIn(content, { ...(stackName && { stack: stackName }), say });
  say("Done. The stack holds what Quay holds, and a preview shows no change.");
}

/** Programs in other languages are written by Pulumi, which generates code for resources of the plugin. */
function requireOtherLanguage(runtime: string, { as, import: imports, into, native }: AdoptOptions): void {
  const wrong = as !== "blueprint" ? "--as" : imports ? "--import" : into ? "--into" : undefined;
  if (wrong) throw new Error(`${wrong} is for programs in TypeScript, and this is one in ${runtime}. Leave it out.`);
  if (native === false) throw new Error(`A program in ${runtime} uses the plugin.`);
}

/** What is not in the program and why, each a sentence. */
function leftOut(read: readonly ReadNamespace[], { program, elsewhere }: Plan): string[] {
  const all = [...read.flatMap(({ leftOut }) => leftOut), ...program.leftOut, ...declaredElsewhere(elsewhere)];
  return ["Left out:", ...[...all, NO_KIND].map((sentence) => `  ${sentence}`)];
}

const NO_KIND = "What no kind manages yet: OAuth applications; and notifications without a title.";

/** The first few of what the stack holds by another name. */
function declaredElsewhere(entries: readonly StackEntry[]): string[] {
  const named = entries.slice(0, 5).map(({ kind, id, name, position }) => {
    return `${kind} ${id}, which the program declares as ${name}${position ? ` (${position})` : ""}.`;
  });
  return entries.length > 5 ? [...named, `${entries.length - 5} more that the program declares elsewhere.`] : named;
}

/** The commands that set the secrets which the program requires and the stack does not have. */
async function unsetSecrets({ program }: Plan, { stack }: AdoptOptions): Promise<string[]> {
  const isUnset = ({ key }: { key: string }) =>
    pulumi(["config", "get", key, ...(stack ? ["--stack", stack] : [])]).then(
      () => false,
      () => true,
    );
  const unset = await Promise.all(program.secrets.map(isUnset));
  return program.secrets.filter((_, index) => unset[index]).map(({ command }) => command);
}

const isAllNative = (stack: readonly StackEntry[]) => stack.length > 0 && stack.every((entry) => entry.isNative);

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;
