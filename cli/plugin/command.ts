import type { Command } from "commander";
import { install } from "./install";
import { link } from "./link";

const say = (line: string) => console.error(line);

export function pluginCommand(command: Command): void {
  command.description("make the provider known to Pulumi programs in every language").addHelpText(
    "after",
    `
Programs in YAML, Python, Go, C# and Java, those that use pulumi-quay/native, and pulumi import run the provider as a plugin,
which is in this package. Nothing is downloaded. Two ways lead there, and one is enough:

  pulumi-quay plugin link       for a project that has pulumi-quay in its node_modules: writes it into Pulumi.yaml
  pulumi-quay plugin install    for everything that runs as you on this machine`,
  );

  command
    .command("install")
    .description("install the plugin of this package into Pulumi's own folder, for programs in every language")
    .option("--reinstall", "install it even if this version is there already")
    .addHelpText(
      "after",
      `
Runs pulumi plugin install, which copies the plugin of this package to PULUMI_HOME, or ~/.pulumi. It needs the Pulumi CLI on
the PATH, and no network. The plugin itself needs Node 20.18.1 or newer, as node on the PATH.

  pulumi-quay plugin install
  pulumi plugin ls`,
    )
    .action(async (options: { reinstall?: boolean }) => say(await install(options.reinstall)));

  command
    .command("link")
    .description("write into the Pulumi.yaml of this project that the plugin is in its node_modules")
    .addHelpText(
      "after",
      `
Takes the next Pulumi.yaml, here or in a folder above, and from there the next node_modules with pulumi-quay in it. It may run
as often as one likes. What the package manager installs next is what runs, with nothing more to install. It writes

  plugins:
    providers:
      - name: quay
        path: node_modules/pulumi-quay/plugin`,
    )
    .action(async () => say(await link(process.cwd())));
}
