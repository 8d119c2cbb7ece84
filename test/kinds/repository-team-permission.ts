import type { Store } from "../../local-quay";
import { callQuay } from "../call-quay";
import { granted } from "./repository-user-permission";
import type { Specimen } from "./specimen";

interface Named {
  repository: string;
  team: string;
}

const at = ({ repository, team }: Named) => `/v1/repository/${repository}/permissions/team/${team}`;

const grants = (store: Store) => granted(store, ({ kind }) => kind === "team");

const specimen: Specimen<Named> = {
  least: { repository: "acme/web", team: "ops", role: "read" },
  id: "acme/web/team/ops",
  changes: { role: "write" },
  drifts: { role: { theirs: "admin" } },
  renamed: { team: "sre" },
  unique: false,
  parents: ["Organization", "Team", "Repository"],
  needs: (quay) => callQuay(quay, "PUT /v1/organization/acme/team/sre", { role: "member" }),
  creates: "PUT /v1/repository/{repository}/permissions/team/{teamname}",

  all: (store) => grants(store).map(({ repository, grantee }) => ({ repository, team: grantee })),
  stored(store, { repository, team }) {
    const found = grants(store).find((grant) => grant.repository === repository && grant.grantee === team);
    return found && { repository, team, role: found.role };
  },
  change: (quay, named, changes) => callQuay(quay, `PUT ${at(named)}`, changes),
  vanish: (quay, named) => callQuay(quay, `DELETE ${at(named)}`),
};

export default specimen;
