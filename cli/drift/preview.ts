import { type PreviewStep, previewIn } from "../preview";
import { kindOfType } from "../stack-state/stack-state";

/** A resource of Quay that the preview refreshed. */
export interface Refreshed {
  /** Such as `Repository acme/web`. */
  label: string;
  kind: string;
  id: string;
  /** The logical name. */
  name: string;
  /** Its outputs as the state has them. */
  before: Record<string, unknown>;
  /** As Quay has it, where the preview shows that; undefined when it is as before or gone. */
  after?: Record<string, unknown>;
  /** Whether the program makes it again. */
  isMadeAgain: boolean;
}

export interface RefreshedPreview {
  refreshed: Refreshed[];
  /** What the provider said. */
  notices: string[];
  /** Why the preview failed. */
  errors: string[];
}

export const HOW = "pulumi preview --refresh --run-program --json | pulumi-quay drift";

/** Throws when this is no preview with a refresh. */
export function refreshedPreview(printed: string): RefreshedPreview {
  const preview = previewIn(printed);
  if (!preview) throw new Error(`What came on stdin is no preview: ${HOW}`);
  const { steps, diagnostics, isWhole } = preview;
  const errors = diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
  if (errors.length === 0 && !isWhole) throw new Error(`What came on stdin is only the beginning of a preview: ${HOW}`);
  const refreshed = steps.flatMap((step) => refreshedBy(step, steps) ?? []);
  // Of a new stack there is nothing to refresh.
  const isOld = ({ old }: PreviewStep) => old !== undefined && kindOfType(old.type) !== undefined;
  const isRefreshed = errors.length > 0 || !steps.some(isOld) || steps.some(({ op }) => op === "refresh");
  if (!isRefreshed) throw new Error(`The preview refreshed nothing: ${HOW}`);
  return { refreshed, notices: diagnostics.map(({ message }) => message), errors };
}

function refreshedBy({ op, urn, old }: PreviewStep, steps: readonly PreviewStep[]): Refreshed | undefined {
  const kind = old && kindOfType(old.type);
  if (op !== "refresh" || !kind || old.id === undefined) return undefined;
  const { id, outputs: before = {} } = old;
  const others = steps.filter((step) => step.urn === urn && step.op !== "refresh");
  const after = others.find((step) => step.old?.id === id)?.old?.outputs;
  const isMadeAgain = others.some((step) => step.op === "create");
  return { label: `${kind} ${id}`, kind, id, name: urn.split("::").slice(3).join("::"), before, after, isMadeAgain };
}
