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
  stackTrace?: { sourcePosition?: string }[];
}

const kinds = new Map(
  Object.keys(resources).flatMap((kind): [string, string][] => [
    [typeOf(kind), kind],
    [nativeTypeOf(kind), kind],
  ]),
);

/** The kind of a type of either provider; undefined for types of other packages. */
export const kindOfType = (type: string): string | undefined => kinds.get(type);

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
    const kind = kindOfType(stored.type);
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

/** The nearest position that is in the program itself: classes and the parts of a component are declared in a library. */
function positionOf(stored: StoredEntry | undefined, byUrn: ReadonlyMap<string, StoredEntry>): string | undefined {
  if (!stored) return undefined;
  const frames = [stored.sourcePosition, ...(stored.stackTrace ?? []).map((frame) => frame.sourcePosition)];
  const own = frames.map((frame) => IN_PROGRAM.exec(frame ?? "")).find((found) => found !== null);
  if (own) return `${own[1]}:${own[2]}`;
  return stored.parent === undefined ? undefined : positionOf(byUrn.get(stored.parent), byUrn);
}

/** Below the folder of the project, and not in a package. */
const IN_PROGRAM = /^project:\/\/\/(?!\.\.\/|(?:.*\/)?node_modules\/)(.+)#(\d+)/;
