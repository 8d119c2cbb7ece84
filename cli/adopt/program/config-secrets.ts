import type { Properties } from "../../../provider/lifecycle/definition";
import type { Resource } from "../../../provider/lifecycle/resource";
import { resources as kinds } from "../../../provider/resources";
import type { FoundResource } from "../../import-file/resource-list";
import { configSecret, isSecret } from "../../program/arguments";
import type { Expression } from "../../program/literal";
import type { WrittenProgram } from "./contract";

/** The secrets that the program reads from the configuration of its stack. */
export class ConfigSecrets {
  private readonly byKey = new Map<string, string>();
  /** Which keys hold an object, with its form. */
  private readonly forms = new Map<string, string>();
  /** Sentences about secrets that the program does not mention. */
  readonly leftOut: string[] = [];

  /** A secret that is among the inputs. */
  of({ kind, id }: FoundResource, property: string, value: unknown): Expression {
    const key = this.reserve(`${id}-${property}`, `${kind} ${id} ${property}`);
    if (typeof value === "object") this.forms.set(key, formOf(value));
    return configSecret(key, value);
  }

  /** Secrets that Quay never shows: the program has to state those that are required. */
  unseen(resource: FoundResource): Properties {
    const { kind, id, inputs, outputs } = resource;
    const { accepts, writeOnly, stateOnly } = kinds[kind] as Resource;
    const isHidden = (name: string) => isSecret(kind, name) || writeOnly.includes(name);
    const hidden = Object.keys(accepts).filter((name) => isHidden(name) && inputs[name] === undefined);
    // Where Quay tells that it holds one, a program without it would take it away.
    const isHeld = (name: string) => outputs[`has${name.charAt(0).toUpperCase()}${name.slice(1)}`] === true;
    const isOptional = (name: string) => accepts[name]?.safeParse(undefined).success && !isHeld(name);
    const isNeverShown = (name: string) => writeOnly.includes(name) || stateOnly.includes(name);
    for (const name of hidden.filter((name) => isOptional(name) && isNeverShown(name))) {
      this.leftOut.push(`${kind} ${id}: Quay never shows ${name}. If it has one, add it to the program.`);
    }
    const required = hidden.filter((name) => !isOptional(name));
    return Object.fromEntries(required.map((name) => [name, this.of(resource, name, "")]));
  }

  get all(): WrittenProgram["secrets"] {
    return [...this.byKey.keys()].map((key) => {
      const form = this.forms.get(key);
      return { key, command: `pulumi config set --secret ${key}${form ? ` # ${form}` : ""}` };
    });
  }

  /** A key without signs that Pulumi or a shell would interpret. */
  private reserve(text: string, owner: string): string {
    const plain = text.replace(/[^A-Za-z0-9_.]+/g, "-");
    for (let number = 1; ; number++) {
      const key = number === 1 ? plain : `${plain}-${number}`;
      if ((this.byKey.get(key) ?? owner) !== owner) continue;
      this.byKey.set(key, owner);
      return key;
    }
  }
}

/** An object as JSON, with none of its values. */
const formOf = (value: unknown) =>
  JSON.stringify(value, (_, held) => (typeof held === "object" && held !== null ? held : "…"));
