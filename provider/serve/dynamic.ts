import type * as pulumi from "@pulumi/pulumi";
import { check } from "../mould/check";
import { diff } from "../mould/diff";
import { create, read, remove, update } from "../mould/life";
import { HalfDone } from "../mould/sentences";
import type { Properties, Resource } from "../resource";
import { resources } from "../resources";
import { type Access, Connections } from "./connections";
import { sealed } from "./secrets";

const { version } = require("pulumi-quay/package.json") as { version: string };

/** Pulumi kills a provider five seconds after it told it to end. */
const GRACE = 4_000;

const shared = new Connections();
let listening = false;

/** What is under way when the run is interrupted finishes, so that nothing is made that no state knows of. */
function listen(): void {
  if (listening) return;
  listening = true;
  process.once("SIGINT", () => shared.interrupt(GRACE).finally(() => setTimeout(() => process.exit(130), 50)));
}

/**
 * The handlers of a kind, for Pulumi's dynamic provider process. States hold the text that calls this: the name of this
 * function, of its first argument's values, and of the subpath `pulumi-quay/provider` stay for ever.
 */
export function dynamic(kind: string, connections: Connections = shared) {
  const resource = resources[kind] as Resource;
  if (!resource) {
    throw shown(new Error(`pulumi-quay ${version} has no kind ${kind}. Upgrade pulumi-quay in this project.`));
  }
  let access = (): Access => {
    throw new Error("The provider was not configured.");
  };
  const at = (values: Properties, creating = false) => access().to(resource.namespace(values, creating));

  return {
    // Pulumi calls concurrently while it configures: what is needed later is put in place before anything is awaited.
    async configure({ config }: pulumi.dynamic.ConfigureRequest) {
      let known: Access | undefined;
      access = () => (known ??= connections.get((key) => config.get(key)));
      if (connections === shared) listen();
    },

    check: (old: Properties, program: Properties) =>
      telling("", program, async () => check(resource, access().settings, old, program)),

    diff: (_id: string, actual: Properties, wanted: Properties) =>
      telling("", wanted, async () => diff(resource, actual, wanted)),

    create(wanted: Properties) {
      const id = resource.identity.format(wanted);
      return telling(`create ${kind} ${id}`, wanted, async () => {
        const outs = await create(resource, at(wanted, true), wanted);
        return { id, outs: sealed(resource, outs) };
      });
    },

    read: (id: string, state: Properties) =>
      telling(`read ${kind} ${id}`, state, async () => {
        const named = resource.identity.parse(id) ?? {};
        const props = await read(resource, at(named), id, state.__get ? undefined : state);
        if (props) return { id, props: sealed(resource, props), inputs: inputsOf(resource, props) };
        if (state.__get) throw new Error("There is none in Quay.");
        return {};
      }),

    update: (id: string, actual: Properties, wanted: Properties) =>
      telling(`update ${kind} ${id}`, wanted, async () => {
        return { outs: sealed(resource, await update(resource, at(wanted), actual, wanted)) };
      }),

    delete: (id: string, actual: Properties) =>
      telling(`delete ${kind} ${id}`, actual, () => remove(resource, at(actual), actual)),
  };

  /** Does the work, and says what it was when it fails. */
  async function telling<T>(what: string, { __provider }: Properties, work: () => Promise<T>): Promise<T> {
    try {
      return tidy(await work());
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      const message = what ? `Could not ${what}: ${reason}` : reason;
      const failure = shown(new Error(message, { cause }));
      if (!(cause instanceof HalfDone)) throw failure;
      // Of a half-done thing only the reasons are shown; and without its provider it could never be deleted.
      const properties = tidy({ ...sealed(resource, cause.properties), __provider });
      throw Object.assign(failure, { id: resource.identity.format(properties), properties, reasons: [message] });
    }
  }
}

/** What the program would have to say for no change: all that is known, without what is an output only. */
function inputsOf({ accepts, derives, flags }: Resource, props: Properties): Properties {
  const names = [...Object.keys(accepts), ...Object.keys(derives), ...flags];
  return Object.fromEntries(names.filter((name) => name in props).map((name) => [name, props[name]]));
}

/** Pulumi cannot store undefined. */
const tidy = <T>(value: T): T => (value === undefined ? value : JSON.parse(JSON.stringify(value)));

/** Pulumi prints an error and its stack beside the message: a user's mistake needs no stack. */
function shown(error: Error): Error {
  error.stack = error.message;
  error.toString = () => "pulumi-quay";
  return error;
}
