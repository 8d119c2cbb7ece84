import { typeOf } from "../../../provider/serve/stored";
import { command } from "../command";

type Properties = Record<string, unknown>;

/** A resource of Quay that a preview refreshes. */
export interface Refreshed {
  /** Such as `Repository acme/web`. */
  label: string;
  /** What the state has. */
  before?: Properties;
  /** What Quay has, where that is something else; null when it is gone. */
  after?: Properties | null;
}

/** What somebody says in a preview. Without a severity it is a notice of the provider. */
export type Said = string | { message: string; severity: string };

interface Side {
  type: string;
  id?: string;
  outputs?: Properties;
}

interface Step {
  op: string;
  urn: string;
  old?: Side;
  new?: Side;
}

const STACK = "pulumi:pulumi:Stack";

const urnOf = (type: string, name: string) => `urn:pulumi:dev::infra::${type}::${name}`;

function stepsOf({ label, before = {}, after }: Refreshed, type: (kind: string) => string): Step[] {
  const [kind = "", ...rest] = label.split(" ");
  const id = rest.join(" ");
  const about = { urn: urnOf(type(kind), id.replace(/\W/g, "-")) };
  const side = { type: type(kind), id };
  const wanted = { type: type(kind) };
  return [
    { ...about, op: "refresh", old: { ...side, outputs: before }, new: wanted },
    ...(after === null ? [{ ...about, op: "create", new: wanted }] : []),
    ...(after ? [{ ...about, op: "update", old: { ...side, outputs: after }, new: wanted }] : []),
  ];
}

const stack: Step = { op: "same", urn: urnOf(STACK, "infra-dev"), old: { type: STACK }, new: { type: STACK } };

const spoken = (said: Said) => (typeof said === "string" ? { message: `${said}\n\n`, severity: "info" } : said);

/** As `pulumi preview --refresh --json` prints it. */
export function documentOf(resources: Refreshed[], said: Said[] = [], type = typeOf): string {
  const steps = [stack, ...resources.flatMap((one) => stepsOf(one, type))].map(({ old, new: now, ...step }) => ({
    ...step,
    oldState: old,
    newState: now,
  }));
  return `${JSON.stringify({ steps, diagnostics: said.map(spoken), changeSummary: {} }, null, 4)}\n`;
}

/** The same as a stream of events, which has colors, what is done with each step, and the steps of what stays as it is. */
export function eventsOf(resources: Refreshed[], said: Said[] = [], type = typeOf): string {
  const steps = resources.flatMap((one) => {
    const own = stepsOf(one, type);
    const [refresh] = own as [Step];
    return one.after === undefined ? [refresh, { ...refresh, op: "same" }] : own;
  });
  const events = [
    { preludeEvent: { config: {} } },
    ...[stack, ...steps].flatMap((metadata) => [
      { resourcePreEvent: { metadata, planning: true } },
      { resOutputsEvent: { metadata, planning: true } },
    ]),
    ...said.map(spoken).map(({ message, severity }) => ({
      diagnosticEvent: { severity, message: `<{%reset%}>${message}<{%reset%}>`, color: "raw" },
    })),
    { summaryEvent: { isPreview: true, resourceChanges: {} } },
  ];
  return events.map((event, sequence) => `${JSON.stringify({ sequence, timestamp: 1795946248, ...event })}\n`).join("");
}

/** `pulumi-quay drift` with a text on stdin. */
export function driftCommand() {
  const cli = command();
  return (printed: string, ...args: string[]) => {
    const { child, ended } = cli.start(["drift", ...args]);
    child.stdin?.end(printed);
    return ended;
  };
}
