import type { LocalQuay, OrganizationMirror, Store } from "../../local-quay";
import { callQuay } from "../call-quay";
import { type Properties, robot, type Specimen } from "./specimen";

interface Named {
  organization: string;
}

const mirrorIn = (store: Store, { organization }: Named) => store.organization(organization)?.mirror;

/** Quay's names for the settings that are stored as they are. */
const plain = {
  registryType: "external_registry_type",
  registryUrl: "external_registry_url",
  externalNamespace: "external_namespace",
  visibility: "visibility",
  repositoryFilters: "repository_filters",
  syncIntervalSeconds: "sync_interval",
  timeoutSeconds: "skopeo_timeout",
  enabled: "is_enabled",
} as const;

const proxies = { httpProxy: "http_proxy", httpsProxy: "https_proxy", noProxy: "no_proxy" } as const;

interface Config {
  verify_tls?: boolean;
  proxy?: Record<string, string | null>;
}

function shown({ settings, robot, password }: OrganizationMirror): Properties {
  const { verify_tls = true, proxy = {} } = settings.external_registry_config as Config;
  return {
    ...Object.fromEntries(Object.entries(plain).map(([name, quays]) => [name, settings[quays]])),
    ...Object.fromEntries(Object.entries(proxies).map(([name, quays]) => [name, proxy[quays] ?? ""])),
    verifyTls: verify_tls,
    robot: robot.name,
    username: settings.external_registry_username ?? "",
    hasPassword: password !== null,
  };
}

/** Not by Quay's API, which cannot change the type of a registry. */
function change({ store }: LocalQuay, named: Named, changes: Properties): void {
  const mirror = mirrorIn(store, named);
  if (!mirror) throw new Error(`${named.organization} is no mirror.`);
  const config = mirror.settings.external_registry_config as Config;
  for (const [name, value] of Object.entries(changes)) {
    if (name in plain) Object.assign(mirror.settings, { [plain[name as keyof typeof plain]]: value });
    else if (name in proxies)
      config.proxy = { ...config.proxy, [proxies[name as keyof typeof proxies]]: String(value) };
    else if (name === "verifyTls") config.verify_tls = value === true;
    else if (name === "username") mirror.settings.external_registry_username = String(value);
    else if (name === "robot") mirror.robot = store.robot(String(value)) ?? mirror.robot;
    else throw new Error(`A mirror has no ${name}.`);
  }
}

const address = "is not the address of a registry";

