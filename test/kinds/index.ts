import { existsSync } from "node:fs";
import { join } from "node:path";
import type { LocalQuay } from "../../local-quay";
import { resources } from "../../provider/resources";
import { fileOf } from "../../tools/schema/file-name";
import type { Specimen } from "./specimen";

const files = Object.keys(resources)
  .map((kind) => ({ kind, file: join(__dirname, `${fileOf(kind)}.ts`) }))
  .filter(({ file }) => existsSync(file));

/** The specimen of every kind, from the file with its name. */
export const specimens: Record<string, Specimen> = Object.fromEntries(
  files.map(({ kind, file }) => [kind, require(file).default]),
);

export function specimenOf(kind: string): Specimen {
  const specimen = specimens[kind];
  if (!specimen) throw new Error(`There is no test/kinds/${fileOf(kind)}.ts with the specimen of ${kind}.`);
  return specimen;
}

export const isAssigned = (kind: string): boolean => resources[kind]?.identity.type === "assigned";

/** How messages begin that name a specimen. Where Quay assigns the id it may not be known yet. */
export const named = (kind: string): string =>
  isAssigned(kind) ? `${kind} ${specimenOf(kind).id.replace(/\/$/, "")}` : `${kind} ${specimenOf(kind).id}: `;

/** Creates the parents of a kind's specimen, where they are missing, and what it needs besides. */
export async function prepare(quay: LocalQuay, kind: string): Promise<void> {
  const { parents, needs } = specimenOf(kind);
  for (const parent of parents) {
    const { least, stored, make } = specimenOf(parent);
    if (stored(quay.store, least)) continue;
    if (!make) throw new Error(`The specimen of ${kind} needs a ${parent}: give that specimen a make.`);
    await make(quay, least);
  }
  await needs?.(quay);
}
