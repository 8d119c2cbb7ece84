import { type Origin, originOf } from "../../provider/lifecycle/origin";
import { resources } from "../../provider/resources";
import { nativeTypeOf, typeOf } from "../../provider/serve/stored";
import { pulumi } from "../pulumi";

/** A resource of Quay in the state of a stack. */
export interface StackEntry {
  kind: string;
  /** The id in Quay, for example `acme/web`. */
  id: string;
  urn: string;
  /** The logical name. */
  name: string;
  /** Whether it is one of the plugin. */
  isNative: boolean;
  /** Whether the stack only reads it, as with `.get`. */
  isRead: boolean;
  /** Secrets are encrypted objects. */
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
  /** Which Quay it is in; undefined in states of version 0.1.0. */
  origin?: Origin;
  /** File and line of the program, for example `index.ts:12`; undefined when the state does not hold it. */
  position?: string;
}

interface StoredEntry {
  urn: string;
  type: string;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  external?: boolean;
  delete?: boolean;
  sourcePosition?: string;
}

const kindOf = new Map(
  Object.keys(resources).flatMap((kind): [string, string][] => [
    [typeOf(kind), kind],
    [nativeTypeOf(kind), kind],
  ]),
);

/** The resources of Quay in a stack, the current one by default. Fails with Pulumi's message when there is no such stack. */
export async function stackState({ stack }: { stack?: string } = {}): Promise<StackEntry[]> {
  return entriesOf(await exportStack({ stack }));
}

/** `pulumi stack export`, as text. */
export const exportStack = ({ stack }: { stack?: string } = {}): Promise<string> =>
  pulumi(["stack", "export", ...(stack ? ["--stack", stack] : [])]);

/** The resources of Quay in an exported state, without those that Pulumi has yet to delete. */
export function entriesOf(exported: string): StackEntry[] {
  const { deployment } = JSON.parse(exported) as { deployment?: { resources?: StoredEntry[] } };
  return (deployment?.resources ?? []).flatMap((stored) => {
    const kind = kindOf.get(stored.type);
    if (!kind || stored.id === undefined || stored.delete) return [];
    const { urn, id, inputs = {}, outputs = {}, sourcePosition } = stored;
    const position = /([^/]+)#(\d+)/.exec(sourcePosition ?? "");
    return [
      {
        kind,
        id,
        urn,
        name: urn.split("::").slice(3).join("::"),
        isNative: stored.type === nativeTypeOf(kind),
        isRead: stored.external === true,
        inputs,
        outputs,
        ...(originOf(outputs) && { origin: originOf(outputs) }),
        ...(position && { position: `${position[1]}:${position[2]}` }),
      },
    ];
  });
}
