type Properties = Record<string, unknown>;

/** How a property refers to another resource. */
export interface Reference {
  kind: string;
  /** The output of the other resource whose value the property takes. */
  output: string;
  /** The other resource's id, from the property's value and all values; undefined when it refers to no resource. */
  id(value: string, values: Properties): string | undefined;
  /** Whether Quay refuses to delete the other resource, instead of deleting this one with it. */
  isHeld?: true;
}

/** The resources that these values refer to, by kind and id. */
export const referents = (refers: Partial<Record<string, Reference>>, values: object): [kind: string, id: string][] =>
  Object.entries(refers).flatMap(([property, reference]) => {
    const value = (values as Properties)[property];
    const id = typeof value === "string" ? reference?.id(value, values as Properties) : undefined;
    return reference && id !== undefined ? [[reference.kind, id]] : [];
  });
