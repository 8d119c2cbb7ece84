export * from "../local-quay";
