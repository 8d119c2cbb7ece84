import * as pulumi from "@pulumi/pulumi";
import { keyless } from "../../sdk";
import * as native from "../../sdk/native";

const GITHUB = "https://token.actions.githubusercontent.com";

describe("quay.keyless builds the identity", () => {
  it("of jobs of GitHub Actions, for a branch, a tag or an environment", () => {
    const subject = (job: Parameters<typeof keyless.github>[0]) => keyless.github(job).subject;
    expect(keyless.github({ repository: "acme/web", ref: "refs/heads/main" })).toEqual({
      issuer: GITHUB,
      subject: "repo:acme/web:ref:refs/heads/main",
    });
    expect(subject({ repository: "acme/web" })).toBe("repo:acme/web:ref:refs/heads/main");
    expect(subject({ repository: "acme/web", ref: "refs/tags/v1.2" })).toBe("repo:acme/web:ref:refs/tags/v1.2");
    expect(subject({ repository: "acme/web", environment: "prod" })).toBe("repo:acme/web:environment:prod");
  });

  it("of jobs of GitHub Actions as GitHub writes it: with numbers of newer repositories, and no colon in a name", () => {
    expect(keyless.github({ repository: "acme@123456/web@456789" }).subject).toBe(
      "repo:acme@123456/web@456789:ref:refs/heads/main",
    );
    expect(keyless.github({ repository: "acme/web", environment: "prod:eu 1" }).subject).toBe(
      "repo:acme/web:environment:prod%3Aeu 1",
    );
    const issuer = "https://github.example.com/_services/token";
    expect(keyless.github({ repository: "acme/web", issuer }).issuer).toBe(issuer);
  });

  it("of jobs of GitLab CI, for a branch or a tag", () => {
    const issuer = "https://gitlab.example.com";
    expect(keyless.gitlab({ project: "acme/shop/web", branch: "release/1", issuer })).toEqual({
      issuer,
      subject: "project_path:acme/shop/web:ref_type:branch:ref:release/1",
    });
    expect(keyless.gitlab({ project: "acme/web" })).toEqual({
      issuer: "https://gitlab.com",
      subject: "project_path:acme/web:ref_type:branch:ref:main",
    });
    expect(keyless.gitlab({ project: "acme/web", tag: "v1" }).subject).toBe(
      "project_path:acme/web:ref_type:tag:ref:v1",
    );
  });

  it("of pods of Kubernetes", () => {
    const issuer = "https://oidc.eks.eu-west-1.amazonaws.com/id/ABC";
    expect(keyless.kubernetes({ issuer, namespace: "shop", serviceAccount: "builder" })).toEqual({
      issuer,
      subject: "system:serviceaccount:shop:builder",
    });
  });

  it("also for the plugin", () => {
    expect(native.keyless).toEqual(keyless);
  });
});

describe("quay.keyless refuses in a sentence", () => {
  const of = {
    github: (job: object) => keyless.github(job as never),
    gitlab: (job: object) => keyless.gitlab(job as never),
    kubernetes: (pod: object) => keyless.kubernetes(pod as never),
  };
  const pod = { issuer: "https://k8s.example.com", namespace: "shop", serviceAccount: "builder" };
  it.each<[keyof typeof of, object, string]>([
    ["github", {}, "repository: This property is missing."],
    ["github", { repository: "web" }, 'repository: "web" is not like acme/web or acme@123456/web@456789.'],
    ["github", { repository: "acme/web/x" }, 'repository: "acme/web/x" is not like'],
    ["github", { repository: "acme@1/web" }, 'repository: "acme@1/web" is not like'],
    [
      "github",
      { repository: "acme/*" },
      'repository: "acme/*": Quay compares names as a whole, so * stands for nothing else.',
    ],
    ["github", { repository: "acme/web", ref: "main" }, 'ref: "main" is not like refs/heads/main or refs/tags/v1.'],
    ["github", { repository: "acme/web", ref: "refs/heads/*" }, "so * stands for nothing else"],
    ["github", { repository: "acme/web", ref: "refs/heads/a b" }, 'ref: "refs/heads/a b" is not like'],
    ["github", { repository: "acme/web", ref: "refs/heads/a\u0007" }, "is not like"],
    ["github", { repository: "acme/web", ref: "refs/heads/main", environment: "prod" }, "Give ref or environment"],
    ["github", { repository: "acme/web", environment: "" }, 'environment: "" is not like production.'],
    ["github", { repository: "acme/web", issuer: "github.com" }, '"github.com" is not the address of an issuer'],
    ["github", { repository: "acme/web", branch: "main" }, "There is no property branch."],
    ["github", { repository: "acme/web", enviroment: "prod" }, "Did you mean environment?"],
    ["gitlab", { project: "web" }, 'project: "web" is not like acme/web.'],
    ["gitlab", { project: "acme/web", branch: "refs/heads/main" }, "is not like main, without refs/heads/."],
    ["gitlab", { project: "acme/web", branch: "main", tag: "v1" }, "Give branch or tag"],
    ["gitlab", { project: "acme/web", tag: "v*" }, "so * stands for nothing else"],
    ["kubernetes", { ...pod, issuer: undefined }, "issuer: This property is missing."],
    ["kubernetes", { ...pod, namespace: "Shop" }, 'namespace: "Shop" is not like shop.'],
    ["kubernetes", { ...pod, serviceAccount: "a:b" }, 'serviceAccount: "a:b" is not like builder.'],
    ["kubernetes", { ...pod, issuer: "http://k8s.example.com" }, "It begins with https://"],
  ])("%s %j: %s", (name, given, reason) => {
    expect(() => of[name](given)).toThrow(pulumi.RunError);
    expect(() => of[name](given)).toThrow(`quay.keyless.${name}: `);
    expect(() => of[name](given)).toThrow(reason);
  });

  it("an output, and says how to use it", () => {
    expect(() => of.github({ repository: pulumi.output("acme/web") })).toThrow(
      "quay.keyless.github: repository: This is an output. Call it with the value: output.apply((value) => quay.keyless.github(…)).",
    );
  });

  it("what is no object", () => {
    expect(() => of.github(undefined as never)).toThrow("quay.keyless.github: ");
    expect(() => of.gitlab("acme/web" as never)).toThrow("quay.keyless.gitlab: ");
  });
});
