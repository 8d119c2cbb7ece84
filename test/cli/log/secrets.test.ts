import { withoutSecrets } from "../../../cli/log/entries";

const shown = (kind: string, details: Record<string, unknown>) => withoutSecrets({ kind, details, time: 0 });

describe("Secrets in the details of an entry", () => {
  it.each([
    ["export_logs_success", { url: "https://hook.example.com/path?token=x" }, { url: "https://hook.example.com/…" }],
    ["export_logs_success", { url: "https://me:pw@hook.example.com" }, { url: "https://hook.example.com/…" }],
    [
      "repo_mirror_config_changed",
      { changed: "http_proxy", to: "http://me:a/b@proxy:3128" },
      "http://[secret]@proxy:3128",
    ],
    ["repo_mirror_config_changed", { changed: "https_proxy", to: "me:pw@proxy:3128" }, "[secret]@proxy:3128"],
    ["create_robot", { unstructured_metadata: { password: "pw" } }, { unstructured_metadata: "[secret]" }],
    ["setup_repo_trigger", { service: "github", config: { auth: "x" } }, { service: "github", config: "[secret]" }],
    ["pull_repo", { token: "x", app_specific_token: "y" }, { token: "[secret]", app_specific_token: "[secret]" }],
    ["any", { deep: [{ credentials: "x" }] }, { deep: [{ credentials: "[secret]" }] }],
  ])("of %s are hidden: %j", (kind, details, expected) => {
    const { changed } = details as { changed?: string };
    expect(shown(kind, details)).toEqual(typeof expected === "string" ? { changed, to: expected } : expected);
  });

  it.each([
    ["create_robot_federation", { robot: "ci", config: [{ issuer: "https://issuer.example.com/x", subject: "y" }] }],
    ["pull_repo", { app_specific_token_title: "laptop", oauth_token_application: "deploy" }],
    ["repo_mirror_config_changed", { changed: "external_reference", to: "registry.example.com/library/alpine" }],
  ])("are not taken for what is none: %s %j", (kind, details) => {
    expect(shown(kind, details)).toEqual(details);
  });
});
