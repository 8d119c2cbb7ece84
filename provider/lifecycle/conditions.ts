/** What a property needs of Quay. */
export interface Need {
  /** The feature that has to be on, or the one that a value needs. */
  feature: string | ((value: never) => string | undefined);
  /** The error message for a value that this Quay does not offer. */
  option?(config: Record<string, unknown>, value: never): string | undefined;
  /** Whether a preview tells it too, for which it asks Quay for its features. */
  inPreview?: true;
}

/** An input that is allowed only when another input has one of these values. */
export interface Condition {
  property: string;
  values: readonly string[];
}
