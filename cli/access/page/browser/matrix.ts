import type { Effective } from "../../report";
import type { PageData, PageRepository, Person } from "../data";
import { accessSentence, type Place } from "../sentences";

/** What a cell shows: the role, or `public` where nothing else gives it. */
export const levels = ["none", "public", "read", "write", "admin"] as const;
export type Level = (typeof levels)[number];

export type Taken = "nothing" | "some" | "all";

/** Everybody without credentials, the first column. */
export const EVERYBODY = 0;

/** The decoded matrix. Rows are indexes of repositories, columns those of people plus one. */
export interface Matrix extends Omit<PageData, "cells" | "accesses"> {
  columns: number;
  access(row: number, column: number): Effective;
  level(row: number, column: number): Level;
  /** What a state or a disabled account takes of what the role gives. */
  taken(row: number, column: number): Taken;
  repository(row: number): PageRepository;
  repositoryName(row: number): string;
  /** Undefined for everybody. */
  person(column: number): Person | undefined;
  personName(column: number): string;
  sentence(row: number, column: number): string;
}

export function decode({ cells, accesses, ...data }: PageData): Matrix {
  const { people, repositories, namespaces } = data;
  const columns = people.length + 1;
  const indexes = new Uint32Array(repositories.length * columns);
  cells.forEach((runs, row) => {
    let at = row * columns;
    for (let run = 0; run < runs.length; run += 2) {
      const end = at + (runs[run + 1] as number);
      indexes.fill(runs[run] as number, at, end);
      at = end;
    }
  });
  const accessLevels = accesses.map(levelOf);
  const accessTaken = accesses.map(takenOf);
  const indexAt = (row: number, column: number) => indexes[row * columns + column] as number;
  const access = (row: number, column: number) => accesses[indexAt(row, column)] as Effective;
  const repository = (row: number) => repositories[row] as PageRepository;
  const namespaceOf = (row: number) => namespaces[repository(row).namespace]?.name ?? "";
  const place = (row: number): Place => ({ ...repository(row), namespace: namespaceOf(row) });
  return {
    ...data,
    columns,
    access,
    level: (row, column) => accessLevels[indexAt(row, column)] as Level,
    taken: (row, column) => accessTaken[indexAt(row, column)] as Taken,
    repository,
    repositoryName: (row) => `${namespaceOf(row)}/${repository(row).name}`,
    person: (column) => people[column - 1],
    personName: (column) => people[column - 1]?.name ?? "everybody",
    sentence: (row, column) => accessSentence(access(row, column), place(row)),
  };
}

function levelOf({ role, paths }: Effective): Level {
  if (paths.length === 0) return "none";
  return paths.every(({ through }) => through === "public") ? "public" : (role ?? "read");
}

function takenOf({ role, paths, pull, push }: Effective): Taken {
  if (paths.length > 0 && !pull) return "all";
  return (role === "write" || role === "admin") && !push ? "some" : "nothing";
}
