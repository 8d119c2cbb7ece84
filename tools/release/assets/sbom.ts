import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What is needed of a software bill of materials in CycloneDX's format. */
interface Sbom {
  metadata: { component: Component };
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

interface Component {
  name: string;
  version: string;
  "bom-ref": string;
  properties: { name: string; value: string }[];
}

/** The software bill of materials of a release: what is installed with the package, and what is bundled into its scripts. */
export function sbom(root: string): Sbom {
  const all: Sbom = JSON.parse(
    execFileSync("npm", ["sbom", "--sbom-format", "cyclonedx"], { cwd: root, encoding: "utf8", maxBuffer: 1 << 26 }),
  );
  const { component } = all.metadata;
  const bundled = bundledPackages(root);
  const isShipped = (one: Component) =>
    !isForDevelopment(one) || bundled.has(`${one.name}@${one.version}`) || one.name === page;
  const components = all.components
    .filter((one) => one["bom-ref"] !== component["bom-ref"] && isShipped(one))
    .map((one) => ({ ...one, properties: one.properties.filter((property) => property.name !== development) }));
  const kept = new Set([component, ...components].map((one) => one["bom-ref"]));
  const dependencies = all.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => other !== ref && kept.has(other)) }));
  // npm calls the package after its folder.
  const { name } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return { ...all, metadata: { ...all.metadata, component: { ...component, name } }, components, dependencies };
}

/** Its files lie beside the command. */
const page = "swagger-ui-dist";

const development = "cdx:npm:package:development";

const isForDevelopment = ({ properties }: Component) => properties.some(({ name }) => name === development);

/** The packages whose licences stand beside the bundled scripts, such as zod@4.0.0. */
function bundledPackages(root: string): Set<string> {
  const texts = ["dist/bin", "plugin"].map((folder) => readFileSync(join(root, folder, "LICENSES.txt"), "utf8"));
  const titles = texts.flatMap((text) => [...text.matchAll(/^(?:@[\w.-]+\/)?[\w.-]+ \d\S* \(.+\)$/gm)]);
  return new Set(titles.map(([title]) => title.split(" ").slice(0, 2).join("@")));
}
