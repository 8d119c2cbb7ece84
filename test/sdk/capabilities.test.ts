import * as pulumi from "@pulumi/pulumi";
import * as quay from "../../sdk";
import { harness } from "../harness";
import { resolved } from "./output";

describe("What a Quay has switched on and can do is told", () => {
  const at = harness();
  beforeEach(() => {
    pulumi.runtime.setAllConfig({ "quay:url": at.quay.url, "quay:token": at.quay.token });
  });

  const configured = (policy: unknown) => {
    const body = { features: { AUTO_PRUNE: true }, config: { DEFAULT_NAMESPACE_AUTOPRUNE_POLICY: policy } };
    at.quay.fail("GET /config", { status: 200, body });
  };

  it("to any token, also one that Quay does not accept", async () => {
    pulumi.runtime.setAllConfig({ "quay:url": at.quay.url, "quay:token": "expired" });
    at.quay.features.REPO_MIRROR = false;
    const capabilities = await quay.getCapabilities();
    expect(capabilities).toEqual({
      features: at.quay.features,
      mirrorArchitectures: ["amd64", "arm64", "ppc64le", "s390x"],
      requiredArchitectures: [],
    });
    expect(capabilities.features).toMatchObject({ AUTO_PRUNE: true, REPO_MIRROR: false });
    expect(at.requested().sort()).toEqual(["GET /config", "GET /v1/registry/capabilities"]);
    expect(await resolved(quay.getCapabilitiesOutput())).toEqual(capabilities);
  });

  it.each([
    [{ method: "number_of_tags", value: 20 }, { numberOfTags: 20 }],
    [{ method: "creation_date", value: "30d" }, { maxAge: "30d" }],
    [null, undefined],
  ])("with its default prune policy %j", async (policy, expected) => {
    configured(policy);
    expect((await quay.getCapabilities()).defaultPrunePolicy).toEqual(expected);
  });

  it("with a default prune policy that cannot be read, which is not taken for none", async () => {
    configured({ method: "number_of_tags" });
    await expect(quay.getCapabilities()).rejects.toThrow(
      "Quay's DEFAULT_NAMESPACE_AUTOPRUNE_POLICY is not of the form",
    );
  });

  it("without the architectures, when it is too old to tell them", async () => {
    at.quay.leaveOut("GET /v1/registry/capabilities");
    expect(await quay.getCapabilities()).toEqual({ features: at.quay.features });
  });

  it("not without the architectures when Quay refuses to tell them", async () => {
    at.quay.fail("GET /v1/registry/capabilities", 403);
    await expect(quay.getCapabilities()).rejects.toThrow("Quay refused GET /v1/registry/capabilities");
  });
});
