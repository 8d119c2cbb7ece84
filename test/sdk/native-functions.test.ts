import * as pulumi from "@pulumi/pulumi";
import * as native from "../../sdk/native";
import { resolved } from "./output";

describe("A function of pulumi-quay/native", () => {
  const calls: pulumi.runtime.MockCallArgs[] = [];
  const answers: Record<string, object> = {
    "quay:index:getTags": { tags: [{ name: "v1" }] },
    "quay:index:getRobot": { fullName: "acme+ci", token: "robot-token" },
  };
  beforeAll(() =>
    pulumi.runtime.setMocks({
      newResource: ({ inputs, name }) => ({ id: name, state: inputs }),
      call: (args) => {
        calls.push(args);
        return answers[args.token] ?? {};
      },
    }),
  );
  beforeEach(() => calls.splice(0));

  it("is a call of the plugin; a list comes as a list", async () => {
    expect(await native.getTags({ repository: "acme/web" })).toEqual([{ name: "v1" }]);
    expect(calls).toMatchObject([{ token: "quay:index:getTags", inputs: { repository: "acme/web" } }]);
  });

  it("asks the Quay of an explicit provider", async () => {
    const provider = new native.Provider("internal", { url: "https://quay.example.com", token: "t" });
    const tags = native.getTagsOutput({ repository: pulumi.output("acme/web") }, { provider });
    expect(await resolved(tags)).toEqual([{ name: "v1" }]);
    expect(await pulumi.isSecret(tags)).toBe(false);
    expect(calls).toMatchObject([{ provider: expect.stringContaining("::pulumi:providers:quay::internal::") }]);
  });

  it("returns a secret as an output that is secret", async () => {
    const robot = native.getRobotOutput({ namespace: "acme", name: "ci" });
    expect(await pulumi.isSecret(robot)).toBe(true);
    expect(await resolved(robot)).toMatchObject({ token: "robot-token" });
  });

  it("refuses invalid arguments before any call, and reports what fails without a stack trace", async () => {
    const failed = await native.getTags({ repository: "acme" }).catch((error) => error);
    expect(pulumi.RunError.isInstance(failed)).toBe(true);
    expect(failed.message).toContain('getTags: repository: "acme" has no organization.');
    expect(calls).toEqual([]);
  });
});
