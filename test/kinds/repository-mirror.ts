import type { LocalQuay, Store } from "../../local-quay";
import { callQuay } from "../call-quay";
import { type Properties, robot, type Specimen } from "./specimen";

interface Named {
  repository: string;
}

function mirrored(store: Store, { repository }: Named) {
  const [namespace = "", ...rest] = repository.split("/");
  const found = store.repository(namespace, rest.join("/"));
  return found?.state === "MIRROR" ? found.mirror : undefined;
}

/** What Quay's own page sends to change these properties. */
function body(changes: Properties) {
  const { httpProxy, httpsProxy, noProxy, verifyTls, unsignedImages, tags } = changes;
  const proxy = { http_proxy: httpProxy, https_proxy: httpsProxy, no_proxy: noProxy };
  return {
    external_reference: changes.externalReference,
    robot_username: changes.robot,
    root_rule: tags && { rule_kind: "tag_glob_csv", rule_value: tags },
    sync_interval: changes.syncIntervalSeconds,
    is_enabled: changes.enabled,
    external_registry_username: changes.username,
    external_registry_config: { verify_tls: verifyTls, unsigned_images: unsignedImages, proxy },
    skopeo_timeout_interval: changes.timeoutSeconds,
    architecture_filter: changes.architectures,
  };
}

function repository({ store }: LocalQuay, namespace: string, name: string) {
  const owner = store.namespace(namespace);
  if (owner && !store.repository(namespace, name)) store.addRepository(owner, name, store.user("admin"));
}

