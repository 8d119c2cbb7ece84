import type * as pulumi from "@pulumi/pulumi";
import type { Failure } from "../lifecycle/check";
import type { Properties, Resource } from "../lifecycle/definition";
import { resources } from "../resources";
import { type Access, Connections } from "./connections";
import { engineAddress, whenGone } from "./engine";
import { HandlerFailure } from "./failure";
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
    throw plain(new Error(`pulumi-quay ${version} has no kind ${kind}. Upgrade pulumi-quay in this project.`));
  }
  const connections = own ?? ofThisProcess();
  let access = (): Access => {
    throw new Error("The provider was not configured.");
  };
  const does = handlers(resource, () => access(), connections);
  const sealed = (values: Properties) => tidy(markSecrets(resource, values));

  return {
    // Pulumi calls concurrently while it configures: what is needed later is put in place before anything is awaited.
    async configure({ config }: pulumi.dynamic.ConfigureRequest) {
      let known: Access | undefined;
      access = () => (known ??= connections.get((key) => config.get(key)));
      if (connections === shared) listen(connections);
    },

    check: (old: Properties, program: Properties) =>
      shown(program, async () => {
        const { inputs, failures } = await does.check(old, program);
        return { inputs: sealed(inputs), failures: failures.map(unnamed) };
      }),

    diff: (id: string, state: Properties, wanted: Properties) => shown(wanted, () => does.diff(id, state, wanted)),

    create: (wanted: Properties) =>
      shown(wanted, async () => {
        const { id, state } = await does.create(wanted);
        return { id, outs: sealed(state) };
      }),

    read: (id: string, { __get, ...state }: Properties) =>
      shown(state, async () => {
        const found = await does.read(id, __get === true ? undefined : state);
        return found ? { id, props: sealed(found.state), inputs: sealed(found.inputs) } : {};
      }),

    update: (id: string, state: Properties, wanted: Properties) =>
      shown(wanted, async () => ({ outs: sealed((await does.update(id, state, wanted)).state) })),

    delete: (id: string, state: Properties) => shown(state, () => does.delete(id, state)),
  };

  /** Failures as Pulumi shows them. Of a half-done thing only the reasons are; and without its provider it could never be deleted. */
  async function shown<T>({ __provider }: Properties, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (failure) {
      if (!(failure instanceof HandlerFailure)) throw failure;
      const { message, summary, cause, partial } = failure;
      const error = plain(new Error(message, { cause }), summary);
      if (!partial) throw error;
      const properties = tidy({ ...markSecrets(resource, partial.state), __provider });
      throw Object.assign(error, { id: partial.id, properties, reasons: [message] });
    }
  }
}

/** The engine prints the value of a property that is named to it as faulty, also where that is secret. */
const unnamed = ({ property, reason }: Failure) => ({
  property: "",
  reason: property === "" ? reason : `${property.slice(0, 100)}: ${reason}`,
});

/** Pulumi cannot store undefined. */
const tidy = <T>(value: T): T => (value === undefined ? value : JSON.parse(JSON.stringify(value)));

/** Pulumi prints an error and its stack beside the message: a user's mistake needs no stack, and no reason twice. */
function plain(error: Error, beside = error.message): Error {
  error.stack = beside;
  error.toString = () => "pulumi-quay";
  return error;
}
