export * from "../blueprint/args";
export type { ProviderArgs } from "../provider";
export * from "../types";
export { OrganizationBlueprint } from "./blueprint";
export { Provider } from "./provider";
export * from "./resources";
