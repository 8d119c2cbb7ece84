import { element } from "./dom";
import type { Filter } from "./filter";
import type { Level, Matrix } from "./matrix";

/** What the fields of the form ask for. */
export function readFilter(form: HTMLFormElement): Filter {
  const fields = new FormData(form);
  const text = (name: string) => String(fields.get(name) ?? "");
  return {
    repositories: text("repositories"),
    people: text("people"),
    levels: new Set(fields.getAll("level") as Level[]),
    kind: text("kind") as Filter["kind"],
    namespace: text("namespace"),
    visibility: text("visibility"),
    state: text("state"),
    onlyWithAccess: fields.has("onlyWithAccess"),
  };
}

/** Offers what the report contains, and hides a field that would leave no choice. */
export function offerChoices(form: HTMLFormElement, { namespaces, repositories }: Matrix): void {
  offer(
    form,
    "namespace",
    namespaces.map(({ name }, index) => [String(index), name]),
  );
  const states = [...new Set(repositories.map(({ state }) => state))].sort();
  offer(
    form,
    "state",
    states.map((state) => [state, state]),
  );
}

function offer(form: HTMLFormElement, name: string, choices: [value: string, text: string][]): void {
  const field = form.elements.namedItem(name) as HTMLSelectElement;
  field.append(...choices.map(([value, text]) => element("option", { value }, text)));
  const label = field.closest("label");
  if (label) label.hidden = choices.length < 2;
}

/** Filters in use, each in words. */
export function describeFilters(form: HTMLFormElement): string[] {
  const used: string[] = [];
  for (const field of form.querySelectorAll<HTMLSelectElement | HTMLInputElement>("select, input[type=search]")) {
    const value = field instanceof HTMLSelectElement ? field.selectedOptions[0]?.text : `“${field.value}”`;
    if (field.value !== "") used.push(`${field.name} ${value}`);
  }
  const hidden = [...form.querySelectorAll<HTMLInputElement>("[name=level]:not(:checked)")].map(({ value }) => value);
  if (hidden.length > 0) used.push(`without ${hidden.join(", ")}`);
  if (form.querySelector("[name=onlyWithAccess]:checked")) used.push("only with access");
  return used;
}
