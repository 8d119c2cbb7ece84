import { importFile } from "../../../cli/import-file/import-file";
import "../../fixtures/squad";
import { harness } from "../../harness";

describe("import-file for a kind with objects and secrets", () => {
  const at = harness();
  const settings = () => ({ "quay:url": at.quay.url, "quay:token": at.quay.token });
  const resources = ["Squad acme/night", "Squad acme/config"];
  const rules = [1, 2].map((number) => ({
    issuer: `https://${"long-".repeat(8)}${number}.example`,
    subject: `repo:${number}`,
    trust: "some",
  }));
  const webhook = { url: "https://hooks.example/hunter2" };

  it("prints objects as code, and reads secrets from the configuration of the stack", async () => {
    await at.callQuay("POST /v1/organization/", { name: "acme" });
    await at.run("Squad").create({ organization: "acme", name: "night", rules, webhook, tools: ["axe"] });
    await at.run("Squad").create({ organization: "acme", name: "config", others: { "a b": rules[0] } });
    const { program, file } = await importFile({ resources, settings: settings() });
    const long = (number: number) => `https://${"long-".repeat(8)}${number}.example`;
    expect(program).toBe(`import * as pulumi from "@pulumi/pulumi";
import * as quay from "pulumi-quay";

// A secret is set with pulumi config set --secret, an object as JSON.
const config = new pulumi.Config();

new quay.Squad("night", {
  organization: "acme",
  rules: [
    { issuer: "${long(1)}", subject: "repo:1", trust: "some" },
    { issuer: "${long(2)}", subject: "repo:2", trust: "some" },
  ],
  tools: ["axe"],
  webhook: config.requireSecretObject("night-webhook"),
});
new quay.Squad("config", {
  organization: "acme",
  others: {
    "a b": { issuer: "${long(1)}", subject: "repo:1", trust: "some" },
  },
});
`);
    const [night] = file.resources;
    const sealed = { plaintext: JSON.stringify({ ...webhook, tries: 3 }) };
    expect([night?.inputs.webhook, night?.outputs.webhook]).toEqual([
      expect.objectContaining(sealed),
      expect.objectContaining(sealed),
    ]);
  });

  it("needs no configuration without secrets", async () => {
    await at.callQuay("POST /v1/organization/", { name: "acme" });
    await at.run("Squad").create({ organization: "acme", name: "config", tools: ["axe"] });
    const { program } = await importFile({ resources: ["Squad acme/config"], settings: settings() });
    expect(program).toBe(
      'import * as quay from "pulumi-quay";\n\nnew quay.Squad("config", { organization: "acme", tools: ["axe"] });\n',
    );
  });
});
