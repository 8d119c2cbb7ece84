import { escaped } from "../provider/quay/client/masking";
import { onOneLine } from "./one-line";

export const logStyles = ["json", "pretty", "off"] as const;
export type LogStyle = (typeof logStyles)[number];

/** What a log tells of one call. */
export interface Entry {
  adapter: "rest" | "mcp";
  operation?: string;
  method?: string;
  path?: string;
  /** HTTP status, or whether a tool did what it was asked. */
  status: number | "done" | "error";
  ms: number;
  /** Why it went wrong. */
  error?: string;
}

/** What callers send is only as long in the log as helps to find a mistake. */
const LONGEST = 500;

/** One line per call on stderr. No secret that it knows of ever gets into it. */
export class RequestLog {
  constructor(
    private readonly style: LogStyle,
    private readonly secrets: (string | undefined)[] = [],
    private readonly write: (line: string) => void = (line) => process.stderr.write(`${line}\n`),
  ) {}

  /** Tells of a call, without the secrets of its caller. */
  call(entry: Entry, ...secrets: (string | undefined)[]): void {
    const told = Object.entries(entry).map(([name, value]) => [name, this.without(secrets, value)]);
    this.line(Object.fromEntries(told), pretty);
  }

  /** Tells something else. */
  say(message: string): void {
    this.line({ message: this.without([], message) }, () => message);
  }

  private line<T extends object>(told: T, asText: (told: T) => string): void {
    if (this.style === "json") this.write(escaped(JSON.stringify({ time: new Date().toISOString(), ...told })));
    if (this.style === "pretty") this.write(onOneLine(asText(told)));
  }

  /** What is shorter than this is no secret, and would be found everywhere. */
  private without<T>(secrets: (string | undefined)[], value: T): T | string {
    if (typeof value !== "string") return value;
    const known = [...this.secrets, ...secrets].filter((secret) => secret !== undefined && secret.length >= 8);
    const safe = known.reduce<string>((text, secret) => text.replaceAll(secret as string, "…"), value);
    return safe.length > LONGEST ? `${safe.slice(0, LONGEST)}…` : safe;
  }
}

function pretty({ operation = "-", method = "", path = "", status, ms, error }: Entry): string {
  const time = new Date().toTimeString().slice(0, 8);
  return [time, status, operation, method, path, `${ms} ms`, error].filter(Boolean).join("  ");
}
