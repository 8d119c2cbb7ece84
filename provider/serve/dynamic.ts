import type * as pulumi from "@pulumi/pulumi";
import type { Failure } from "../lifecycle/check";
import type { Properties } from "../lifecycle/definition";
import { freeTexts } from "../lifecycle/drift/changes";
import { unsent } from "../lifecycle/outputs";
import type { Resource } from "../lifecycle/resource";
import { resources } from "../resources";
import { type Access, Connections } from "./connections";
import { engineAddress, whenGone } from "./engine";
import { HandlerFailure } from "./failure";
import { handlers } from "./handlers";
import { withoutHidden } from "./hidden-inputs";
import { OwnJournal, SharedJournal } from "./journal";
import { markSecrets } from "./secrets";

const { version } = require("pulumi-quay/package.json") as { version: string };

/** Pulumi kills a provider five seconds after it asked it to shut down. */
const SHUTDOWN_GRACE = 4_000;

const engine = engineAddress();
let shared: Connections | undefined;

/** The connections that all kinds in this process share. A provider process serves a single engine operation. */
function processConnections(): Connections {
  shared ??= new Connections(undefined, undefined, engine ? new SharedJournal(engine) : new OwnJournal());
  return shared;
}

let isListening = false;

/** On an interrupt, requests in flight are completed, so that no created resource is missing in the state. */
function shutDownOnInterrupt(connections: Connections): void {
  if (isListening) return;
  isListening = true;
  const shutDown = () =>
    void connections.interrupt(SHUTDOWN_GRACE).finally(() => setTimeout(() => process.exit(130), 50));
  process.once("SIGINT", shutDown);
  process.once("exit", () => connections.journal.close());
  if (engine) whenGone(engine, shutDown);
}

/**
 * The handlers of a kind, for Pulumi's dynamic provider process. States contain code that calls this function, so its name, the
 * names of kinds and the subpath `pulumi-quay/provider` must never change.
 */
export function dynamic(kind: string, own?: Connections) {
  const resource = resources[kind] as Resource;
  if (!Object.hasOwn(resources, kind)) {
    throw withoutStack(new Error(`pulumi-quay ${version} has no kind ${kind}. Upgrade pulumi-quay in this project.`));
  }
  const connections = own ?? processConnections();
  let access = (): Access => {
    throw new Error("The provider was not configured.");
  };
  const handler = handlers(resource, () => access(), connections);
  const withSecrets = (values: Properties) => withoutUndefined(markSecrets(resource, values));

  return {
    // Pulumi calls other handlers while this one is pending, so everything has to be set before the first await.
    async configure({ config }: pulumi.dynamic.ConfigureRequest) {
      let known: Access | undefined;
      access = () => (known ??= connections.get((key) => config.get(key)));
      if (connections === shared) shutDownOnInterrupt(connections);
    },

    check: (old: Properties, given: Properties) =>
      reportFailures(given, async () => {
        const { program, declaration } = withoutHidden(given);
        const { inputs, failures } = await handler.check(old, program, declaration);
        return { inputs: withSecrets(inputs), failures: failures.map(withoutProperty) };
      }),

    diff: (id: string, state: Properties, wanted: Properties) =>
      reportFailures(wanted, async () => {
        const { changed, recomputed, replaces, deleteBeforeReplace } = await handler.diff(id, state, wanted);
        // Without its code, as after a life under the plugin, a resource could be neither refreshed nor deleted. An update adds it.
        const lacksCode = wanted.__provider !== undefined && state.__provider === undefined;
        if (changed.length + replaces.length === 0) return { changes: recomputed.length > 0 || lacksCode };
        // The engine compares with the inputs of the program that adopted it, where what was not sent is the same.
        if (state.__unsent === true) return { changes: true, replaces, deleteBeforeReplace };
        // Only without `changes` does the engine compare by itself and show the difference of each property.
        return { replaces, deleteBeforeReplace };
      }),

    create: (wanted: Properties) =>
      reportFailures(wanted, async () => {
        const { id, state } = await handler.create(wanted);
        // Credentials that were not sent, since what existed was taken over as it is.
        const isUnsent = unsent(resource, wanted, state).length > 0;
        return { id, outs: withSecrets({ ...state, ...(isUnsent && { __unsent: true }) }) };
      }),

    read: (id: string, { __get, ...state }: Properties) =>
      reportFailures(state, async () => {
        // The engine does not tell dynamic providers what the program marks as secret.
        const hidden = freeTexts(resource);
        const found = await handler.read(id, __get === true ? undefined : state, { hidden });
        return found ? { id, props: withSecrets(found.state), inputs: withSecrets(found.inputs) } : {};
      }),

    update: (id: string, { __unsent, ...state }: Properties, wanted: Properties) =>
      reportFailures(wanted, async () => ({ outs: withSecrets((await handler.update(id, state, wanted)).state) })),

    delete: (id: string, state: Properties) => reportFailures(state, () => handler.delete(id, state)),
  };

  /**
   * Converts failures to what Pulumi shows. Of a partial failure it shows only `reasons`. Its properties need `__provider`, without
   * which the resource could never be deleted.
   */
  async function reportFailures<T>({ __provider }: Properties, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (failure) {
      if (!(failure instanceof HandlerFailure)) throw failure;
      const { message, summary, cause, partial } = failure;
      const error = withoutStack(new Error(message, { cause }), summary);
      if (!partial) throw error;
      const properties = withoutUndefined({ ...markSecrets(resource, partial.state), __provider });
      throw Object.assign(error, { id: partial.id, properties, reasons: [message] });
    }
  }
}

/** The engine prints the value of a failing property even if it is secret, so the name goes into the message instead. */
const withoutProperty = ({ property, reason }: Failure) => ({
  property: "",
  reason: property === "" ? reason : `${property.slice(0, 100)}: ${reason}`,
});

/** Pulumi cannot serialize undefined. */
const withoutUndefined = <T>(value: T): T => (value === undefined ? value : JSON.parse(JSON.stringify(value)));

/** Pulumi prints an error's text and stack next to its message; a user error needs neither. */
function withoutStack(error: Error, beside = error.message): Error {
  error.stack = beside;
  error.toString = () => "pulumi-quay";
  return error;
}
