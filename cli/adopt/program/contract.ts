import type { FoundResource } from "../../import-file/resource-list";

/** What exists in an organization or in a user's own namespace, as it was read. */
export interface AdoptedNamespace {
  name: string;
  isUser: boolean;
  resources: readonly FoundResource[];
}

export interface ProgramOptions {
  /** A blueprint for each organization, single resources, or a YAML file with a program that reads it. */
  as: "blueprint" | "resources" | "yaml";
  /** Whether the program imports `pulumi-quay/native`. */
  native: boolean;
  /** Name of a component that becomes the parent of everything. */
  into?: string;
}

/** A resource that the program declares. */
export interface ProgramEntry {
  resource: FoundResource;
  /** The logical name. */
  name: string;
  /** Logical name of the component that is its parent. */
  parent?: string;
}

/** A component that the program declares. */
export interface ProgramComponent {
  /** The logical name. */
  name: string;
  type: typeof BLUEPRINT | typeof COMPONENT;
  /** Logical name of the component that is its parent. */
  parent?: string;
}

export interface WrittenProgram {
  /** Paths relative to the folder of the program, `index.ts` last. */
  files: { path: string; text: string }[];
  /** In the order of the files. */
  entries: ProgramEntry[];
  /** Parents before their children. */
  components: ProgramComponent[];
  /** Keys of the configuration that the program requires, and the commands that set them. */
  secrets: { key: string; command: string }[];
  /** What the program does not declare and why, in sentences. */
  leftOut: string[];
}

export const BLUEPRINT = "quay:index:OrganizationBlueprint";
export const COMPONENT = "quay:adopted:Component";
