import type { Declaration } from "../lifecycle/check";
import type { Properties } from "../lifecycle/definition";

/** Separates what the classes of the npm package register beside the arguments of the program. */
export function withoutHidden({ __logicalName, __retained, __malformed, ...program }: Properties) {
  const declaration: Declaration = {
    name: typeof __logicalName === "string" ? __logicalName : undefined,
    isRetained: __retained === true,
    malformed: Array.isArray(__malformed) ? __malformed.map(String) : [],
  };
  return { program, declaration };
}
