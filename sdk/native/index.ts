export * from "../blueprint/args";
export type { AskOptions } from "../functions/ask";
export * from "../functions/types";
export type { ProviderArgs } from "../provider";
export * from "../types";
export { OrganizationBlueprint } from "./blueprint";
export * from "./functions";
export { Provider } from "./provider";
export * from "./resources";
