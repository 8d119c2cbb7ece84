/** What the generators of each language need to know. C# and Java get the names that Pulumi's own packages have. */
export const languages = {
  nodejs: { packageName: "pulumi-quay", respectSchemaVersion: true },
  python: { packageName: "pulumi_quay", pyproject: { enabled: true }, respectSchemaVersion: true },
  // SDKs are generated where they are used, so the Go module is replaced by a folder and never downloaded.
  go: {
    importBasePath: "example.com/pulumi-quay/sdk/go/quay",
    generateResourceContainerTypes: true,
    respectSchemaVersion: true,
  },
  csharp: { namespaces: { quay: "Quay" }, packageReferences: { Pulumi: "3.*" }, respectSchemaVersion: true },
  java: { buildFiles: "gradle", dependencies: { "com.pulumi:pulumi": "1.0.0" } },
};
