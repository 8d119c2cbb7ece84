export * from "./blueprint";
export * from "./functions";
export type { AskOptions } from "./functions/ask";
export * from "./functions/types";
export * as keyless from "./keyless";
export { Provider, type ProviderArgs } from "./provider";
export * from "./resources";
export * from "./types";
