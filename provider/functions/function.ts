import type { z } from "zod";
import type { Snapshot } from "../snapshot";

/** A function of the package: it reads from Quay and manages nothing. Its doc comment is its description in schema.json. */
export interface ProviderFunction<Args extends object, Result> {
  /** Its name, for example `getTag`. The interface of its arguments, if it has any, is called `GetTagArgs`. */
  name: string;
  /** A zod schema for each argument. */
  accepts: { [Name in keyof Args]-?: z.ZodType };
  /** A rule across several arguments: what is wrong with them. Called when each of them is valid by itself. */
  validate?(args: Args): string | undefined;
  /** The namespace whose token is used; undefined for the token of the stack. */
  namespace(args: Args): string | undefined;
  /** The interface of the result, or of each entry when the result is a list. */
  result: string;
  /** In a package schema a result is an object, so a list is in this property of it. */
  list?: string;
  /** Properties of the result, or of each entry of a list, that are secret. The whole list is secret then. */
  secrets?: readonly (keyof (Result extends readonly (infer Entry)[] ? Entry : Result) & string)[];
  /** Fails when there is none, or when the token may not see it. */
  read(snapshot: Snapshot, args: Args): Promise<Result>;
}

/** A function whose arguments and result are known only at run time. */
export interface UntypedFunction extends Omit<ProviderFunction<object, unknown>, "accepts" | "secrets"> {
  accepts: Record<string, z.ZodType>;
  secrets?: readonly string[];
}
