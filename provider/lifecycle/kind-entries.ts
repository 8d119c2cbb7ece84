import { createHash } from "node:crypto";
import type { QuaySettings } from "../quay/settings";
import type { Properties } from "./definition";
import { labelOf } from "./identity";
import { normalizedHost, quayName } from "./origin";
import type { Resource } from "./resource";
import { canonicalText } from "./sets";
import type { Hold, KnownQuay, ResourceKey, StateEntries } from "./state-entries";
import { isUnknown } from "./unknown";

/** What this engine operation has done with the state entries of one kind in one Quay. */
export class KindEntries {
  /** Whether a program may declare the resource twice with equal values. */
  readonly isStatement: boolean;

  /** Ids assigned by Quay, by the declaration that each was compared with. */
  private readonly declaredIds = new Map<ResourceKey, Set<string>>();

  constructor(
    private readonly resource: Resource,
    private readonly entries: StateEntries,
    private readonly settings: () => QuaySettings,
  ) {
    this.isStatement = ["idempotent", "reuse", "same"].includes(String(resource.onConflict));
  }

  /** The key contains the Quay's URL, so providers with the same URL share it even when their registry names differ. */
  key(id: string): ResourceKey {
    return this.keyOf(this.resource.kind, id);
  }

  parents(values: Properties): ResourceKey[] {
    return [...this.keysOf(this.resource.parents(values)), ...this.keysOf(this.resource.goesWith(values))];
  }

  /** The mutex key for creates: by identity; by parent when Quay assigns the id. */
  serialKey(wanted: Properties): string {
    const { type, properties, format } = this.resource.identity;
    return this.key(type === "assigned" ? properties.map((name) => wanted[name]).join("/") : format(wanted));
  }

  /** Notes that the program declares it. Returns the logical name of a conflicting declaration, if there is one. */
  declare(values: Properties, name: string): string | undefined {
    const mayRepeat = this.resource.identity.type === "assigned";
    const distinction = mayRepeat ? undefined : this.isStatement ? this.declaredValues(values) : name;
    return this.entries.declare(this.declaration(values), name, distinction);
  }

  /** The logical names of the program's declarations of it. */
  namesOf(values: Properties): string[] {
    return this.entries.namesOf(this.declaration(values));
  }

  /** Whether the program declares the resource with this id. An id that Quay assigned counts as declared from then on. */
  isDeclared(id: string, values: Properties): boolean {
    const { type, format } = this.resource.identity;
    const names = this.namesOf(values);
    if (type !== "assigned") return names.length > 0 && format(values) === id;
    // Each of several equal declarations is for one id. A resource that is only read beside them is declared by none.
    const declaration = this.declaration(values);
    const ids = this.declaredIds.get(declaration) ?? new Set();
    this.declaredIds.set(declaration, ids);
    if (!ids.has(id) && ids.size >= names.length) return false;
    ids.add(id);
    for (const name of names) this.entries.declare(this.key(id), name, undefined);
    return true;
  }

  hold(id: string, entry: string | undefined, how: Partial<Hold>): void {
    const { url } = this.settings();
    this.entries.hold(this.key(id), entry ?? "", { quay: quayName(this.settings()), url, within: [], ...how });
  }

  isHeld(id: string): boolean {
    return this.entries.isHeld(this.key(id));
  }

  /** Whether this operation already created it with other values. */
  isCreatedWithOtherValues(wanted: Properties): boolean {
    if (this.resource.identity.type === "assigned") return false;
    const made = this.entries.made(this.key(this.resource.identity.format(wanted)));
    return made.some((values) => !values || values !== this.declaredValues(wanted));
  }

  /** Notes that the entry was created; `isNew` when the resource was created in Quay too. */
  created(id: string, entry: string, wanted: Properties, isNew: boolean): void {
    this.hold(id, entry, { within: this.parents(wanted), made: this.declaredValues(wanted) });
    if (isNew) this.entries.changed(this.key(id), "made", this.parents(wanted));
  }

  /** Notes that creating an entry failed. */
  notCreated(wanted: Properties): void {
    const { type, format } = this.resource.identity;
    if (type !== "assigned") this.entries.want(this.key(format(wanted)));
  }

  deleted(id: string, state: Properties): void {
    this.entries.changed(this.key(id), "deleted", this.parents(state));
  }

  leave(id: string, entry: string | undefined): "held" | "wanted" | undefined {
    return this.entries.leave(this.key(id), entry ?? "");
  }

  elsewhere(id: string): KnownQuay[] {
    return this.entries.elsewhere(this.key(id));
  }

  below(id: string): ResourceKey[] {
    return this.entries.below(this.key(id));
  }

  /** How many of its guarded children this operation deleted in order to replace it. */
  deletedBelow(id: string): number {
    const isReplaced = this.entries.namesOf(this.key(id)).length > 0;
    return isReplaced ? this.entries.deletedBelow(this.key(id), this.resource.guardedChildren ?? []) : 0;
  }

  /** A parent that this operation deleted or created; undefined when the resource itself was too. */
  recreatedParent(id: string, state: Properties): ResourceKey | undefined {
    const { parents, goesWith } = this.resource;
    const [parent] = [
      ...this.entries.anew(this.keysOf(parents(state))),
      ...this.entries.deleted(this.keysOf(goesWith(state))),
    ];
    return parent && this.entries.anew([this.key(id)]).length === 0 ? parent : undefined;
  }

  /** Whether another process deleted or created it or a parent since the last call. */
  hasNews(wanted: Properties): boolean {
    return this.entries.hasNews([this.declaration(wanted), ...this.parents(wanted)]);
  }

  private keysOf(resources: (readonly [kind: string, id: string])[]): ResourceKey[] {
    return resources.map(([kind, id]) => this.keyOf(kind, id));
  }

  private keyOf(kind: string, id: string): ResourceKey {
    const { host, pathname } = new URL(this.settings().url);
    return `${normalizedHost(`${host}${pathname}`)} ${kind} ${id}`;
  }

  /** The key of a declaration, which may not have an id yet. */
  private declaration(values: Properties): ResourceKey {
    const { identity } = this.resource;
    if (identity.type !== "assigned") return this.key(identity.format(values));
    return this.key(`${labelOf(identity, values)} ${this.fingerprint(values)}`);
  }

  /** The values to compare with other declarations; undefined when some are unknown in a preview. */
  private declaredValues(values: Properties): string | undefined {
    if (!this.isStatement) return "";
    const isKnown = Object.keys(this.resource.accepts).every((name) => !isUnknown(values[name]));
    return isKnown ? this.fingerprint(values) : undefined;
  }

  /** A hash, because the values may be secret. */
  private fingerprint(values: Properties): string {
    const all = Object.keys(this.resource.accepts).map((name) => values[name]);
    return createHash("sha256").update(canonicalText(all)).digest("base64url");
  }
}
