type Properties = Record<string, unknown>;

/** A resource in a step of a preview. */
export interface Side {
  type: string;
  id?: string;
  inputs?: Properties;
  outputs?: Properties;
  propertyDependencies?: Record<string, string[]>;
  retainOnDelete?: boolean;
}

export interface PreviewStep {
  op: string;
  urn: string;
  old?: Side;
  new?: Side;
}

interface Diagnostic {
  severity?: string;
  message: string;
}

/** What `pulumi preview --json` prints, as one document or as a stream of events. */
export interface Preview {
  steps: PreviewStep[];
  diagnostics: Diagnostic[];
  /** False when the end of a stream is missing. */
  isWhole: boolean;
}

/** Finds the preview among the lines of a program; undefined when there is none. */
export function previewIn(printed: string): Preview | undefined {
  const documents = documentsIn(printed);
  const digest = documents.find((one) => Array.isArray(one.steps) || Array.isArray(one.diagnostics));
  const events = listIn(documents.map(({ resourcePreEvent: event }) => (event as Properties | undefined)?.metadata));
  const diagnostics = documents.flatMap((one) => [...listIn(one.diagnostics), ...listIn([one.diagnosticEvent])]);
  if (!digest && events.length === 0 && diagnostics.length === 0) return undefined;
  const told = listIn(digest?.steps).map(({ oldState, newState, ...step }) => ({
    ...step,
    old: oldState,
    new: newState,
  }));
  const steps = (digest ? told : events) as unknown as PreviewStep[];
  return {
    steps: steps.filter(({ urn }) => typeof urn === "string"),
    // A stream has what the engine tells its developers, too.
    diagnostics: diagnostics
      .filter(({ severity, message }) => severity !== "debug" && typeof message === "string")
      .map(({ severity, message }) => ({ severity: String(severity), message: plain(String(message)) })),
    isWhole: digest !== undefined || documents.some(({ summaryEvent }) => summaryEvent !== undefined),
  };
}

const listIn = (value: unknown): Properties[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === "object" && one !== null) : [];

/** Texts of events contain Pulumi's words for colors. */
const plain = (message: string) => message.replace(/<\{%[^%]*%\}>/g, "").trim();

type Document = Properties;

/** The JSON among the lines: one document that begins and ends with a brace at the beginning of a line, or one for each line. */
function documentsIn(printed: string): Document[] {
  const lines = printed.split(/\r?\n/);
  const first = lines.indexOf("{");
  if (first >= 0) {
    const whole = parsed(lines.slice(first, lines.lastIndexOf("}") + 1).join("\n"));
    if (whole) return [whole];
  }
  return lines.map(parsed).filter((one) => one !== undefined);
}

function parsed(text: string): Document | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    return JSON.parse(text) as Document;
  } catch {
    return undefined;
  }
}
