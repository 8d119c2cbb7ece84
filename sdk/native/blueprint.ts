import * as dynamic from "../blueprint";
import type { Kinds } from "../blueprint/parts";
import * as resources from "./resources";

/**
 * A whole organization: its settings, quota and policies, teams with their members, robots, repositories with their grants and
 * notifications, and default permissions. Each part is a resource of its own, called after the component and after itself: `acme/web`, `acme/ops/alice`.
 */
export class OrganizationBlueprint extends dynamic.OrganizationBlueprint {
  protected override kinds(): Kinds {
    return resources;
  }
}
