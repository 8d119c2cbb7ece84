import { createHash } from "node:crypto";
import { check } from "../mould/check";
import { diff } from "../mould/diff";
import { create, read, remove, restated, update } from "../mould/life";
import { newOrigin, ORIGIN, type Origin, originOf, quayName, renewed } from "../mould/origin";
import { declaredTwice, HalfDone, letGo, stillWanted, takesAlong, wentAlong } from "../mould/sentences";
import { isUnknown } from "../mould/unknown";
import type { Properties, Resource } from "../resource";
import type { Access, Connections } from "./connections";

/**
 * What the engine may ask of a kind, on plain properties. The engine makes a new entry of the state before it deletes the old
 * one, and by their names both are the same thing in Quay: so every entry has a name of its own in a hidden output, and
 * what this operation has done with them decides whether a delete is one.
 */
export function handlers(resource: Resource, access: () => Access, { entries, losses, turns, notice }: Connections) {
  const { kind, identity } = resource;
  const statement = resource.exists === "statement" || resource.exists === "shared";

  const at = (values: Properties, creating = false) => access().to(resource.namespace(values, creating));
  const inThisQuay = (other: string, id: string) => `${quayName(access().settings)} ${other} ${id}`;
  const thing = (id: string) => inThisQuay(kind, id);
  const within = (values: Properties) => resource.within(values).map(([other, id]) => inThisQuay(other, id));
  const hold = (id: string, origin: Origin | undefined, values: Properties, made?: string) =>
    entries.hold(thing(id), origin?.entry ?? "", within(values), made);
  // A statement may be made twice, as long as it is the same.
  const said = (values: Properties) => (statement ? fingerprint(resource, values) : "");

  return {
    async check(old: Properties, program: Properties) {
      const checked = check(resource, access().settings, old, program);
      const { inputs, failures } = checked;
      const named = identity.properties.filter((property) => inputs[property] !== undefined);
      if (failures.length > 0 || named.some((property) => isUnknown(inputs[property]))) return checked;
      const { __logicalName: name } = program;
      if (typeof name !== "string") return checked;
      const id = identity.format(inputs);
      const [other] = entries.declare(thing(id), name, said(inputs) || name);
      if (other) failures.push({ property: named.at(-1) ?? "", reason: declaredTwice(resource, id, [other, name]) });
      return checked;
    },

    async diff(id: string, state: Properties, wanted: Properties) {
      await access().same.demandName(originOf(state));
      const difference = diff(resource, state, wanted);
      // Without a check before, it is a refresh or a destroy that compares: the program wants nothing.
      const declared = entries.namesOf(thing(id)).length > 0;
      if (declared && identity.format(wanted) === id) {
        hold(id, originOf(state), state);
        const [parent] = entries.gone(within(state));
        if (parent && !entries.gone([thing(id)])[0]) notice(wentAlong(resource, id, parent));
      }
      return difference;
    },

    create(wanted: Properties) {
      const id = identity.format(wanted);
      return turns.do(thing(id), async () => {
        if (entries.made(thing(id)).some((values) => !values || values !== said(wanted))) {
          throw new Error(declaredTwice(resource, id, entries.namesOf(thing(id))));
        }
        const origin = newOrigin(access().settings, await access().same.server());
        try {
          const made = await create(resource, at(wanted, true), wanted);
          hold(id, origin, made, said(wanted));
          return { id, outs: { ...made, [ORIGIN]: origin } };
        } catch (cause) {
          if (!(cause instanceof HalfDone)) entries.want(thing(id));
          else hold(id, origin, cause.properties, said(wanted));
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
        if (!(await look()))
          throw new Error("There is none in this Quay, so it can hardly be the same under a new name.");
        const origin = renewed(known, settings, await same.server());
        return { id, props: { ...restated(resource, settings, state), [ORIGIN]: origin } };
      }
      await same.demand(known);
      const origin = renewed(known, settings, await same.server());
      const props = get ? await look() : await losses.judge(statement, look);
      if (!props && get) throw new Error("There is none in Quay.");
      if (!props) return undefined;
      if (get) entries.hold(thing(id), origin.entry, []);
      return { id, props: { ...props, [ORIGIN]: origin } };
    },

    update(id: string, state: Properties, wanted: Properties) {
      return turns.do(thing(id), async () => {
        const known = originOf(state);
        await access().same.demand(known);
        const origin = renewed(known, access().settings, await access().same.server());
        hold(id, origin, wanted);
        try {
          return { outs: { ...(await update(resource, at(wanted), state, wanted)), [ORIGIN]: origin } };
        } catch (cause) {
          throw withOrigin(cause, origin);
        }
      });
    },

    delete(id: string, state: Properties) {
      return turns.do(thing(id), async () => {
        const origin = originOf(state);
        await access().same.demand(origin);
        const reason = entries.leave(thing(id), origin?.entry ?? "");
        if (reason === "held") return notice(letGo(resource, id));
        try {
          if (reason === "wanted") throw new Error(stillWanted(resource, id));
          const below = entries.below(thing(id));
          if (below.length > 0) throw new Error(takesAlong(resource, id, below));
          await remove(resource, at(state), state);
          entries.deleted(thing(id));
        } catch (cause) {
          hold(id, origin, state);
          throw cause;
        }
      });
    },
  };
}

/** Tells values from others, and tells nobody what they are. */
function fingerprint({ accepts }: Resource, inputs: Properties): string {
  const values = Object.keys(accepts).map((name) => inputs[name]);
  return createHash("sha256").update(JSON.stringify(values)).digest("base64url");
}

/** Of what is half done the properties are kept. */
function withOrigin(cause: unknown, origin: Origin): unknown {
  if (!(cause instanceof HalfDone)) return cause;
  return new HalfDone({ ...cause.properties, [ORIGIN]: origin }, cause.cause);
}
