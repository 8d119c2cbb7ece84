import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { certificates } from "../../../local-quay/certificates";
import { mistyped, settings } from "../../../provider/quay/settings";

const from = (values: Record<string, string>, env: NodeJS.ProcessEnv = {}) => settings((key) => values[key], env);
const pem = certificates(["quay.example.com"]).caCertificate;

describe("The settings", () => {
  it("default to quay.io, thirty seconds and eight requests at once", () => {
    expect(from({ "quay:token": "t" })).toEqual({
      url: "https://quay.io",
      token: "t",
      registry: "quay.io",
      timeoutSeconds: 30,
      concurrency: 8,
    });
  });

  it("are read from the environment where the stack has none", () => {
    const env = { QUAY_URL: "http://quay.acme.example:8080/", QUAY_TOKEN: "e" };
    expect(from({}, env)).toMatchObject({
      url: "http://quay.acme.example:8080",
      token: "e",
      registry: "quay.acme.example:8080",
    });
    expect(from({ "quay:url": "https://other.example", "quay:token": "s" }, env)).toMatchObject({
      url: "https://other.example",
      token: "s",
    });
  });

  it("accept the URL as it is on Quay's API page", () => {
    expect(from({ "quay:token": "t", "quay:url": "https://quay.io/api/v1/" }).url).toBe("https://quay.io");
  });

  it("accept a certificate as text or as a file", () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), "quay-")), "ca.pem");
    writeFileSync(file, pem);
    expect(from({ "quay:token": "t", "quay:caCertificate": file }).caCertificate).toBe(pem);
    expect(from({ "quay:token": "t", "quay:caCertificate": pem }).caCertificate).toBe(pem);
  });

  it.each([
    [{}, "Which Quay? Set quay:url and quay:token with pulumi config set, or QUAY_URL and QUAY_TOKEN."],
    [
      { "quay:url": "https://quay.acme.example" },
      "quay:token is missing for the Quay at https://quay.acme.example. Set it with pulumi config set --secret quay:token",
    ],
    [{ "quay:token": "a b" }, "quay:token is not a token"],
    [
      { "quay:token": "t", "quay:url": "quay.io" },
      "quay:url is the address of a Quay, for example https://quay.example.com, not quay.io.",
    ],
    [{ "quay:token": "t", "quay:url": "ftp://quay.io" }, "quay:url is the address of a Quay"],
    [
      { "quay:token": "t", "quay:url": "ftp://me:secret@quay.io" },
      "quay:url is the address of a Quay, for example https://quay.example.com.",
    ],
    [
      { "quay:token": "t", "quay:url": "aTokenBySlip0123456789" },
      "quay:url is the address of a Quay, for example https://quay.example.com.",
    ],
    [
      { "quay:token": "t", "quay:caCertificate": "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n" },
      "quay:caCertificate is neither a PEM certificate nor a readable file.",
    ],
    [
      { "quay:token": "t", "quay:url": "https://me:secret@quay.io" },
      "quay:url holds no user name, password, query or fragment",
    ],
    [{ "quay:token": "t", "quay:registry": "a b" }, "quay:registry is a host as in image references"],
    [
      { "quay:token": "t", "quay:caCertificate": "/nowhere" },
      "quay:caCertificate is neither a PEM certificate nor a readable file.",
    ],
    [{ "quay:token": "t", "quay:timeoutSeconds": "soon" }, "quay:timeoutSeconds is a number greater than 0."],
    [{ "quay:token": "t", "quay:concurrency": "0" }, "quay:concurrency is a number greater than 0."],
    [{ "quay:token": "t", "quay:concurrency": "1.5" }, "quay:concurrency is a whole number."],
  ])("%j are refused in one sentence", (values, sentence) => {
    expect(() => from(values as Record<string, string>)).toThrow(sentence);
  });

  it("never print the token", () => {
    expect(() => from({ "quay:token": "very secret" })).toThrow(expect.not.stringContaining("very secret") as never);
  });
});

describe("An unknown setting of the stack", () => {
  it.each([
    ["quay:urll", "quay:url"],
    ["quay:Token", "quay:token"],
    ["quay:timeout", "quay:timeoutSeconds"],
    ["quay:regsitry", "quay:registry"],
  ])("%s is reported with the nearest valid one, %s", (key, meant) => {
    expect(mistyped(["quay:url", key])).toBe(`${key} is no setting of pulumi-quay. Did you mean ${meant}?`);
  });

  it("is ignored when no valid one is near", () => {
    expect(mistyped(["quay:url", "quay:tokens", "aws:regsitry", "quay:somethingElse"])).toBeUndefined();
  });
});
