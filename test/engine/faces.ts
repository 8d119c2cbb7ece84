import * as dynamic from "pulumi-quay";
import * as native from "pulumi-quay/native";

/** What programs import. Both faces have the same names, and the types of the one are those of the other. */
export type Face = typeof dynamic;

export const faces: Record<"dynamic" | "native", Face> = { dynamic, native };

/** A story that is told of the dynamic provider and of the plugin. */
export function onBothFaces(title: string, story: (quay: Face) => void): void {
  describe(title, () => story(dynamic));
  describe(`${title} (native)`, () => story(native));
}

/** Stories that `npm run test:faces` adds. */
export const withAllFaces = process.env.QUAY_TEST_FACES === "all" ? describe : describe.skip;

/** A story that is told of the dynamic provider, and of the plugin too with QUAY_TEST_FACES=all: nothing in it depends on the face. */
export function onOneFace(title: string, story: (quay: Face) => void): void {
  if (withAllFaces === describe) onBothFaces(title, story);
  else describe(title, () => story(dynamic));
}
