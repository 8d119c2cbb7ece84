import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** A `pulumi` command whose stack has no settings yet; what it does with a secret can be replaced. */
export async function fakePulumi(secretCommand?: string) {
  const folder = await mkdtemp(path.join(tmpdir(), "pulumi-quay-login-"));
  const file = path.join(folder, "pulumi");
  await writeFile(
    file,
    `#!/bin/sh
echo "$*" >> "${folder}/arguments"
case "$*" in
  *"config get"*) echo "error: configuration key 'quay:url' not found for stack 'dev'" >&2; exit 255 ;;
  *"config set --secret"*) ${secretCommand ?? `cat > "${folder}/secret"`} ;;
  *) cat > /dev/null; echo dev ;;
esac
`,
  );
  await chmod(file, 0o755);
  return {
    env: { PATH: `${folder}${path.delimiter}${process.env.PATH}` },
    /** The secret that it stores. */
    secret: () => readFile(path.join(folder, "secret"), "utf8"),
    /** The arguments of its calls, in order. */
    calls: async () =>
      (await readFile(path.join(folder, "arguments"), "utf8")).replaceAll(" --non-interactive", "").trim().split("\n"),
    remove: () => rm(folder, { recursive: true }),
  };
}
