import { isDeepStrictEqual } from "node:util";
import type { Properties } from "../../provider/lifecycle/definition";
import type { Resource } from "../../provider/lifecycle/resource";
import { resources as kinds } from "../../provider/resources";
import { Expression } from "./literal";

interface Declared {
  kind: string;
  inputs: Properties;
}

/** How deep the references of a kind nest, by which declarations are ordered. */
const depth = (kind: string): number =>
  Math.max(0, ...Object.values(kinds[kind]?.refers ?? {}).map((reference) => depth(reference.kind) + 1));

/** Sorts resources so that each comes after those whose outputs it uses. */
export function inDependencyOrder<Each extends Declared>(found: readonly Each[]): Each[] {
  const names = Object.keys(kinds);
  return [...found].sort((a, b) => depth(a.kind) - depth(b.kind) || names.indexOf(a.kind) - names.indexOf(b.kind));
}

/** The inputs that a program has to state, those that differ from their defaults, in the order of the kind's definition. */
export function statedInputs({ kind, inputs }: Declared): Properties {
  const { accepts } = kinds[kind] as Resource;
  const stated = Object.entries(accepts).filter(
    ([property, accepted]) =>
      inputs[property] !== undefined && !isDeepStrictEqual(accepted.safeParse(undefined).data, inputs[property]),
  );
  return Object.fromEntries(stated.map(([property]) => [property, inputs[property]]));
}

export const isSecret = (kind: string, property: string): boolean =>
  (kinds[kind] as Resource).secrets.includes(property);

/** An output of a resource of the program. */
export interface ReferredOutput {
  kind: string;
  id: string;
  output: string;
}

interface Sources {
  /** The source of another resource's output, where the program has that resource. */
  output(referred: ReferredOutput): string | undefined;
  /** The source of a secret, which the program itself must not hold. */
  secret(property: string, value: unknown): Expression;
}

/** The inputs that a program has to state, with secrets and outputs of other resources as expressions. */
export function argumentsOf(each: Declared & { id: string }, { output, secret }: Sources): Properties {
  const entries = Object.entries(statedInputs(each)).map(([property, value]): [string, unknown] => {
    if (isSecret(each.kind, property)) return [property, secret(property, value)];
    const referred = referredBy(each, property, value);
    const isItself = referred?.kind === each.kind && referred.id === each.id;
    const source = referred && !isItself ? output(referred) : undefined;
    return [property, source === undefined ? value : new Expression(source)];
  });
  return Object.fromEntries(entries);
}

/** The output that a property refers to. */
function referredBy({ kind, inputs }: Declared, property: string, value: unknown): ReferredOutput | undefined {
  const reference = kinds[kind]?.refers[property];
  const id = typeof value === "string" ? reference?.id(value, inputs) : undefined;
  return reference && id !== undefined ? { kind: reference.kind, output: reference.output, id } : undefined;
}

/** A secret that the program reads from the configuration of its stack, an object as JSON. */
export function configSecret(key: string, value: unknown): Expression {
  const as = typeof value === "string" ? "requireSecret" : "requireSecretObject";
  return new Expression(`config.${as}(${JSON.stringify(key)})`);
}
