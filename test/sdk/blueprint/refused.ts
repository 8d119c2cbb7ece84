import * as quay from "../../../sdk";

/** The lines with which a blueprint is refused. */
export function refused(args: unknown, name = "acme"): string[] {
  try {
    new quay.OrganizationBlueprint(name, args as quay.OrganizationBlueprintArgs);
  } catch (error) {
    return (error as Error).message.split("\n");
  }
  throw new Error("This was to be refused.");
}
