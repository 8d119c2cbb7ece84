import type { PageData } from "../data";
import { positionOf } from "./cells";
import { byId, counts, element } from "./dom";
import { filtered, type View } from "./filter";
import { describeFilters, offerChoices, readFilter } from "./form";
import { grid } from "./grid";
import { moved } from "./keys";
import { decode, EVERYBODY } from "./matrix";
import { details } from "./panel";
import { printout } from "./print";
import { sections } from "./sections";

const matrix = decode(JSON.parse(byId("data").textContent ?? "") as PageData);
const scroller = byId("grid");
const shown = grid(matrix, scroller);
const form = byId<HTMLFormElement>("filters");
let view: View;

function apply(): void {
  view = filtered(matrix, readFilter(form));
  shown.show(view);
  const all = { rows: matrix.repositories.length, people: matrix.people.length };
  const shownPeople = view.columns.filter((column) => column !== EVERYBODY).length;
  byId("shown").textContent =
    `${counts(view.rows.length, all.rows)} repositories, ${counts(shownPeople, all.people)} people and robots`;
  byId("nothing").hidden = view.rows.length > 0 && view.columns.length > 0;
  byId("details").replaceChildren(...details(matrix, view, { row: -1, column: -1 }));
}

function moveTo(position = shown.active): void {
  shown.moveTo(position);
  byId("details").replaceChildren(...details(matrix, view, shown.active));
}

scroller.addEventListener("keydown", (event) => {
  const position = moved(event, shown.active);
  if (!position) return;
  event.preventDefault();
  moveTo(position);
});
scroller.addEventListener("click", (event) => {
  const position = positionOf(event.target);
  if (position) moveTo(position);
});
scroller.addEventListener("pointerover", ({ target }) => {
  const label = (target as Element).closest("[aria-label]");
  if (label && label !== scroller) label.setAttribute("title", label.getAttribute("aria-label") ?? "");
});

form.addEventListener("input", apply);
form.addEventListener("submit", (event) => event.preventDefault());
// The fields have their values again only after the event.
form.addEventListener("reset", () => setTimeout(apply));

const preparePrint = () => byId("print").replaceChildren(...printout(matrix, view, describeFilters(form)));
const clearPrint = () => byId("print").replaceChildren();
addEventListener("beforeprint", preparePrint);
addEventListener("afterprint", clearPrint);
// A preview of the medium alone, as in the browser's developer tools.
matchMedia("print").addEventListener("change", ({ matches }) => (matches ? preparePrint() : clearPrint()));

// A narrow window has room for the filters or the matrix.
const narrow = matchMedia("(max-width: 800px)");
const fold = () => byId("filtering").toggleAttribute("open", !narrow.matches);
narrow.addEventListener("change", fold);
fold();

offerChoices(form, matrix);
byId("sections").replaceChildren(...sections(matrix));
byId("about").replaceChildren(element("bdi", {}, matrix.quay), matrix.made ? ` · ${matrix.made}` : "");
apply();
