import type { PageNamespace } from "../data";
import { count, element, list, named, table } from "./dom";
import type { Matrix } from "./matrix";

/** What the report says beside the matrix: each a title, a count and what it holds. */
export function sections({ namespaces, notes }: Matrix): HTMLElement[] {
  const all = [
    section("Notes", notes.length, [list(notes)]),
    ...perNamespace(namespaces, "Default permissions", ({ defaultPermissions }) => defaultPermissions.length, defaults),
    ...perNamespace(namespaces, "Teams", ({ teams }) => teams.length, teams),
    ...perNamespace(
      namespaces,
      "Applications",
      ({ applications }) => applications?.count ?? 0,
      ({ applications }) => element("p", {}, tokens(applications?.tokens)),
    ),
  ];
  return all.filter((made) => made !== undefined);
}

function perNamespace(
  namespaces: PageNamespace[],
  title: string,
  counted: (namespace: PageNamespace) => number,
  content: (namespace: PageNamespace) => HTMLElement,
) {
  const having = namespaces.filter((namespace) => counted(namespace) > 0);
  const total = having.reduce((sum, namespace) => sum + counted(namespace), 0);
  const parts = having.flatMap((namespace) => [element("h3", {}, named(namespace.name)), content(namespace)]);
  return [section(title, total, parts)];
}

function section(title: string, amount: number, content: Node[]): HTMLElement | undefined {
  if (amount === 0) return undefined;
  const summary = element("summary", {}, `${title} `, element("span", { class: "count" }, amount.toLocaleString("en")));
  return element("details", { class: "part", open: title === "Notes" ? "" : undefined }, summary, ...content);
}

function defaults({ defaultPermissions }: PageNamespace): HTMLElement {
  const rows = defaultPermissions.map(({ grantee, kind, role, createdBy }) => [
    createdBy ? named(createdBy) : "anyone",
    element("span", {}, `${kind} `, named(grantee)),
    element("span", { class: `level ${role}` }, role),
  ]);
  return table(["Created by", "Grants", "Role"], rows);
}

function teams({ teams }: PageNamespace): HTMLElement {
  const rows = teams.map(({ name, role, members, invited, synced }) => [
    element("span", {}, named(name), synced ? " (synchronized)" : ""),
    element("span", { class: role === "admin" ? "level admin" : "role" }, role),
    people(members, invited),
  ]);
  return table(["Team", "Role", "Members"], rows);
}

function people(members: string[], invited: string[]): HTMLElement {
  const cell = element("span", {}, members.length > 0 ? members.join(", ") : "nobody");
  if (invited.length > 0) cell.append(element("em", {}, ` · invited: ${invited.join(", ")}`));
  return cell;
}

const tokens = (amount?: number) =>
  amount === undefined
    ? "How many tokens they issued is not known. A token acts as who made it, within its scopes."
    : `${count(amount, "token")}. A token acts as who made it, within its scopes.`;
