import { createHash } from "node:crypto";
import { check } from "../lifecycle/check";
import type { Properties, Resource } from "../lifecycle/definition";
import { diff } from "../lifecycle/diff";
import {
  childrenDeletedFirst,
  declaredTwice,
  keptInQuay,
  notMoved,
  PartialFailure,
  recreatedWithParent,
  replacementNotice,
  stillWanted,
  wouldDeleteWanted,
} from "../lifecycle/errors";
import { create, read, remove, restated, update } from "../lifecycle/life";
import { newOrigin, normal, ORIGIN, type Origin, originOf, quayName, renewed } from "../lifecycle/origin";
import { type Hold, nameOf } from "../lifecycle/state-entries";
import { isUnknown } from "../lifecycle/unknown";
import type { QuaySettings } from "../quay/settings";
import type { Access, Connections } from "./connections";

/**
 * What the engine may ask of a kind, on plain properties. The engine makes a new entry of the state before it deletes the old
 * one, and by their names both are the same thing in Quay: so every entry has a name of its own in a hidden output, and
 * what this operation has done with them decides whether a delete is one.
 */
export function handlers(
  resource: Resource,
  access: () => Access,
  { entries, massDeletion, mutex, notice }: Connections,
) {
  const { kind, identity } = resource;
  const statement = resource.onConflict === "idempotent" || resource.onConflict === "reuse";

  const at = (values: Properties, creating = false) => access().to(resource.namespace(values, creating));
  const inThisQuay = (other: string, id: string) => `${addressOf(access().settings)} ${other} ${id}`;
  const thing = (id: string) => inThisQuay(kind, id);
  const within = (values: Properties) => resource.parents(values).map(([other, id]) => inThisQuay(other, id));
  const hold = (id: string, entry: string | undefined, how: Partial<Hold>) =>
    entries.hold(thing(id), entry ?? "", { ...knownBy(access().settings), within: [], ...how });
  // A statement may be made twice, as long as it is the same. What a preview does not know yet may be.
  const said = (values: Properties) => {
    if (!statement) return "";
    return Object.keys(resource.accepts).some((name) => isUnknown(values[name]))
      ? undefined
      : fingerprint(resource, values);
  };

  return {
    async check(old: Properties, program: Properties) {
      const checked = check(resource, access().settings, old, program);
      const { inputs, failures } = checked;
      const named = identity.properties.filter((property) => inputs[property] !== undefined);
      if (failures.length > 0 || named.some((property) => isUnknown(inputs[property]))) return checked;
      const { __logicalName: name } = program;
      if (typeof name !== "string") return checked;
      const id = identity.format(inputs);
      const other = entries.declare(thing(id), name, statement ? said(inputs) : name);
      if (other) failures.push({ property: named.at(-1) ?? "", reason: declaredTwice(resource, id, [other, name]) });
      return checked;
    },

    async diff(id: string, state: Properties, wanted: Properties) {
      await access().same.demandName(originOf(state));
      const difference = diff(resource, access().settings, state, wanted);
      // Without a check before, it is a refresh or a destroy that compares: the program wants nothing.
      const isDeclared = entries.namesOf(thing(identity.format(wanted))).length > 0;
      const isUnnamed = identity.properties.some((property) => isUnknown(wanted[property]));
      if (difference.replaces?.length && (isDeclared || isUnnamed)) notice(replacementNotice(resource, id));
      if (entries.namesOf(thing(id)).length === 0 || identity.format(wanted) !== id) return difference;
      hold(id, originOf(state)?.entry, { within: within(state) });
      const [parent] = entries.anew(within(state));
      if (!parent || difference.replaces?.length || entries.anew([thing(id)]).length > 0) return difference;
      notice(recreatedWithParent(resource, id, nameOf(parent)));
      return { replaces: identity.properties.filter((name) => wanted[name] !== undefined), deleteBeforeReplace: false };
    },

    create(wanted: Properties) {
      const id = identity.format(wanted);
      return mutex.run(thing(id), async () => {
        if (entries.made(thing(id)).some((values) => !values || values !== said(wanted))) {
          throw new Error(declaredTwice(resource, id, entries.namesOf(thing(id))));
        }
        if (entries.hasNews([thing(id), ...within(wanted)])) forget(wanted);
        const origin = newOrigin(access().settings, await access().same.server());
        const made = () => {
          hold(id, origin.entry, { within: within(wanted), made: said(wanted) });
        };
        try {
          const { outs, isNew } = await create(resource, at(wanted, true), wanted, entries.isHeld(thing(id)));
          made();
          if (isNew) entries.changed(thing(id), "made", within(wanted));
          return { id, outs: { ...outs, [ORIGIN]: origin } };
        } catch (cause) {
          if (!(cause instanceof PartialFailure)) entries.want(thing(id));
          else made();
          throw withOrigin(cause, origin);
        }
      });
    },

    async read(id: string, state: Properties) {
      const named = identity.parse(id) ?? {};
      const { same, settings } = access();
      const get = state.__get === true;
      const known = get ? undefined : originOf(state);
      const look = () => read(resource, at(named), id, get ? undefined : state);
      if (await same.isMove(known)) {
        if (!(await look())) throw new Error(notMoved(resource, id));
        const origin = renewed(known, settings, await same.server());
        return { id, props: { ...restated(resource, settings, state), [ORIGIN]: origin } };
      }
      await same.demand(known);
      const origin = renewed(known, settings, await same.server());
      const props = get ? await look() : await massDeletion.judge(statement, look);
      if (!props && get) throw new Error("There is none in Quay.");
      if (!props) return undefined;
      if (get) hold(id, origin.entry, { reads: true });
      return { id, props: { ...props, [ORIGIN]: origin } };
    },

    update(id: string, state: Properties, wanted: Properties) {
      return mutex.run(thing(id), async () => {
        const known = originOf(state);
        await access().same.demand(known);
        const origin = renewed(known, access().settings, await access().same.server());
        hold(id, origin.entry, { within: within(wanted) });
        try {
          return { outs: { ...(await update(resource, at(wanted), state, wanted)), [ORIGIN]: origin } };
        } catch (cause) {
          throw withOrigin(cause, origin);
        }
      });
    },

    delete(id: string, state: Properties) {
      return mutex.run(thing(id), async () => {
        const origin = originOf(state);
        await access().same.demand(origin);
        const reason = entries.leave(thing(id), origin?.entry ?? "");
        try {
          if (reason === "held" || (await isHeldElsewhere(id))) return notice(keptInQuay(resource, id, state));
          if (reason === "wanted") throw new Error(stillWanted(resource, id));
          const below = resource.retainReason?.(state) ? [] : entries.below(thing(id)).map(nameOf);
          if (below.length > 0) throw new Error(wouldDeleteWanted(resource, id, below));
          const replaced = entries.namesOf(thing(id)).length > 0;
          const emptied = replaced ? entries.deletedBelow(thing(id), resource.guardedChildren ?? []) : 0;
          if (emptied > 0 && !state.forceDelete) throw new Error(childrenDeletedFirst(resource, id, emptied));
          const gone = await remove(resource, at(state), state);
          if (gone) entries.changed(thing(id), "deleted", within(state));
        } catch (cause) {
          hold(id, origin?.entry, {});
          throw cause;
        }
      });
    },
  };

  /** Another process deleted or made it, or what it is in: what this one knows of it is of before. */
  function forget(values: Properties): void {
    const { seen } = at(values, true);
    for (const parent of resource.parents(values)) seen.forgetUnder(parent);
    seen.of(resource.observe).forget(values);
  }

  /** Another provider of the program may know the same Quay by another address. */
  async function isHeldElsewhere(id: string): Promise<boolean> {
    for (const known of entries.elsewhere(thing(id))) if (await access().same.isAlso(known)) return true;
    return false;
  }
}

/** Where the Quay is, which all providers with that address share, whatever they call it. */
const addressOf = ({ url }: QuaySettings) => normal(`${new URL(url).host}${new URL(url).pathname}`);

const knownBy = (settings: QuaySettings) => ({ quay: quayName(settings), url: settings.url });

/** Tells values from others, and tells nobody what they are. */
function fingerprint({ accepts }: Resource, inputs: Properties): string {
  const values = Object.keys(accepts).map((name) => inputs[name]);
  return createHash("sha256").update(JSON.stringify(values)).digest("base64url");
}

/** Of what is half done the properties are kept. */
function withOrigin(cause: unknown, origin: Origin): unknown {
  if (!(cause instanceof PartialFailure)) return cause;
  return new PartialFailure({ ...cause.properties, [ORIGIN]: origin }, cause.cause);
}
