import { readFile, writeFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { quayName } from "../../provider/lifecycle/origin";
import { masked } from "../../provider/quay/client/masking";
import type { Access } from "../../provider/serve/connections";
import { allNamespaces, namespacesNamed } from "../inventory/namespaces";
import { withProgress } from "../progress";
import { type QuayAccessOptions, stackSettings, withQuay } from "../quay-access";
import { type StackEntry, stackIfAny } from "../stack-state/stack-state";
import { accessFile, type FileOf, reportIn } from "./access-file";
import { type AccessChange, accessChanges } from "./changes";
import { holdingsOf } from "./holdings";
import { htmlPage } from "./page/page";
import { planned } from "./plan/planned";
import { changesText, holdingsText, rowsText, type Style } from "./print";
import { readAccess, type ToRead } from "./read-access";
import type { AccessReport } from "./report";
import { rowsOf } from "./rows";

export interface AccessOptions extends QuayAccessOptions {
  all?: boolean;
  who?: string;
  repository?: string;
  compare?: string;
  plan?: boolean;
  json?: boolean;
  html?: string;
}

/** What the command prints: lines for stdout, notes for stderr. */
export interface Printed {
  lines: string[];
  notes: string[];
}

export async function access(names: readonly string[], options: AccessOptions, style: Style): Promise<Printed> {
  // What was given is read before any request to Quay.
  const before = options.compare === undefined ? undefined : await fileToCompare(options.compare, options);
  const plan = options.plan ? await text(process.stdin) : undefined;
  return withQuay(await stackSettings(options), async (quay, connections) => {
    const read = (wanted: ToRead[]) =>
      withProgress(
        "Reading who may do what",
        () => connections.traffic,
        () => readAccess(wanted, quay),
      );
    if (plan !== undefined) {
      const { before, after } = await planned(plan, quay, read);
      return ofChanges(accessChanges(before, after), after.notes, options, style);
    }
    const report = await read(await wantedOf(names, options, quay));
    if (before) return compared(before, report, options, style);
    if (options.who !== undefined) return ofOne(options.who, report, quay, options, style);
    if (options.html !== undefined) return asPage(report, options.html);
    if (options.json) return asJson(accessFile(report, options), report.notes);
    return { lines: rowsText(rowsOf(report), style), notes: report.notes };
  });
}

async function wantedOf(names: readonly string[], { all, repository }: AccessOptions, quay: Access): Promise<ToRead[]> {
  if (all) return allNamespaces(quay.connectionFor(undefined));
  if (repository === undefined) return namespacesNamed(names, quay.connectionFor);
  const [namespace = "", ...rest] = repository.split("/");
  const found = await namespacesNamed([namespace], quay.connectionFor);
  return found.map((one) => ({ ...one, only: rest.join("/") }));
}

/** What one account may do, and what it holds that gives it. */
async function ofOne(
  who: string,
  report: AccessReport,
  quay: Access,
  options: AccessOptions,
  style: Style,
): Promise<Printed> {
  const holdings = await holdingsOf(who, report, await entriesOf(options, quay), quay.connectionFor);
  const { notes } = report;
  if (options.json) {
    const { effective } = accessFile(report, options);
    const own = effective.filter(({ principal }) => principal === who);
    return asJson(
      { format: "pulumi-quay access --who", version: 1, quay: report.quay, who, effective: own, holdings, notes },
      notes,
    );
  }
  const rows = rowsOf(report).filter((row) => row.who === who);
  const between = style === "terminal" && rows.length > 0 ? [""] : [];
  const may = rows.length > 0 || style === "pipe" ? rowsText(rows, style) : [];
  return { lines: [...may, ...between, ...holdingsText(who, holdings, style)], notes };
}

/** The entries of the stack that are of this Quay. Without a stack everything is told as a command. */
async function entriesOf({ stack }: AccessOptions, quay: Access): Promise<StackEntry[]> {
  const ours = quayName(quay.settings);
  const entries = await stackIfAny({ stack, required: stack !== undefined });
  return entries.filter(({ origin }) => origin === undefined || origin.quay === ours);
}

async function fileToCompare(file: string, { repository }: AccessOptions): Promise<FileOf> {
  const content = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`${file} cannot be read (${cause.code}).`, { cause });
  });
  const before = reportIn(content, file);
  if (before.repository === undefined || before.repository === repository) return before;
  throw new Error(`${file} is about ${before.repository} only: say --repository ${before.repository} here too.`);
}

/** Compares what both are about. */
function compared(before: FileOf, report: AccessReport, options: AccessOptions, style: Style): Printed {
  const known = new Set(before.namespaces.map(({ name }) => name));
  const now = report.namespaces.filter(({ name }) => known.has(name));
  const only = new Set(now.flatMap(({ name, repositories }) => repositories.map((one) => `${name}/${one.name}`)));
  const was = before.namespaces
    .filter(({ name }) => now.some((one) => one.name === name))
    .map((one) =>
      options.repository === undefined
        ? one
        : { ...one, repositories: one.repositories.filter(({ name }) => only.has(`${one.name}/${name}`)) },
    );
  const changes = accessChanges({ ...before, namespaces: was }, { ...report, namespaces: now });
  const others = report.namespaces.filter(({ name }) => !known.has(name));
  const notes = others.map(({ name }) => `${options.compare} does not tell of ${name}: nothing to compare.`);
  const elsewhere =
    before.quay === report.quay ? [] : [`${options.compare} is of ${before.quay}, and this is ${report.quay}.`];
  return ofChanges(changes, [...report.notes, ...elsewhere, ...notes], options, style);
}

function ofChanges(all: AccessChange[], notes: string[], { json, who }: AccessOptions, style: Style): Printed {
  const changes = who === undefined ? all : all.filter(({ principal }) => principal === who);
  if (json) return asJson({ format: "pulumi-quay access changes", version: 1, changes, notes }, notes);
  return { lines: changesText(changes, style), notes };
}

const asJson = (content: object, notes: string[]): Printed => ({
  lines: [masked(JSON.stringify(content, null, 2))],
  notes,
});

async function asPage(report: AccessReport, file: string): Promise<Printed> {
  const made = `${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC`;
  await writeFile(file, htmlPage(report, made)).catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`${file} cannot be written (${cause.code}).`, { cause });
  });
  return { lines: [], notes: [...report.notes, `${file} is written: open it in a browser.`] };
}
