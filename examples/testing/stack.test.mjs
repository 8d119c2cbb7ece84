import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { startQuay } from "pulumi-quay/testing";

// The stack of this folder, with a state and a Quay that live as long as this test.
let state, quay, stack;

before(async () => {
  state = await mkdtemp(join(tmpdir(), "state-"));
  quay = await startQuay();
  const envVars = {
    PULUMI_BACKEND_URL: pathToFileURL(state).href,
    PULUMI_CONFIG_PASSPHRASE: "of this test",
    QUAY_URL: quay.url,
    QUAY_TOKEN: quay.token,
  };
  stack = await LocalWorkspace.createStack({ stackName: "test", workDir: import.meta.dirname }, { envVars });
});

after(async () => {
  await stack?.workspace.removeStack("test", { force: true });
  await quay?.close();
  await rm(state, { recursive: true, force: true });
});

test("CI may push to the repository, which is private", async () => {
  const { outputs } = await stack.up();
  const web = quay.store.repository("acme", "web");
  assert.equal(web.isPublic, false);
  assert.equal(web.grants.get(quay.store.robot("acme+ci")), "write");
  assert.equal(outputs.image.value, `${new URL(quay.url).host}/acme/web`);
});

test("what is made has nothing more to be done to it", async () => {
  await stack.preview({ refresh: true, runProgram: true, expectNoChanges: true });
});

test("somebody's change is found, and healed", async () => {
  const web = quay.store.repository("acme", "web");
  web.isPublic = true;
  const drift = stack.preview({ refresh: true, runProgram: true, expectNoChanges: true, diff: true });
  await assert.rejects(drift, /visibility: "public" => "private"/);
  await stack.up({ refresh: true, runProgram: true });
  assert.equal(web.isPublic, false);
});

test("images are never lost by a destroy", async () => {
  quay.push("acme/web", "v1");
  await assert.rejects(stack.destroy(), /Repository acme\/web still holds 1 tag/);
  assert.ok(quay.store.repository("acme", "web"));
});
