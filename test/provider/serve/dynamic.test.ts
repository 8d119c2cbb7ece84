import { dynamic } from "../../../provider/serve/dynamic";

describe("The handlers of a kind", () => {
  it.each(["Teem", "constructor", "__proto__", "toString"])("are not there for %s, which is no kind", (kind) => {
    expect(() => dynamic(kind)).toThrow(`has no kind ${kind}. Upgrade pulumi-quay in this project.`);
  });
});
