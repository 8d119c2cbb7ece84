import { pending } from "../lifecycle/apply-changes";
import { check, type Declaration, derived, withDerivedId } from "../lifecycle/check";
import { create } from "../lifecycle/create";
import type { Properties } from "../lifecycle/definition";
import { remove } from "../lifecycle/delete";
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
  takenByAnother,
  wouldDeleteWanted,
} from "../lifecycle/errors";
import { missingFeature, needsFeatures } from "../lifecycle/features";
import { labelOf } from "../lifecycle/identity";
import { KindEntries } from "../lifecycle/kind-entries";
import { list } from "../lifecycle/list";
import { newOrigin, ORIGIN, type Origin, originOf, renewed } from "../lifecycle/origin";
import { inputsOf, recomputed } from "../lifecycle/outputs";
import { foreseen } from "../lifecycle/preview";
import { read } from "../lifecycle/read";
import type { Resource } from "../lifecycle/resource";
import { nameOf } from "../lifecycle/state-entries";
import { isUnknown } from "../lifecycle/unknown";
import { update } from "../lifecycle/update";
import { masked } from "../quay/client/masking";
import type { Access, Connections } from "./connections";
import { withErrorContext } from "./failure";
import { keepSecrets } from "./secrets";

/** A resource as it is stored in the state. */
export interface Managed {
  id: string;
  state: Properties;
  inputs: Properties;
}

/**
 * The provider operations of a kind, on plain properties; every failure is a HandlerFailure. In a rename or replacement the engine
 * creates the new state entry before it deletes the old one, and both may be the same resource in Quay. So each entry has an id
 * of its own in a hidden output, and the record of this operation decides whether a delete really deletes in Quay.
 */
