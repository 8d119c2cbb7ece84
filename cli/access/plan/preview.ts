import type { Properties } from "../../../provider/lifecycle/definition";
import { originOf } from "../../../provider/lifecycle/origin";
import { isUnknown } from "../../../provider/lifecycle/unknown";
import { resources } from "../../../provider/resources";
import { type PreviewStep, previewIn, type Side } from "../../preview";
import { kindOfType } from "../../stack-state/stack-state";

/** What a plan does with one resource of Quay. A replacement is a delete and a create. */
export interface PlanStep {
  op: "create" | "update" | "delete";
  kind: string;
  urn: string;
  /** The inputs; of a delete also the outputs. Without those that the preview does not show. */
  values: Properties;
  /** Properties whose values are secret, or not known before the update. */
  unknown: string[];
  /** The name of the Quay of what exists already. */
  quay?: string;
}

const operations: Record<string, PlanStep["op"]> = {
  create: "create",
  "create-replacement": "create",
  update: "update",
  delete: "delete",
  "delete-replaced": "delete",
};

/** The steps on resources of Quay in what `pulumi preview --json` prints, as one document or as a stream of events. */
export function planSteps(printed: string): PlanStep[] {
  const raw = stepsIn(printed);
  const inputs = new Map(raw.map((step) => [step.urn, step.new?.inputs ?? step.old?.inputs ?? {}]));
  return raw.flatMap((step): PlanStep[] => {
    const op = operations[step.op];
    const side = op === "delete" ? step.old : step.new;
    const kind = side && kindOfType(side.type);
    if (!op || !kind || (op === "delete" && side.retainOnDelete)) return [];
    const values = resolved(
      kind,
      op === "delete" ? { ...side.inputs, ...side.outputs } : (side.inputs ?? {}),
      side,
      inputs,
    );
    const unknown = Object.keys(values).filter((name) => isUnknown(values[name]) || isSecret(values[name]));
    const quay = originOf(step.old?.outputs ?? {})?.quay;
    return [
      {
        op,
        kind,
        urn: step.urn,
        values: Object.fromEntries(Object.entries(values).filter(([name]) => !unknown.includes(name))),
        unknown,
        ...(quay !== undefined && { quay }),
      },
    ];
  });
}

/** Takes the values that are unknown from the inputs of the new resources whose outputs they are. */
function resolved(
  kind: string,
  values: Properties,
  { propertyDependencies }: Side,
  inputs: Map<string, Properties>,
): Properties {
  const known = { ...values };
  for (const [property, reference] of Object.entries(resources[kind]?.refers ?? {})) {
    if (!isUnknown(known[property])) continue;
    const named = (propertyDependencies?.[property] ?? []).filter((urn) => kindOfType(typeIn(urn)) === reference.kind);
    const [only] = named.length === 1 ? named : [];
    const value = only === undefined ? undefined : inputs.get(only)?.[reference.output];
    if (value !== undefined) known[property] = value;
  }
  return known;
}

/** A preview does not show secrets: it prints a word, or in a stream an object without the text. */
const isSecret = (value: unknown): boolean => value === "[secret]" || (typeof value === "object" && value !== null);

/** The type of the resource itself, which comes after those of its parents. */
const typeIn = (urn: string) => urn.split("::")[2]?.split("$").at(-1) ?? "";

function stepsIn(printed: string): PreviewStep[] {
  const preview = previewIn(printed);
  const failure = preview?.diagnostics.find(({ severity }) => severity === "error");
  if (failure) throw new Error(`The preview failed, so that its plan is incomplete: ${failure.message}`);
  if (!preview) {
    throw new Error(
      "What came on stdin is not the plan of a preview: pulumi preview --json | pulumi-quay access --plan",
    );
  }
  return preview.steps;
}
