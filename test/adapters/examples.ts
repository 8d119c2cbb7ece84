import type { LocalQuay } from "../../local-quay";

/** A call of an operation. */
export interface Example {
  /** Values for the path, and the query or the body. */
  path: Record<string, string>;
  beside?: Record<string, unknown>;
}

/** One that Quay carries out, with its response, and one that it refuses, with its message. */
export interface Pair {
  done: Example & { status: number; answer?: unknown };
  refused: Example & { status: number; words: string };
}

const repository = "acme/web";
const missing = { repository: "acme/missing" };
const far = { repository: "elsewhere/web" };

/** Seeds a Quay for the examples below; the token of `acme`'s admin has no rights in `elsewhere`. */
export function prepare(quay: LocalQuay): { digest: string } {
  quay.features.SECURITY_SCANNER = true;
  quay.features.SUPERUSERS_FULL_ACCESS = false;
  quay.addUser("alice");
  const { store } = quay;
  store.addOrganization("acme");
  store.addRepository(store.addOrganization("elsewhere", store.user("alice")), "web");
  return quay.push(repository, "v1");
}

/** Each of the sixteen operations, carried out and refused. */
export const examples = (digest: string): Record<string, Pair> => ({
  listrepos: {
    done: {
      path: {},
      beside: { namespace: "acme", public: false },
      status: 200,
      answer: { repositories: [{ namespace: "acme", name: "web" }] },
    },
    refused: { path: {}, status: 400, words: "namespace, starred or public are required for this API call" },
  },
  createrepo: {
    done: {
      path: {},
      beside: { namespace: "acme", repository: "api", visibility: "public", description: "The API." },
      status: 201,
      answer: { namespace: "acme", name: "api", kind: "image" },
    },
    refused: {
      path: {},
      beside: { namespace: "acme", repository: "web" },
      status: 400,
      words: "Repository already exists",
    },
  },
  getrepo: {
    done: {
      path: { repository },
      beside: { includeTags: true },
      status: 200,
      answer: { name: "web", can_admin: true },
    },
    refused: { path: missing, status: 404, words: "Not Found" },
  },
  deleterepo: {
    done: { path: { repository }, status: 204 },
    refused: { path: far, status: 403, words: "Unauthorized" },
  },
  listrepotags: {
    done: {
      path: { repository },
      beside: { onlyActiveTags: true, limit: 10 },
      status: 200,
      answer: { tags: [{ name: "v1", manifest_digest: digest }], page: 1, has_additional: false },
    },
    refused: { path: missing, status: 404, words: "Not Found" },
  },
  changetag: {
    done: { path: { repository, tag: "v2" }, beside: { manifest_digest: digest }, status: 201, answer: "Updated" },
    refused: {
      path: { repository, tag: "v2" },
      beside: { manifest_digest: "sha256:00" },
      status: 404,
      words: "Not Found",
    },
  },
  deletetag: {
    done: { path: { repository, tag: "v1" }, status: 204 },
    refused: { path: { repository, tag: "v7" }, status: 404, words: "Not Found" },
  },
  getmanifest: {
    done: { path: { repository, manifestref: digest }, status: 200, answer: { digest, is_manifest_list: false } },
    refused: { path: { repository, manifestref: "sha256:00" }, status: 404, words: "Not Found" },
  },
  getmanifestsecurity: {
    done: { path: { repository, manifestref: digest }, status: 200, answer: { status: "queued", data: null } },
    refused: { path: { repository, manifestref: "sha256:00" }, status: 404, words: "Not Found" },
  },
  listrepobuilds: {
    done: { path: { repository }, beside: { limit: 3 }, status: 200, answer: { builds: [] } },
    refused: { path: far, status: 403, words: "Unauthorized" },
  },
  requestrepobuild: {
    done: {
      path: { repository },
      beside: { archive_url: "https://example.com/web.tar.gz", docker_tags: ["v3"] },
      status: 201,
      answer: { phase: "waiting", tags: ["v3"] },
    },
    refused: {
      path: { repository },
      beside: { file_id: "none" },
      status: 400,
      words: "File none could not be found or is invalid",
    },
  },
  getorganization: {
    done: { path: { orgname: "acme" }, status: 200, answer: { name: "acme", is_admin: true } },
    refused: { path: { orgname: "missing" }, status: 404, words: "Not Found" },
  },
  updateorganizationteam: {
    done: {
      path: { orgname: "acme", teamname: "ops" },
      beside: { role: "creator", description: "On call." },
      status: 200,
      answer: { name: "ops", role: "creator", description: "On call.", new_team: true },
    },
    refused: {
      path: { orgname: "elsewhere", teamname: "ops" },
      beside: { role: "member" },
      status: 403,
      words: "Unauthorized",
    },
  },
  createorgrobot: {
    done: {
      path: { orgname: "acme", robot_shortname: "ci" },
      beside: { description: "Builds.", unstructured_metadata: { of: { any: ["depth"] } } },
      status: 201,
      answer: { name: "acme+ci", description: "Builds.", token: expect.stringMatching(/^[A-Z0-9]{64}$/) },
    },
    refused: {
      path: { orgname: "elsewhere", robot_shortname: "ci" },
      status: 403,
      words: "Unauthorized",
    },
  },
  getloggedinuser: {
    done: { path: {}, status: 200, answer: { username: "admin" } },
    refused: { path: {}, status: 401, words: "Requires authentication" },
  },
  changeuserpermissions: {
    done: {
      path: { repository, username: "alice" },
      beside: { role: "write" },
      status: 200,
      answer: { name: "alice", role: "write" },
    },
    refused: {
      path: { repository, username: "nobody" },
      beside: { role: "write" },
      status: 400,
      words: "Invalid username: nobody",
    },
  },
});

/** A token that may read the user is never refused this one. */
export const narrow = (quay: LocalQuay, name: string): string | undefined =>
  name === "getloggedinuser" ? quay.mint({ scope: "repo:read" }) : undefined;
