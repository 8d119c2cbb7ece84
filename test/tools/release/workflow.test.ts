import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

interface Step {
  name?: string;
  uses?: string;
  with?: Record<string, string>;
  run?: string;
  env?: Record<string, string>;
}

describe("The publishing workflow", () => {
  const root = join(__dirname, "..", "..", "..");
  const { on, permissions, jobs } = parse(readFileSync(join(root, ".github", "workflows", "release.yml"), "utf8"));
  const steps: Step[] = jobs.publish.steps;
  const step = (name: string) => steps.find((one) => one.name === name) as Step;

  it("runs for tags only, and may attest the provenance of the package", () => {
    expect(on).toEqual({ push: { tags: ["v*"] } });
    expect(permissions).toEqual({ contents: "read", "id-token": "write" });
    expect(step("Publish").run).toContain("npm publish --provenance --access public");
    // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub fills this in.
    expect(step("Publish").env).toEqual({ NPM_TOKEN: "${{ secrets.NPM_TOKEN }}" });
  });

  it("publishes what was tested, in every layout", () => {
    const commands = steps.map(({ run }) => run);
    const before = commands.slice(0, commands.indexOf(step("Publish").run));
    expect(before).toEqual(expect.arrayContaining([".ci/run", "npm run check", "npm run test:layouts"]));
  });

  it("refuses a tag that differs from the version", () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const ends = (tag: string) =>
      spawnSync("bash", ["-e", "-c", step("The tag is the version").run ?? ""], {
        cwd: root,
        env: { ...process.env, GITHUB_REF_NAME: tag },
      }).status;
    expect(ends(`v${version}`)).toBe(0);
    expect(ends("v99.0.0")).toBe(1);
  });

  it("packs what is downloaded, with the address that one variable of the repository holds, before it publishes", () => {
    const position = (run: string) => steps.findIndex((one) => one.run === run);
    const generate = position("npm run generate");
    const assets = position("npm run release:assets -- release");
    // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub fills this in.
    expect(steps[generate]?.env).toEqual({ QUAY_PLUGIN_DOWNLOAD_URL: "${{ vars.QUAY_PLUGIN_DOWNLOAD_URL }}" });
    expect(generate).toBeGreaterThan(position("npm run check"));
    expect(assets).toBeGreaterThan(generate);
    expect(steps[assets + 1]).toMatchObject({ uses: "actions/upload-artifact@v4", with: { path: "release/" } });
    expect(steps.indexOf(step("Publish"))).toBeGreaterThan(assets);
  });

  it("offers them with their provenance, in a job that alone may write", () => {
    const { needs, permissions: granted, steps: offering } = jobs.offer;
    expect([needs, granted]).toEqual(["publish", { contents: "write", "id-token": "write", attestations: "write" }]);
    expect(jobs.publish.permissions).toBeUndefined();
    const attested = offering.findIndex(({ uses }: Step) => uses?.startsWith("actions/attest-build-provenance@"));
    expect(offering[attested].with).toEqual({ "subject-checksums": "release/SHA256SUMS" });
    expect(offering[attested + 1].run).toMatch(/^cp "\$PROVENANCE" "release\/.*\n.*gh release create .* release\/\*$/m);
  });
});
