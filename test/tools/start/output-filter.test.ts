import { outputFilter } from "../../../tools/start/output-filter";

function trimmed(output: string): string[] {
  return output.split("\n").flatMap(outputFilter());
}

test("an activity is shown once, when it has ended, with any result", () => {
  const output = `Updating (dev):

 +  pulumi:pulumi:Stack shop-dev creating (0s)
 +  pulumi-nodejs:dynamic/quay:Organization acme creating (0s)
 +  pulumi-nodejs:dynamic/quay:Organization acme created (0.07s)
 +  pulumi-nodejs:dynamic/quay:Team ops creating (1s) error: Quay said no.
 +  pulumi-nodejs:dynamic/quay:Team ops **creating failed** error: Quay said no.
Resources:
    + 1 created

Duration: 2s
`;
  expect(trimmed(output)).toEqual([
    "Updating (dev):",
    "",
    " +  pulumi-nodejs:dynamic/quay:Organization acme created (0.07s)",
    " +  pulumi-nodejs:dynamic/quay:Team ops **creating failed** error: Quay said no.",
    "Resources:",
    "    + 1 created",
  ]);
});

test("equal lines are omitted, different ones are kept", () => {
  const output = `
Previewing update (dev):
 ~  pulumi-nodejs:dynamic/quay:Team ops refreshing (0s) [diff: -name]
 ~  pulumi-nodejs:dynamic/quay:Team ops refresh (0.08s)
 ~  pulumi-nodejs:dynamic/quay:Repository web refresh (0.12s) [diff: ~visibility]
    pulumi-nodejs:dynamic/quay:Team ops
  pulumi:pulumi:Stack: (same)
    [urn=urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev]
    ~ pulumi-nodejs:dynamic/quay:Repository: (update)
        [id=acme/web]
      ~ visibility: "public" => "private"`;
  expect(trimmed(output)).toEqual([
    "Previewing update (dev):",
    " ~  pulumi-nodejs:dynamic/quay:Repository web refresh (0.12s) [diff: ~visibility]",
    "    ~ pulumi-nodejs:dynamic/quay:Repository: (update)",
    "        [id=acme/web]",
    '      ~ visibility: "public" => "private"',
  ]);
});

test("a repeated line is omitted within the preview, and shown again for the update", () => {
  const row = " +  pulumi:pulumi:Stack shop-dev create";
  const output = ["Previewing update (dev):", row, row, "Updating (dev):", row].join("\n");
  expect(trimmed(output)).toEqual(["Previewing update (dev):", row, "Updating (dev):", row]);
});

test("lines are recognized with colors, and colors are kept", () => {
  const green = (text: string) => `\u001b[38;5;2m${text}\u001b[0m`;
  const [going, done] = ["creating (0s)", "created (1s)"].map((word) => ` ${green("+ ")} quay:Team ops ${green(word)}`);
  expect(trimmed(`${going}\n${done}`)).toEqual([done]);
});
