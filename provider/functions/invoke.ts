import { messageOf } from "../quay/client/errors";
import { masked } from "../quay/client/masking";
import type { Quay } from "../quay/client/quay";
import { faultOf } from "../quay/fault";
import { nearest } from "../quay/nearest";
import type { ProviderFunction, UntypedFunction } from "./function";
import { sharedSnapshot } from "./shared-snapshots";

/** Why a function cannot be called. */
export interface ArgumentFailure {
  /** The argument; empty for a rule across several. */
  property: string;
  reason: string;
}

/** The Quay of a stack or provider, with the token for a namespace. */
interface Access {
  connectionFor(namespace: string | undefined): { quay: Quay };
}

/** What is wrong with the arguments, in the order in which the function declares them. Additional ones are ignored. */
export function argumentFailures(
  { accepts, validate }: Pick<UntypedFunction, "accepts" | "validate">,
  args: object,
): ArgumentFailure[] {
  const given = args as Record<string, unknown>;
  const others = Object.keys(given).filter((name) => !Object.hasOwn(accepts, name));
  const failures = Object.entries(accepts).flatMap(([property, accepted]) => {
    const fault = faultOf(accepted, given[property]);
    if (!fault) return [];
    const near = given[property] === undefined ? nearest(property, others) : undefined;
    return [{ property, reason: near ? `${fault} Is ${near} meant to be it?` : fault }];
  });
  if (failures.length > 0) return failures;
  const reason = validate?.(args);
  return reason ? [{ property: "", reason }] : [];
}

/** Reads with valid arguments. The error's message is for the user and contains no secrets. */
export async function read<Args extends object, Result>(
  definition: Pick<ProviderFunction<Args, Result>, "namespace" | "read">,
  access: Access,
  args: Args,
): Promise<Result> {
  try {
    const { quay } = access.connectionFor(definition.namespace(args));
    return await definition.read(sharedSnapshot(quay), args);
  } catch (cause) {
    throw new Error(masked(messageOf(cause)), { cause });
  }
}

/** Calls a function by its name, with arguments and a result as the package schema describes them. */
export async function invoke(
  functions: Record<string, UntypedFunction>,
  name: string,
  access: Access,
  args: Record<string, unknown>,
): Promise<{ result: Record<string, unknown> } | { failures: ArgumentFailure[] }> {
  const definition = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!definition) throw new Error(`There is no function ${name}.`);
  // Some languages send an argument that was left out as null.
  const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== null));
  const failures = argumentFailures(definition, given);
  if (failures.length > 0) return { failures: failures.map((one) => ({ ...one, reason: masked(one.reason) })) };
  const result = await read(definition, access, given);
  return { result: definition.list ? { [definition.list]: result } : (result as Record<string, unknown>) };
}
