import { dynamic } from "../../../provider/serve/dynamic";

describe("The handlers of a kind", () => {
  it.each(["Teem", "constructor", "__proto__", "toString"])("do not exist for %s, which is not a kind", (kind) => {
    expect(() => dynamic(kind)).toThrow(`has no kind ${kind}. Upgrade pulumi-quay in this project.`);
  });
});