export function handlers(resource: Resource, access: () => Access, connections: Connections) {
  const { kind, identity } = resource;
  const { driftAuthors, massDeletion, mutex, notice, failures: repeated } = connections;
  const entries = new KindEntries(resource, connections.entries, () => access().settings);
  const connectionFor = (values: Properties, creating = false) =>
    access().connectionFor(resource.namespace(values, creating));
  const withContext = <T>(action: string, name: string, given: Properties[], work: () => Promise<T>) => {
    keepSecrets(resource, ...given);
    return withErrorContext(resource, repeated, { action, object: `${kind} ${name}` }, work);
  };

  return {
    check: (old: Properties, program: Properties, declaration: Declaration) =>
      withErrorContext(resource, repeated, undefined, async () => {
        keepSecrets(resource, program);
        const { inputs, failures: found } = check(resource, access().settings, old, program, declaration);
        const failures = found.map(({ property, reason }) => ({ property, reason: masked(reason) }));
        const checked = { inputs, failures };
        const named = identity.properties.filter((property) => inputs[property] !== undefined);
        const off = failures.length === 0 && (await featureOff(inputs));
        if (off) return { inputs, failures: [off] };
        if (failures.length > 0 || named.some((property) => isUnknown(inputs[property]))) return checked;
        const { name } = declaration;
        const other = name !== undefined && entries.declare(inputs, name);
        if (!other) return checked;
        const reason = declaredTwice(resource, identity.format(inputs), [other, name]);
        return { inputs, failures: [{ property: named.at(-1) ?? "", reason }] };
      }),

    diff: (id: string, state: Properties, program: Properties) =>
      withErrorContext(resource, repeated, undefined, async () => {
        const wanted = withDerivedId(resource, program, access().settings);
        await access().originCheck.requireName(originOf(state));
        const difference = diff(resource, access().settings, state, wanted);
        const isReplaced = difference.replaces.length > 0;
        // Without a preceding check this is a refresh or destroy, where the program declares nothing.
        const isUnnamed = identity.properties.some((property) => isUnknown(wanted[property]));
        const isProgram = isUnnamed || entries.namesOf(wanted).length > 0;
        if (isReplaced && isProgram) notice(replacementNotice(resource, id));
        const known = { ...derived(resource, wanted, access().settings), ...wanted };
        const caution = !isReplaced && isProgram && pending(resource, known, state) && resource.caution?.(known, state);
        if (caution) notice(caution);
        if (!entries.isDeclared(id, wanted)) return difference;
        entries.hold(id, originOf(state)?.entry, { within: entries.parents(state) });
        const parent = isReplaced ? undefined : entries.recreatedParent(id, state);
        if (!parent) return difference;
        notice(recreatedWithParent(resource, id, nameOf(parent)));
        const replaces = identity.properties.filter((name) => wanted[name] !== undefined && name in resource.accepts);
        return { ...difference, replaces, deleteBeforeReplace: false };
      }),

    /** The state after a create or, with a state, an update, as far as a preview knows it. */
    preview: (wanted: Properties, state: Properties | undefined, outputs: readonly string[]) =>
      withErrorContext(resource, repeated, undefined, async () => {
        return foreseen(resource, access().settings, wanted, state, outputs);
      }),

    list: (query: Properties) =>
      withErrorContext(resource, repeated, undefined, () => list(resource, connectionFor(query), query)),

    create: async (program: Properties): Promise<Managed> => {
      const wanted = withDerivedId(resource, program, access().settings);
      return withContext("create", labelOf(identity, wanted), [wanted], () =>
        mutex.run(entries.serialKey(wanted), async () => {
          if (entries.isCreatedWithOtherValues(wanted)) {
            throw new Error(declaredTwice(resource, identity.format(wanted), entries.namesOf(wanted)));
          }
          if (entries.hasNews(wanted)) forget(wanted);
          const origin = newOrigin(access().settings, await access().originCheck.server());
          const isHeld = (id: string) => entries.isHeld(id);
          try {
            const { state, isNew } = await create(resource, connectionFor(wanted, true), wanted, isHeld);
            const id = identity.format(state);
            if (identity.type === "assigned" && isHeld(id)) throw new Error(takenByAnother(resource, id));
            entries.created(id, origin.entry, wanted, isNew);
            return { id, state: { ...state, [ORIGIN]: origin }, inputs: wanted };
          } catch (cause) {
            if (!(cause instanceof PartialFailure)) entries.notCreated(wanted);
            else entries.created(identity.format(cause.properties), origin.entry, wanted, false);
            throw withOrigin(cause, origin);
          }
        }),
      );
    },

    /** Undefined when it does not exist. For a `.get`, which has no state, a missing resource is a failure. */
    read: (
      id: string,
      state?: Properties,
      { isImport = false, fromLists = false, hidden = [] as Iterable<string> } = {},
    ): Promise<Managed | undefined> =>
      withContext("read", id, state ? [state] : [], async () => {
        const named = identity.parse(id) ?? {};
        const { originCheck: same, settings } = access();
        const found = (values: Properties, origin: Origin): Managed => {
          return { id, state: { ...values, [ORIGIN]: origin }, inputs: inputsOf(resource, values) };
        };
        const readNow = () => read(resource, connectionFor(named), id, { known: state, isImport, fromLists });
        const known = state && originOf(state);
        if (state && (await same.isMove(known))) {
          if (!(await readNow())) throw new Error(notMoved(resource, id));
          return found(recomputed(resource, settings, state), renewed(known, settings, await same.server()));
        }
        await same.requireOrigin(known);
        const origin = renewed(known, settings, await same.server());
        const values = state ? await massDeletion.judge(entries.isStatement, readNow) : await readNow();
        if (state && settings.drift !== false)
          await driftAuthors.tell(resource, connectionFor(named), { id, state, found: values, hidden });
        if (!values && !state && !isImport) throw new Error("There is none in Quay.");
        if (!state && values)
          entries.hold(id, origin.entry, isImport ? { within: entries.parents(values) } : { reads: true });
        return values && found(values, origin);
      }),

    update: (id: string, state: Properties, program: Properties): Promise<Managed> =>
      withContext("update", id, [state, program], () =>
        mutex.run(entries.key(id), async () => {
          const wanted = withDerivedId(resource, program, access().settings);
          const known = originOf(state);
          await access().originCheck.requireOrigin(known);
          const origin = renewed(known, access().settings, await access().originCheck.server());
          entries.hold(id, origin.entry, { within: entries.parents(wanted) });
          try {
            const values = await update(resource, connectionFor(wanted), state, wanted);
            return { id, state: { ...values, [ORIGIN]: origin }, inputs: wanted };
          } catch (cause) {
            throw withOrigin(cause, origin);
          }
        }),
      ),

    delete: (id: string, state: Properties): Promise<void> =>
      withContext("delete", id, [state], () =>
        mutex.run(entries.key(id), async () => {
          const origin = originOf(state);
          await access().originCheck.requireOrigin(origin);
          const reason = entries.leave(id, origin?.entry);
          try {
            if (reason === "held" || (await isHeldElsewhere(id))) return notice(keptInQuay(resource, id, state));
            if (reason === "wanted") throw new Error(stillWanted(resource, id));
            const below = resource.retainReason?.(state) ? [] : entries.below(id).map(nameOf);
            if (below.length > 0) throw new Error(wouldDeleteWanted(resource, id, below));
            const emptied = entries.deletedBelow(id);
            const obstacle =
              isDeclared(state) && (await resource.irreplaceable?.(state, connectionFor(state).snapshot));
            if (obstacle) throw new Error(`It is to be replaced, and could not be made anew. ${obstacle}`);
            if (emptied > 0 && !state.forceDelete) throw new Error(childrenDeletedFirst(resource, id, emptied));
            if (await remove(resource, connectionFor(state), state)) entries.deleted(id, state);
          } catch (cause) {
            entries.hold(id, origin?.entry, {});
            throw cause;
          }
        }),
      ),
  };

  /** What a preview says when Quay has a feature switched off that these values need. */
  async function featureOff(values: Properties) {
    if (!needsFeatures(resource, values)) return undefined;
    const config = await access().capabilities.beforehand();
    return config && missingFeature(resource, config, values);
  }

  /** Whether the program declares it, so that a delete is a part of a replacement. */
  function isDeclared(values: Properties): boolean {
    return entries.namesOf(values).length > 0;
  }

  /** Another process deleted or created the resource or a parent, so what this process has cached is outdated. */
  function forget(values: Properties): void {
    const { snapshot } = connectionFor(values, true);
    for (const parent of [...resource.parents(values), ...resource.goesWith(values)]) snapshot.forgetUnder(parent);
    snapshot.of(resource.observe).forget(values);
  }

  /** Another provider of the program may use the same Quay under another URL. */
  async function isHeldElsewhere(id: string): Promise<boolean> {
    for (const known of entries.elsewhere(id)) if (await access().originCheck.isSameQuay(known)) return true;
    return false;
  }
}

/** Adds the origin to the state of a partial failure. */
function withOrigin(cause: unknown, origin: Origin): unknown {
  if (!(cause instanceof PartialFailure)) return cause;
  return new PartialFailure({ ...cause.properties, [ORIGIN]: origin }, cause.cause);
}
