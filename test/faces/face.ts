export type Properties = Record<string, unknown>;

/** A resource in the engine's state. */
export interface State {
  id: string;
  inputs: Properties;
  outputs: Properties;
  /** Names of the outputs that the state holds encrypted. */
  secrets?: string[];
  /** The hidden output: which entry of the state it is, and of which Quay. */
  origin?: Properties;
}

/** What the engine asks a provider about one kind, in the form in which tests compare it. */
export interface Face {
  check(old: Properties, program: Properties): Promise<Checked>;
  /** Without `changes` the engine compares by itself and shows each property. */
  diff(state: State, inputs: Properties): Promise<Difference>;
  create(inputs: Properties): Promise<State>;
  /** Undefined when it would be dropped from the state. */
  refresh(state: State): Promise<State | undefined>;
  get(id: string): Promise<State>;
  update(state: State, inputs: Properties): Promise<State>;
  delete(state: State): Promise<void>;
}

export interface Checked {
  inputs: Properties;
  /** The property is empty where the engine must not print its value; the reason then begins with its name. */
  failures: { property: string; reason: string }[];
}

export interface Difference {
  changes?: boolean;
  replaces?: string[];
  deleteBeforeReplace?: boolean;
}

/** All outputs, as the state holds them. */
export const stored = ({ outputs, origin }: State): Properties => ({ ...outputs, ...(origin && { __origin: origin }) });

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** The engine stores secrets separately; a provider receives and returns them marked. */
export function withPlainSecrets({ __origin, ...outputs }: Properties): Pick<State, "outputs" | "secrets" | "origin"> {
  const isSecret = (value: unknown): value is { value: unknown } =>
    (value as Properties | null)?.[SIGNATURE] === SECRET;
  const entries = Object.entries(outputs);
  return {
    outputs: Object.fromEntries(entries.map(([name, value]) => [name, isSecret(value) ? value.value : value])),
    secrets: entries.filter(([, value]) => isSecret(value)).map(([name]) => name),
    ...(__origin !== undefined && { origin: __origin as Properties }),
  };
}
