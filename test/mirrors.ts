import type { LocalQuay } from "../local-quay";
import { callQuay } from "./call-quay";

export const LONG_AGO = "2026-01-01T00:00:00Z";
export const FAR_OFF = "2035-01-01T00:00:00Z";

/** A registry elsewhere, with a login. */
export const elsewhere = {
  logins: { acme: "elsewhere-password" },
  repositories: { "acme/base": ["1", "2"], "acme/tools": ["1"], "other/thing": ["1"] },
};

const login = { external_registry_username: "acme", external_registry_password: "elsewhere-password" };

/** Makes the repository `acme/alpine` a mirror of an alpine elsewhere that everybody may pull, due in 2035. */
export async function mirrorAlpine(quay: LocalQuay, given: object = {}): Promise<void> {
  quay.remoteRegistries["docker.io"] ??= { repositories: { "library/alpine": ["3.20", "3.21", "edge"] } };
  const acme = quay.store.organization("acme") ?? quay.store.addOrganization("acme");
  quay.store.addRepository(acme, "alpine", quay.store.user("admin"));
  quay.store.addRobot(acme, "sync");
  await callQuay(quay, "POST /v1/repository/acme/alpine/mirror", {
    external_reference: "docker.io/library/alpine",
    sync_interval: 3600,
    sync_start_date: FAR_OFF,
    root_rule: { rule_kind: "tag_glob_csv", rule_value: ["3.*"] },
    skopeo_timeout_interval: 300,
    robot_username: "acme+sync",
    external_registry_config: { proxy: { https_proxy: "http://me:proxy-password@proxy.example.com" } },
    ...given,
  });
}

/** Makes the organization `copies` a mirror of `acme` in a registry elsewhere, due in 2035. */
export async function mirrorOrganization(quay: LocalQuay, given: object = {}): Promise<void> {
  quay.remoteRegistries["registry.example.com"] ??= elsewhere;
  quay.store.addRobot(quay.store.addOrganization("copies"), "sync");
  await callQuay(quay, "POST /v1/organization/copies/mirror", {
    external_registry_type: "harbor",
    external_registry_url: "https://registry.example.com",
    external_namespace: "acme",
    robot_username: "copies+sync",
    visibility: "private",
    sync_interval: 3600,
    sync_start_date: FAR_OFF,
    ...login,
    ...given,
  });
}
