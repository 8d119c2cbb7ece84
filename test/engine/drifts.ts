import type * as pulumi from "@pulumi/pulumi";
import * as quay from "pulumi-quay";
import type { LocalQuay, Role, Store } from "../../local-quay";

type Values = Record<string, unknown>;

interface Kind {
  /** One of them, in the organization acme where it can be. */
  make(name: string, args: never, acme: pulumi.Input<string>): unknown;
  /** What Quay's own store holds of it, in our words. */
  see(store: Store, name: string): Values;
  /** Somebody else changes something. */
  change(store: Store, name: string, theirs: Values): void;
  /** Of everything that can change and leave it the same thing: what the program says, and what somebody else makes of it. */
  drifts: Record<string, Drift>;
  /** Quay cannot change it back, so it is made anew. */
  replaced?: true;
}

interface Drift {
  ours: unknown;
  theirs: unknown;
  /** How many it takes to heal it; one unless given. */
  writes?: number;
}

/** Somebody else's organization, with two images, a team and a user, for what needs them. */
export function furnish(local: LocalQuay): void {
  const { store } = local;
  local.addUser("mia");
  const admin = store.user("admin");
  if (admin) store.addTeam(store.addOrganization("depot", admin), "crew", "member");
  for (const seed of ["one", "two"]) local.push("depot/images", seed, { seed });
}

const one = "sha256:52ba1f332b2fb567fdc45a2b66824496cc7d62837744074f53b2ccb25b1a5fab";
const two = "sha256:a05a793634c3817146df9725c8ad07759f851ee48097bfeec699dd3bfc5511ad";
const inDays = (days: number) => `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 19)}Z`;

const team = (store: Store, name: string) => store.team("acme", name);
const images = (store: Store) => store.repository("depot", "images");
const tag = (store: Store, name: string) => images(store)?.tags.findLast((each) => each.name === name);
const prototype = (store: Store) => [...(store.organization("depot")?.prototypes.values() ?? [])][0];

export const kinds: Record<string, Kind> = {
  Organization: {
    make: (name, args) => new quay.Organization(name, args),
    see(store, name) {
      const { email, tagExpiration } = store.organization(name) ?? {};
      return { email, tagExpirationSeconds: tagExpiration };
    },
    change(store, name, { email, tagExpirationSeconds }) {
      const found = store.organization(name);
      if (found && email !== undefined) Object.assign(found, { email });
      if (found && tagExpirationSeconds !== undefined) Object.assign(found, { tagExpiration: tagExpirationSeconds });
    },
    drifts: {
      email: { ours: "platform@acme.example", theirs: "somebody@else.example" },
      tagExpirationSeconds: { ours: 604_800, theirs: 86_400 },
    },
  },

  Repository: {
    make: (name, args: object, namespace) => new quay.Repository(name, { namespace, ...args }),
    see(store, name) {
      const { isPublic, description, state } = store.repository("acme", name) ?? {};
      return { visibility: isPublic ? "public" : "private", description, state };
    },
    change(store, name, { visibility, ...theirs }) {
      if (visibility) Object.assign(theirs, { isPublic: visibility === "public" });
      Object.assign(store.repository("acme", name) ?? {}, theirs);
    },
    drifts: {
      visibility: { ours: "public", theirs: "private" },
      description: { ours: "The web shop.", theirs: "Closed." },
      state: { ours: "READ_ONLY", theirs: "NORMAL" },
    },
  },

  Team: {
    make: (name, args: object, organization) => new quay.Team(name, { organization, ...args }),
    see: (store, name) => ({ role: team(store, name)?.role, description: team(store, name)?.description }),
    change: (store, name, theirs) => Object.assign(team(store, name) ?? {}, theirs),
    drifts: {
      role: { ours: "creator", theirs: "admin" },
      description: { ours: "On call.", theirs: "Lunch." },
    },
  },

  Robot: {
    make: (name, args: object, namespace) => new quay.Robot(name, { namespace, replaceWhenChanged: true, ...args }),
    see(store, name) {
      const { description, metadata } = store.robot(`acme+${name}`) ?? {};
      return { description, metadata };
    },
    change: (store, name, theirs) => Object.assign(store.robot(`acme+${name}`) ?? {}, theirs),
    drifts: {
      description: { ours: "Pushes what CI builds.", theirs: "Somebody's.", writes: 2 },
      metadata: { ours: { system: "ci" }, theirs: { system: "cd" }, writes: 2 },
    },
    replaced: true,
  },

  Tag: {
    make: (name, args: object) => new quay.Tag(name, { repository: "depot/images", digest: one, ...args }),
    see(store, name) {
      const { digest, end, immutable } = tag(store, name) ?? {};
      return { digest, expiration: end && new Date(end).toISOString().replace(".000", ""), immutable };
    },
    change(store, name, { expiration, ...theirs }) {
      if (expiration) Object.assign(theirs, { end: Date.parse(expiration as string) });
      Object.assign(tag(store, name) ?? {}, theirs);
    },
    drifts: {
      // A tag that is moved loses its expiration.
      digest: { ours: one, theirs: two, writes: 2 },
      expiration: { ours: inDays(30), theirs: inDays(60) },
      immutable: { ours: false, theirs: true },
    },
  },

  RepositoryUserPermission: {
    make: (name, args: { role: Role }) =>
      new quay.RepositoryUserPermission(name, { repository: "depot/images", user: "mia", ...args }),
    see(store) {
      const mia = store.user("mia");
      return { role: mia && images(store)?.grants.get(mia) };
    },
    change(store, _, { role }) {
      const [repository, mia] = [images(store), store.user("mia")];
      if (repository && mia) store.grant(repository, mia, role as Role);
    },
    drifts: { role: { ours: "read", theirs: "admin" } },
  },

  RepositoryTeamPermission: {
    make: (name, args: { role: Role }) =>
      new quay.RepositoryTeamPermission(name, { repository: "depot/images", team: "crew", ...args }),
    see(store) {
      const crew = store.team("depot", "crew");
      return { role: crew && images(store)?.grants.get(crew) };
    },
    change(store, _, { role }) {
      const [repository, crew] = [images(store), store.team("depot", "crew")];
      if (repository && crew) store.grant(repository, crew, role as Role);
    },
    drifts: { role: { ours: "read", theirs: "admin" } },
  },

  DefaultPermission: {
    make: (name, args: { role: Role }) =>
      new quay.DefaultPermission(name, { organization: "depot", team: "crew", ...args }),
    see: (store) => ({ role: prototype(store)?.role }),
    change: (store, _, theirs) => Object.assign(prototype(store) ?? {}, theirs),
    drifts: { role: { ours: "read", theirs: "admin" } },
  },

  // A member is one or is none.
  TeamMember: {
    make: (name, _, organization) => new quay.TeamMember(name, { organization, team: "owners", member: "mia" }),
    see: () => ({}),
    change: () => {},
    drifts: {},
  },
};
