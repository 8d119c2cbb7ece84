import * as pulumi from "@pulumi/pulumi";
import * as quay from "../../sdk";
import * as native from "../../sdk/native";
import { harness } from "../harness";
import { mirrorAlpine, mirrorOrganization } from "../mirrors";
import { resolved } from "./output";

describe("Programs read how mirrors are doing", () => {
  const at = harness();
  beforeEach(() => {
    pulumi.runtime.setAllConfig({ "quay:url": at.quay.url, "quay:token": at.quay.token });
  });

  it("with values and with outputs", async () => {
    await mirrorAlpine(at.quay);
    await mirrorOrganization(at.quay);
    const status = { status: "NEVER_RUN", source: "docker.io/library/alpine" };
    expect(await quay.getMirrorStatus({ repository: "acme/alpine" })).toMatchObject(status);
    const repository = pulumi.output("acme/alpine");
    expect(await resolved(quay.getMirrorStatusOutput({ repository }))).toMatchObject(status);
    expect(await quay.getMirrorHealth({})).toMatchObject({ total: 1, neverRun: 1 });
    expect(await resolved(quay.getMirrorHealthOutput({ namespace: "copies" }))).toMatchObject({ total: 0 });
    expect(await quay.getOrganizationMirrorRepositories({ organization: "copies" })).toEqual([]);
    expect(await resolved(quay.getOrganizationMirrorRepositoriesOutput({ organization: "copies" }))).toEqual([]);
  });

  it("through the plugin, which gets the same arguments", async () => {
    const calls: pulumi.runtime.MockCallArgs[] = [];
    await pulumi.runtime.setMocks({
      newResource: ({ inputs, name }) => ({ id: name, state: inputs }),
      call: (args) => {
        calls.push(args);
        return { status: "SUCCESS", repositories: [{ name: "base" }] };
      },
    });
    expect(await native.getMirrorStatus({ organization: "copies" })).toMatchObject({ status: "SUCCESS" });
    expect(await native.getOrganizationMirrorRepositories({ organization: "copies", status: "FAIL" })).toEqual([
      { name: "base" },
    ]);
    await resolved(native.getMirrorHealthOutput({ namespace: pulumi.output("acme") }));
    expect(calls.map(({ token, inputs }) => [token, inputs])).toEqual([
      ["quay:index:getMirrorStatus", { organization: "copies" }],
      ["quay:index:getOrganizationMirrorRepositories", { organization: "copies", status: "FAIL" }],
      ["quay:index:getMirrorHealth", { namespace: "acme" }],
    ]);
  });
});
