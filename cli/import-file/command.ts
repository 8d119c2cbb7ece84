import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import type { Command } from "commander";
import { inFlags } from "../../adapters/flags";
import { escaped, masked } from "../../provider/quay/client/masking";
import { credentialsHelp } from "../login/credentials";
import { type QuayAccessOptions, stackSettings, withQuayAccessOptions } from "../quay-access";
import { importFile } from "./import-file";
import { requireWritable, writeSecretFile } from "./secret-file";

interface ImportFileOptions extends QuayAccessOptions {
  out: string;
  list?: string[];
}

export function importFileCommand(command: Command): void {
  withQuayAccessOptions(command)
    .description("write what exists in Quay as a file for pulumi import, and print the program that goes with it")
    .argument("[resources...]", "kind and id of each, for example Repository acme/web; - reads them from stdin")
    .option("--out <file>", "file to write, for pulumi import --file", "import.json")
    .option(
      "--list <file>",
      "file with kinds and ids; may be repeated",
      (file, files: string[]) => [...files, file],
      [],
    )
    .addHelpText(
      "after",
      `
A list holds kinds and ids, separated by spaces or lines; # begins a comment. An id with spaces stands in "quotes".

${credentialsHelp}

The file holds secrets, such as tokens of robots, in clear: only you may read it, and it should go when the import is
done. It takes the place of a file of that name, and of nothing else. The lines of the program go to stdout.

  pulumi-quay import-file Organization acme Repository acme/web Team acme/ops > index.ts
  pulumi import --file import.json --generate-code=false --protect=false
  rm import.json`,
    )
    .action(async (words: string[], options: ImportFileOptions) => {
      // An output file that cannot be written is reported before any request to Quay.
      requireWritable(options.out);
      const lists = [...words.filter((word) => word === "-"), ...(options.list ?? [])];
      const listed = await Promise.all(lists.map(contentOf));
      const resources = [...words.filter((word) => word !== "-"), ...listed];
      const settings = await stackSettings(options);
      const { file, program } = await importFile({ resources, settings }).catch((error: Error) => {
        throw new Error(inFlags(error.message), { cause: error });
      });
      writeSecretFile(options.out, `${JSON.stringify(file, null, 2)}\n`);
      const { length } = file.resources;
      process.stderr.write(`Wrote ${options.out} with ${length === 1 ? "one resource" : `${length} resources`}.\n`);
      process.stdout.write(masked(escaped(program)));
    });
}

async function contentOf(file: string): Promise<string> {
  if (file === "-") return text(process.stdin);
  return readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`The list ${file} cannot be read (${cause.code}).`, { cause });
  });
}
