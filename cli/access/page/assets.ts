import { join } from "node:path";
import { buildSync } from "esbuild";

/**
 * The page's script and style, bundled from their sources.
 * The bundled command contains the result in place of this module (tools/bundle.ts).
 */
export function pageAssets(folder = join(__dirname, "browser")): { script: string; style: string } {
  const { outputFiles } = buildSync({
    entryPoints: [join(folder, "main.ts"), join(folder, "style.css")],
    outdir: folder,
    bundle: true,
    write: false,
    minify: true,
    target: "es2022",
    legalComments: "none",
    logLevel: "warning",
  });
  const [script = "", style = ""] = outputFiles.map(({ text }) => text.trim());
  return { script, style };
}
