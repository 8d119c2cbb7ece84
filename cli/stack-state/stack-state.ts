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
  /** File and line of the program that declares it, or the component above it, for example `index.ts:12`, where the state tells. */
  position?: string;
}

interface StoredEntry {
  urn: string;
  type: string;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  parent?: string;
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

/** The same; where there is no project, no current stack or no Pulumi CLI, and none is required, nothing. */
export async function stackIfAny({
  stack,
  required = false,
}: {
  stack?: string;
  required?: boolean;
}): Promise<StackEntry[]> {
  return stackState({ stack }).catch((error: Error) => {
    if (!required && NO_STACK.test(error.message)) return [];
    throw error;
  });
}

const NO_STACK =
  /no Pulumi\.yaml project file|no stack selected|no current stack|no pulumi on the PATH|PULUMI_ACCESS_TOKEN must be set for login/i;

/** `pulumi stack export`, as text. */
export const exportStack = ({ stack }: { stack?: string } = {}): Promise<string> =>
  pulumi(["stack", "export", ...(stack ? ["--stack", stack] : [])]);

/** The resources of Quay in an exported state, without those that Pulumi has yet to delete. */
export function entriesOf(exported: string): StackEntry[] {
  const { deployment } = JSON.parse(exported) as { deployment?: { resources?: StoredEntry[] } };
  const all = deployment?.resources ?? [];
  const byUrn = new Map(all.map((stored) => [stored.urn, stored]));
  return all.flatMap((stored) => {
    const kind = kindOf.get(stored.type);
    if (!kind || stored.id === undefined || stored.delete) return [];
    const { urn, id, inputs = {}, outputs = {} } = stored;
    const position = positionOf(stored, byUrn);
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
        ...(position && { position }),
      },
    ];
  });
}

/** The nearest position that is in the program itself; the parts of a component are declared in a library. */
function positionOf(stored: StoredEntry | undefined, byUrn: ReadonlyMap<string, StoredEntry>): string | undefined {
  if (!stored) return undefined;
  const [, file = "", line] = /^project:\/\/\/(.+)#(\d+)/.exec(stored.sourcePosition ?? "") ?? [];
  if (file && !file.startsWith("../") && !file.includes("node_modules/")) return `${file}:${line}`;
  return stored.parent === undefined ? undefined : positionOf(byUrn.get(stored.parent), byUrn);
}
