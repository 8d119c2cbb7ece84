import type * as pulumi from "@pulumi/pulumi";
import type { Failure } from "../lifecycle/check";
import type { Properties, Resource } from "../lifecycle/definition";
import { PartialFailure } from "../lifecycle/errors";
import { messageOf } from "../quay/client/errors";
import { masked } from "../quay/client/masking";
import { resources } from "../resources";
import { type Access, Connections } from "./connections";
import { engineAddress, whenGone } from "./engine";
import { handlers } from "./handlers";
import { OwnJournal, SharedJournal } from "./journal";
import { markSecrets } from "./secrets";

const { version } = require("pulumi-quay/package.json") as { version: string };

/** Pulumi kills a provider five seconds after it told it to end. */
const GRACE = 4_000;

const engine = engineAddress();
let shared: Connections | undefined;

/** What all kinds of this provider process have in common: it serves one operation of the engine. */
function ofThisProcess(): Connections {
  shared ??= new Connections(undefined, undefined, engine ? new SharedJournal(engine) : new OwnJournal());
  return shared;
}

let listening = false;

/** What is under way when the run is interrupted finishes, so that nothing is made that no state knows of. */
function listen(connections: Connections): void {
  if (listening) return;
  listening = true;
  const end = () => void connections.interrupt(GRACE).finally(() => setTimeout(() => process.exit(130), 50));
  process.once("SIGINT", end);
  process.once("exit", () => connections.journal.close());
  if (engine) whenGone(engine, end);
}

/**
 * The handlers of a kind, for Pulumi's dynamic provider process. States hold the text that calls this: the name of this
 * function, of its first argument's values, and of the subpath `pulumi-quay/provider` stay for ever.
 */
export function dynamic(kind: string, own?: Connections) {
  const resource = resources[kind] as Resource;
  if (!Object.hasOwn(resources, kind)) {
    throw shown(new Error(`pulumi-quay ${version} has no kind ${kind}. Upgrade pulumi-quay in this project.`));
  }
  const connections = own ?? ofThisProcess();
  let access = (): Access => {
    throw new Error("The provider was not configured.");
  };
  const does = handlers(resource, () => access(), connections);

  return {
    // Pulumi calls concurrently while it configures: what is needed later is put in place before anything is awaited.
    async configure({ config }: pulumi.dynamic.ConfigureRequest) {
      let known: Access | undefined;
      access = () => (known ??= connections.get((key) => config.get(key)));
      if (connections === shared) listen(connections);
    },

    check: (old: Properties, program: Properties) =>
      withErrorContext("", program, async () => {
        const { inputs, failures } = await does.check(old, program);
        return { inputs, failures: failures.map(unnamed) };
      }),

    diff: (id: string, state: Properties, wanted: Properties) =>
      withErrorContext("", wanted, () => does.diff(id, state, wanted)),

    create(wanted: Properties) {
      const id = resource.identity.format(wanted);
      return withErrorContext(`create ${kind} ${id}`, wanted, async () => {
        const { outs } = await does.create(wanted);
        return { id, outs: markSecrets(resource, outs) };
      });
    },

    read: (id: string, state: Properties) =>
      withErrorContext(`read ${kind} ${id}`, state, async () => {
        const found = await does.read(id, state);
        return found
          ? { ...found, props: markSecrets(resource, found.props), inputs: inputsOf(resource, found.props) }
          : {};
      }),

    update: (id: string, state: Properties, wanted: Properties) =>
      withErrorContext(`update ${kind} ${id}`, wanted, async () => {
        const { outs } = await does.update(id, state, wanted);
        return { outs: markSecrets(resource, outs) };
      }),

    delete: (id: string, state: Properties) =>
      withErrorContext(`delete ${kind} ${id}`, state, () => does.delete(id, state)),
  };

  /** Does the work, and says what it was when it fails. */
  async function withErrorContext<T>(what: string, { __provider }: Properties, work: () => Promise<T>): Promise<T> {
    try {
      return tidy(await work());
    } catch (cause) {
      const reason = masked(messageOf(cause));
      if (!what) throw shown(new Error(reason, { cause }));
      const failed = `Could not ${what}`;
      if (!(cause instanceof PartialFailure)) {
        const brief = connections.failures.reason(what.slice(what.indexOf(" ") + 1), reason);
        throw shown(new Error(`${failed}: ${brief}`, { cause }), `${failed}.`);
      }
      const message = `${failed}: ${reason}`;
      // Of a half-done thing only the reasons are shown; and without its provider it could never be deleted.
      const properties = tidy({ ...markSecrets(resource, cause.properties), __provider });
      throw Object.assign(shown(new Error(message, { cause })), {
        id: resource.identity.format(properties),
        properties,
        reasons: [message],
      });
    }
  }
}

/** What the program would have to say for no change: all that is known, without what is an output only. */
function inputsOf({ accepts, derives, flags }: Resource, props: Properties): Properties {
  const names = [...Object.keys(accepts), ...Object.keys(derives), ...flags];
  return Object.fromEntries(names.filter((name) => name in props).map((name) => [name, props[name]]));
}

/** The engine prints the value of a property that is named to it as faulty, also where that is secret. */
const unnamed = ({ property, reason }: Failure) => ({
  property: "",
  reason: property === "" ? reason : `${property.slice(0, 100)}: ${reason}`,
});

/** Pulumi cannot store undefined. */
const tidy = <T>(value: T): T => (value === undefined ? value : JSON.parse(JSON.stringify(value)));

/** Pulumi prints an error and its stack beside the message: a user's mistake needs no stack, and no reason twice. */
function shown(error: Error, beside = error.message): Error {
  error.stack = beside;
  error.toString = () => "pulumi-quay";
  return error;
}