const specimen: Specimen<Named> = {
  least: {
    repository: "acme/web",
    externalReference: "docker.io/library/alpine",
    robot: "acme+sync",
    tags: ["3.*"],
  },
  id: "acme/web",
  changes: {
    externalReference: "quay.example.com:8443/base/alpine",
    robot: "acme+other",
    tags: ["3.*", "latest"],
    syncIntervalSeconds: 3600,
    enabled: false,
    username: "acme",
    verifyTls: false,
    httpProxy: "http://proxy.example.com:3128",
    httpsProxy: "http://proxy.example.com:3129",
    noProxy: "localhost,.example.com",
    unsignedImages: true,
    timeoutSeconds: 600,
    architectures: ["amd64", "arm64"],
  },
  drifts: {
    externalReference: { theirs: "docker.io/library/busybox" },
    robot: { theirs: "acme+sync", writes: 0 },
    tags: { theirs: ["*"], writes: 0 },
    syncIntervalSeconds: { theirs: 60, writes: 0 },
    enabled: { ours: true, theirs: false, writes: 0 },
    username: { theirs: "mallory", writes: 0 },
    verifyTls: { ours: true, theirs: false, writes: 0 },
    httpProxy: { theirs: "http://elsewhere.example.com", writes: 0 },
    httpsProxy: { theirs: "http://elsewhere.example.com:1", writes: 0 },
    noProxy: { theirs: "nowhere.example.com", writes: 0 },
    unsignedImages: { ours: false, theirs: true, writes: 0 },
    timeoutSeconds: { theirs: 900, writes: 0 },
    architectures: { theirs: ["s390x"], writes: 0 },
  },
  stateOnly: { syncStartDate: "2035-01-01T00:00:00Z", syncNow: "2027" },
  writeOnly: { given: { password: "hub-secret" }, beside: { username: "acme" } },
  renamed: { repository: "acme/lib" },
  // Nobody pushes a tag to a mirror.
  apart: { repository: "acme/alpine" },
  parents: ["Organization", "Repository"],
  needs(quay) {
    quay.features.SPARSE_INDEX = true;
    for (const name of ["lib", "alpine"]) repository(quay, "acme", name);
    for (const name of ["sync", "other"]) robot(quay, "acme", name);
  },
  example: () => ({ hub: "hub-secret" }),
  refused: [
    [{ repository: "web" }, '"web" has no organization.'],
    [{ robot: null }, "This property is missing."],
    [{ robot: "sync" }, '"sync" is not a robot.'],
    [{ robot: "umbrella+sync" }, "umbrella+sync is no robot of acme"],
    [{ externalReference: "https://docker.io/library/alpine" }, "without a scheme"],
    [{ externalReference: "docker.io" }, "host and path"],
    [{ externalReference: "docker.io/" }, "host and path"],
    [{ externalReference: "docker.io/library//alpine" }, "host and path"],
    [{ externalReference: "" }, "host and path"],
    [{ externalReference: "docker.io/library/al pine" }, "host and path"],
    [{ externalReference: "docker.io/library/alpine?x=y" }, "host and path"],
    [{ externalReference: "docker.io/library/alpine#x" }, "host and path"],
    [{ externalReference: "docker.io/library/alpine%20" }, "host and path"],
    [{ externalReference: "docker.io/library\\alpine" }, "host and path"],
    [{ externalReference: "docker.io/library/alpine:3.20" }, "without a scheme, a login, a tag or a digest"],
    [{ externalReference: "docker.io/library/alpine@sha256:0123" }, "without a scheme, a login, a tag or a digest"],
    [{ externalReference: "alice:secret@docker.io/library/alpine" }, "without a scheme, a login, a tag or a digest"],
    [{ tags: [] }, "There is no glob. To copy all tags, write *."],
    [{ tags: [""] }, "This matches no tag."],
    [{ tags: ["3.*, latest"] }, "This matches no tag. Give globs one by one"],
    [{ tags: "3.*" }, "This is not a list."],
    [{ syncIntervalSeconds: 0 }, "from 1 to 2147483647"],
    [{ syncIntervalSeconds: -1 }, "from 1 to 2147483647"],
    [{ syncIntervalSeconds: 2_147_483_648 }, "from 1 to 2147483647"],
    [{ syncIntervalSeconds: "3600" }, "This is a whole number of seconds"],
    [{ timeoutSeconds: 299 }, "from 300 to 2147483647"],
    [{ syncStartDate: "tomorrow" }, "This is not a moment"],
    [{ syncStartDate: "2035-01-01" }, "This is not a moment"],
    [{ password: "hub-secret" }, "A password goes with a username"],
    [{ username: "acme", password: "" }, "A password is not empty."],
    [{ username: "acme", password: 5 }, "This is not a string."],
    [{ architectures: ["pdp11"] }, "amd64"],
    [{ enabled: "yes" }, "This is not"],
    [{ external_reference: "docker.io/library/alpine" }, "RepositoryMirror has no property external_reference."],
  ],
  creates: "POST /v1/repository/{repository}/mirror",
  formats: {
    externalReference: "image repository",
    tags: "globs",
    syncIntervalSeconds: "seconds, from 1",
    timeoutSeconds: "seconds, from 300",
    syncStartDate: "moment",
    password: "password",
  },
  agreeing({ robot, ...given }) {
    const { password, ...rest } = given;
    const [namespace] = String(given.repository).split("/");
    return { ...(given.username ? given : rest), ...(robot !== undefined && { robot: `${namespace}+sync` }) };
  },

  all: (store) =>
    store
      .repositories()
      .map(({ namespace, name }) => ({ repository: `${namespace.name}/${name}` }))
      .filter((named) => mirrored(store, named)),
  stored(store, named) {
    const mirror = mirrored(store, named);
    if (!mirror) return undefined;
    const { settings, robot } = mirror;
    const { verify_tls, unsigned_images, proxy } = settings.external_registry_config as Properties;
    const { http_proxy, https_proxy, no_proxy } = (proxy ?? {}) as Properties;
    return {
      ...named,
      externalReference: settings.external_reference,
      robot: robot.name,
      tags: [...settings.root_rule.rule_value].sort(),
      syncIntervalSeconds: settings.sync_interval,
      enabled: settings.is_enabled,
      username: settings.external_registry_username ?? "",
      verifyTls: verify_tls,
      httpProxy: http_proxy ?? "",
      httpsProxy: https_proxy ?? "",
      noProxy: no_proxy ?? "",
      unsignedImages: unsigned_images,
      timeoutSeconds: settings.skopeo_timeout_interval,
      architectures: settings.architecture_filter,
    };
  },
  held: (store, named) => ({ password: mirrored(store, named)?.password ?? undefined }),
  change: (quay, { repository }, changes) => callQuay(quay, `PUT /v1/repository/${repository}/mirror`, body(changes)),
  // Quay deletes no configuration.
  unlogged: ["robot"],
  vanish: (quay, { repository }) => callQuay(quay, `PUT /v1/repository/${repository}/changestate`, { state: "NORMAL" }),
};

export default specimen;
