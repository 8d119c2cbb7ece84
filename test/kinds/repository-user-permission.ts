import type { Account, Store, Team } from "../../local-quay";
import { callQuay } from "../call-quay";
import { people, robot, type Specimen } from "./specimen";

interface Named {
  repository: string;
  user: string;
}

const at = ({ repository, user }: Named) => `/v1/repository/${repository}/permissions/user/${user}`;

/** All grants to this user or robot on a repository. */
export const granted = (store: Store, isOne: (grantee: Account | Team) => boolean) =>
  store.repositories().flatMap(({ namespace, name, grants }) => {
    const repository = `${namespace.name}/${name}`;
    const found = [...grants].filter(([grantee]) => isOne(grantee));
    return found.map(([grantee, role]) => ({ repository, grantee: grantee.name, role }));
  });

const grants = (store: Store) => granted(store, ({ kind }) => kind !== "team");

const specimen: Specimen<Named> = {
  least: { repository: "acme/web", user: "alice", role: "read" },
  id: "acme/web/user/alice",
  changes: { role: "write" },
  drifts: { role: { theirs: "admin" } },
  renamed: { user: "bob" },
  variants: [{ user: "acme+ci" }],
  unique: false,
  parents: ["Organization", "Repository"],
  needs(quay) {
    people(quay, "alice", "bob");
    robot(quay, "acme", "ci");
  },
  creates: "PUT /v1/repository/{repository}/permissions/user/{username}",
  agreeing: (given) =>
    String(given.repository).startsWith(`${given.user}/`) ? { ...given, user: `${given.user}+robot` } : given,

  all: (store) => grants(store).map(({ repository, grantee }) => ({ repository, user: grantee })),
  stored(store, { repository, user }) {
    const found = grants(store).find((grant) => grant.repository === repository && grant.grantee === user);
    return found && { repository, user, role: found.role };
  },
  change: (quay, named, changes) => callQuay(quay, `PUT ${at(named)}`, changes),
  vanish: (quay, named) => callQuay(quay, `DELETE ${at(named)}`),
};

export default specimen;
