import { createHash } from "node:crypto";
import type { QuaySettings } from "../quay/settings";
import type { Properties, Resource } from "./definition";
import { labelOf } from "./identity";
import { normal, quayName } from "./origin";
import { canonicalText } from "./sets";
import type { Hold, Known, StateEntries, Thing } from "./state-entries";
import { isUnknown } from "./unknown";

/** What this engine operation has done with the entries of one kind in one Quay. */
export class KindEntries {
  /** It may be declared and made twice, as long as it is the same. */
  readonly isStatement: boolean;

  /** Ids that Quay assigned, by the declarations that they were compared with. */
  private readonly declaredIds = new Map<Thing, Set<string>>();

  constructor(
    private readonly resource: Resource,
    private readonly entries: StateEntries,
    private readonly settings: () => QuaySettings,
  ) {
    this.isStatement = resource.onConflict === "idempotent" || resource.onConflict === "reuse";
  }

  /** It by the Quay's address, which all providers with that address share, whatever they call the Quay. */
  thing(id: string): Thing {
    return this.thingOf(this.resource.kind, id);
  }

  parents(values: Properties): Thing[] {
    return this.resource.parents(values).map(([kind, id]) => this.thingOf(kind, id));
  }

  /** What is made one after another: all of one identity; where Quay assigns it, all of one parent. */
  serialKey(wanted: Properties): string {
    const { type, properties, format } = this.resource.identity;
    return this.thing(type === "assigned" ? properties.map((name) => wanted[name]).join("/") : format(wanted));
  }

  /** The program declares it. Answers with another logical name under which it does, where it must not. */
  declare(values: Properties, name: string): string | undefined {
    const mayRepeat = this.resource.identity.type === "assigned";
    const is = mayRepeat ? undefined : this.isStatement ? this.said(values) : name;
    return this.entries.declare(this.declaration(values), name, is);
  }

  /** The logical names under which the program declares it. */
  namesOf(values: Properties): string[] {
    return this.entries.namesOf(this.declaration(values));
  }

  /** Whether the program declares what has this id. An id that Quay assigned is known to be declared from then on. */
  isDeclared(id: string, values: Properties): boolean {
    const { type, format } = this.resource.identity;
    const names = this.namesOf(values);
    if (type !== "assigned") return names.length > 0 && format(values) === id;
    // Of equal declarations each is of one id: what is only read beside them is declared by none.
    const declaration = this.declaration(values);
    const ids = this.declaredIds.get(declaration) ?? new Set();
    this.declaredIds.set(declaration, ids);
    if (!ids.has(id) && ids.size >= names.length) return false;
    ids.add(id);
    for (const name of names) this.entries.declare(this.thing(id), name, undefined);
    return true;
  }

  hold(id: string, entry: string | undefined, how: Partial<Hold>): void {
    const { url } = this.settings();
    this.entries.hold(this.thing(id), entry ?? "", { quay: quayName(this.settings()), url, within: [], ...how });
  }

  isHeld(id: string): boolean {
    return this.entries.isHeld(this.thing(id));
  }

  /** Whether this operation made it already, as something else than what is wanted now. */
  isMadeOtherwise(wanted: Properties): boolean {
    if (this.resource.identity.type === "assigned") return false;
    const made = this.entries.made(this.thing(this.resource.identity.format(wanted)));
    return made.some((values) => !values || values !== this.said(wanted));
  }

  /** The entry was made of what is wanted; `isNew` when Quay made it too. */
  made(id: string, entry: string, wanted: Properties, isNew: boolean): void {
    this.hold(id, entry, { within: this.parents(wanted), made: this.said(wanted) });
    if (isNew) this.entries.changed(this.thing(id), "made", this.parents(wanted));
  }

  /** An entry was to be made, and could not. */
  notMade(wanted: Properties): void {
    const { type, format } = this.resource.identity;
    if (type !== "assigned") this.entries.want(this.thing(format(wanted)));
  }

  deleted(id: string, state: Properties): void {
    this.entries.changed(this.thing(id), "deleted", this.parents(state));
  }

  leave(id: string, entry: string | undefined): "held" | "wanted" | undefined {
    return this.entries.leave(this.thing(id), entry ?? "");
  }

  elsewhere(id: string): Known[] {
    return this.entries.elsewhere(this.thing(id));
  }

  below(id: string): Thing[] {
    return this.entries.below(this.thing(id));
  }

  /** How many of the things in it that its guard counts this operation deleted, to replace it. */
  deletedBelow(id: string): number {
    const isReplaced = this.entries.namesOf(this.thing(id)).length > 0;
    return isReplaced ? this.entries.deletedBelow(this.thing(id), this.resource.guardedChildren ?? []) : 0;
  }

  /** What it is in that this operation deleted or made, unless it was itself. */
  newParent(id: string, state: Properties): Thing | undefined {
    const [parent] = this.entries.anew(this.parents(state));
    return parent && this.entries.anew([this.thing(id)]).length === 0 ? parent : undefined;
  }

  /** Whether another process deleted or made it, or what it is in, since this was last asked. */
  hasNews(wanted: Properties): boolean {
    return this.entries.hasNews([this.declaration(wanted), ...this.parents(wanted)]);
  }

  private thingOf(kind: string, id: string): Thing {
    const { host, pathname } = new URL(this.settings().url);
    return `${normal(`${host}${pathname}`)} ${kind} ${id}`;
  }

  /** What the program declares, before it may have an id. */
  private declaration(values: Properties): Thing {
    const { identity } = this.resource;
    if (identity.type !== "assigned") return this.thing(identity.format(values));
    return this.thing(`${labelOf(identity, values)} ${this.fingerprint(values)}`);
  }

  /** What a statement says; undefined when a preview does not know it yet, and it may be anything. */
  private said(values: Properties): string | undefined {
    if (!this.isStatement) return "";
    const isKnown = Object.keys(this.resource.accepts).every((name) => !isUnknown(values[name]));
    return isKnown ? this.fingerprint(values) : undefined;
  }

  /** Tells values from others, and tells nobody what they are. */
  private fingerprint(values: Properties): string {
    const all = Object.keys(this.resource.accepts).map((name) => values[name]);
    return createHash("sha256").update(canonicalText(all)).digest("base64url");
  }
}
