import type { CliResult } from "./workspace";
import { isOurs, nameOf } from "./workspace";

type Properties = Record<string, unknown>;

interface Secret {
  plaintext: string;
}

/** Anything that runs the CLI on a stack: a `Story`, a `Directory`. */
interface Runs {
  pulumi(...words: string[]): Promise<CliResult>;
}

const isSecret = (value: unknown): value is Secret => typeof (value as Secret | null)?.plaintext === "string";

/** The outputs of Quay's resources in the state, such as `Robot ci`, with their secrets in plain text. */
export async function shownState(stack: Runs): Promise<Record<string, Properties>> {
  const { text, ok } = await stack.pulumi("stack", "export", "--show-secrets");
  if (!ok) throw new Error(text);
  const { resources = [] } = JSON.parse(text).deployment as {
    resources?: { type: string; urn: string; outputs: Properties }[];
  };
  return Object.fromEntries(resources.filter(isOurs).map((each) => [nameOf(each), opened(each.outputs)]));
}

const opened = (outputs: Properties): Properties =>
  Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [name, isSecret(value) ? JSON.parse(value.plaintext) : value]),
  );
