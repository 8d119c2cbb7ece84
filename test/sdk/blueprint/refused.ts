import * as quay from "../../../sdk";

/** The lines of the error that refuses a blueprint. */
export function refused(args: unknown, name = "acme"): string[] {
  try {
    new quay.OrganizationBlueprint(name, args as quay.OrganizationBlueprintArgs);
  } catch (error) {
    return (error as Error).message.split("\n");
  }
  throw new Error("This was to be refused.");
}
