import type * as pulumi from "@pulumi/pulumi";
import type { OrganizationBlueprintArgs } from "../blueprint/args";
import { OrganizationComponent } from "../blueprint/component";
import * as resources from "./resources";

/**
 * A whole organization: its settings, teams with their members, robots, repositories with their grants, and default
 * permissions. Each part is a resource of its own, called after the component and after itself: `acme/web`, `acme/ops/alice`.
 */
export class OrganizationBlueprint extends OrganizationComponent {
  /**
   * @param name Logical name, with which those of all parts begin.
   * @param args What the organization is to hold.
   * @param options Pulumi's options, of which `protect` and `provider` reach every part.
   */
  constructor(name: string, args: OrganizationBlueprintArgs = {}, options?: pulumi.ComponentResourceOptions) {
    super(resources, name, args, options);
  }
}