const specimen: Specimen<Named> = {
  least: {
    organization: "acme",
    registryType: "harbor",
    registryUrl: "https://harbor.example.com",
    externalNamespace: "library",
    robot: "acme+ci",
  },
  id: "acme",
  changes: {
    registryUrl: "https://harbor.example.org:8443/registry",
    externalNamespace: "base",
    robot: "acme+cd",
    visibility: "public",
    repositoryFilters: ["base-*", "tool-?"],
    syncIntervalSeconds: 3600,
    timeoutSeconds: 600,
    enabled: false,
    username: "acme",
    verifyTls: false,
    httpProxy: "http://proxy.example.com:3128",
    httpsProxy: "http://proxy.example.com:3129",
    noProxy: "example.org,10.0.0.0/8",
  },
  drifts: {
    registryType: { ours: "harbor", theirs: "quay" },
    registryUrl: { theirs: "https://elsewhere.example.com" },
    externalNamespace: { theirs: "other" },
    robot: { theirs: "acme+other" },
    visibility: { theirs: "private" },
    repositoryFilters: { theirs: ["base-*"] },
    syncIntervalSeconds: { theirs: 60 },
    timeoutSeconds: { theirs: 30 },
    enabled: { theirs: true },
    username: { theirs: "somebody" },
    verifyTls: { theirs: true },
    httpProxy: { theirs: "http://other.example.com" },
    httpsProxy: { theirs: "http://other.example.com:3129" },
    noProxy: { theirs: "example.com" },
  },
  stateOnly: { syncStartDate: "2027-01-01T00:00:00Z", syncNow: "2027" },
  writeOnly: { given: { password: "open-sesame" }, beside: { username: "acme" } },
  renamed: { organization: "umbrella", robot: "umbrella+ci" },
  apart: { organization: "mirrored", robot: "mirrored+ci" },
  parents: ["Organization", "Robot"],
  needs({ store }: LocalQuay) {
    for (const name of ["umbrella", "mirrored"]) if (!store.organization(name)) store.addOrganization(name);
    for (const name of ["cd", "other"]) robot({ store } as LocalQuay, "acme", name);
    for (const name of ["umbrella", "mirrored"]) robot({ store } as LocalQuay, name, "ci");
    robot({ store } as LocalQuay, "mirrored", "other");
  },
  example: () => ({ harborPassword: "open-sesame" }),
  creates: "POST /v1/organization/{orgname}/mirror",
  formats: { syncStartDate: "moment", password: "password" },
  agreeing: ({ password, ...given }) => ({
    ...given,
    robot: `${given.organization}+ci`,
    ...(password !== undefined && { username: "acme", password }),
  }),
  refused: [
    [{ registryType: "docker" }, /quay.*harbor/],
    [{ registryUrl: "harbor.example.com" }, address],
    [{ registryUrl: "ftp://harbor.example.com" }, address],
    [{ registryUrl: "https://" }, address],
    [{ registryUrl: "https://harbor.example.com?a=b" }, address],
    [
      { registryUrl: "https://acme:hunter2@harbor.example.com" },
      /"https:\/\/…@harbor\.example\.com" is not the address/,
    ],
    [{ externalNamespace: "" }, "This is not the name of an organization, user or project."],
    [{ externalNamespace: "a/b" }, "This is not the name of an organization, user or project."],
    [{ externalNamespace: "x".repeat(256) }, "at most 255 signs"],
    [{ robot: "ci" }, '"ci" is not a robot.'],
    [{ robot: "umbrella+ci" }, "umbrella+ci is no robot of acme, which only its own robots may fill."],
    [{ visibility: "internal" }, /public.*private/],
    [{ repositoryFilters: [""] }, "A glob for names of repositories is not empty"],
    [{ syncIntervalSeconds: 59 }, "from 60 to 2147483647"],
    [{ syncIntervalSeconds: 90.5 }, "a whole number of seconds"],
    [{ timeoutSeconds: 29 }, "from 30 to 3600"],
    [{ timeoutSeconds: 3601 }, "from 30 to 3600"],
    [{ syncStartDate: "soon" }, "This is not a moment"],
    [{ password: "hunter2" }, "A password goes with a username, which is missing."],
    [{ username: "acme", password: "" }, "A password is not empty. Leave it out to have none."],
    [{ httpProxy: " http://proxy" }, "without blanks around it"],
  ],

  all: (store) =>
    store.organizations().flatMap(({ name, mirror }) => (mirror === undefined ? [] : [{ organization: name }])),
  stored(store, named) {
    const mirror = mirrorIn(store, named);
    return mirror && { organization: named.organization, ...shown(mirror) };
  },
  held: (store, named) => ({ password: mirrorIn(store, named)?.password ?? undefined }),
  change,
  changeByApi(quay, { organization }, changes) {
    const {
      registryType,
      robot: robot_username,
      username,
      verifyTls,
      httpProxy,
      httpsProxy,
      noProxy,
      ...rest
    } = changes;
    const fields = Object.entries(rest).map(([name, value]) => [plain[name as keyof typeof plain], value]);
    const proxy = { http_proxy: httpProxy, https_proxy: httpsProxy, no_proxy: noProxy };
    const hasConfig = [verifyTls, httpProxy, httpsProxy, noProxy].some((value) => value !== undefined);
    return callQuay(quay, `PUT /v1/organization/${organization}/mirror`, {
      ...Object.fromEntries(fields),
      robot_username,
      external_registry_username: username,
      external_registry_config: hasConfig ? { verify_tls: verifyTls, proxy } : undefined,
    });
  },
  // Quay's API cannot change the type of a registry.
  unlogged: ["registryType"],
  vanish: (quay, { organization }) => callQuay(quay, `DELETE /v1/organization/${organization}/mirror`),
};

export default specimen;
