export * from "../test/quay";
