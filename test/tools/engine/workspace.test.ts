import { existsSync, mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { engineEnvironment, temporaryWorkspace } from "../../../tools/engine";

const engine = { bin: "/opt/pulumi/bin" };

test("the CLI that was found is first on PATH", () => {
  const env = engineEnvironment({ engine, home: "/home-of-pulumi", backend: "/state" });
  expect(env.PATH).toBe(engine.bin + delimiter + process.env.PATH);
  expect(env).toMatchObject({ PULUMI_HOME: "/home-of-pulumi", PULUMI_BACKEND_URL: "file:///state" });
});

test("the user's own Pulumi is not touched by default", () => {
  const { PULUMI_HOME = "", PULUMI_BACKEND_URL = "" } = engineEnvironment({ engine });
  expect(fileURLToPath(PULUMI_BACKEND_URL)).toBe(PULUMI_HOME);
  rmSync(PULUMI_HOME, { recursive: true });
});

test("a program in a temporary workspace resolves this project's packages, and nothing of it remains", async () => {
  const { env, dir, remove } = await temporaryWorkspace(engine);
  expect(existsSync(fileURLToPath(env.PULUMI_BACKEND_URL ?? ""))).toBe(true);
  const sdk = createRequire(join(dir, "index.js")).resolve("@pulumi/pulumi/package.json");
  mkdirSync(join(dir, "made-by-the-program"));
  await remove();
  expect(existsSync(dirname(dir))).toBe(false);
  expect(existsSync(sdk)).toBe(true);
});
