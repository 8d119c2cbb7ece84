import { escaped } from "../provider/quay/client/masking";
import { onOneLine } from "./one-line";

export const logStyles = ["json", "pretty", "off"] as const;
export type LogStyle = (typeof logStyles)[number];

/** The log entry of a request or tool call. */
export interface Entry {
  adapter: "rest" | "mcp";
  operation?: string;
  method?: string;
  path?: string;
  /** HTTP status, or whether the tool call succeeded. */
  status: number | "done" | "error";
  ms: number;
  /** Why it failed. */
  error?: string;
}

/** Longer values are cut: callers could fill the log otherwise. */
const MAX_LENGTH = 500;

/** Writes one line per call to stderr, without any of the secrets that it knows. */
export class RequestLog {
  constructor(
    private readonly style: LogStyle,
    private readonly secrets: (string | undefined)[] = [],
    private readonly write: (line: string) => void = (line) => process.stderr.write(`${line}\n`),
  ) {}

  /** Logs a call, without the secrets of its caller. */
  call(entry: Entry, ...secrets: (string | undefined)[]): void {
    const redacted = Object.entries(entry).map(([name, value]) => [name, this.redact(secrets, value)]);
    this.line(Object.fromEntries(redacted), pretty);
  }

  /** Logs a message that belongs to no call. */
  message(message: string): void {
    this.line({ message: this.redact([], message) }, () => message);
  }

  private line<T extends object>(entry: T, asText: (entry: T) => string): void {
    if (this.style === "json") this.write(escaped(JSON.stringify({ time: new Date().toISOString(), ...entry })));
    if (this.style === "pretty") this.write(onOneLine(asText(entry)));
  }

  /** Removes secrets. Values shorter than eight characters are kept, because they would match ordinary text. */
  private redact<T>(secrets: (string | undefined)[], value: T): T | string {
    if (typeof value !== "string") return value;
    const known = [...this.secrets, ...secrets].filter((secret) => secret !== undefined && secret.length >= 8);
    const safe = known.reduce<string>((text, secret) => text.replaceAll(secret as string, "…"), value);
    return safe.length > MAX_LENGTH ? `${safe.slice(0, MAX_LENGTH)}…` : safe;
  }
}

function pretty({ operation = "-", method = "", path = "", status, ms, error }: Entry): string {
  const time = new Date().toTimeString().slice(0, 8);
  return [time, status, operation, method, path, `${ms} ms`, error].filter(Boolean).join("  ");
}
