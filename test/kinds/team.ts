import { callQuay } from "../call-quay";
import type { Specimen } from "./specimen";

interface Named {
  organization: string;
  name: string;
}

const at = ({ organization, name }: Named) => `/v1/organization/${organization}/team/${name}`;

const specimen: Specimen<Named> = {
  least: { organization: "acme", name: "ops" },
  id: "acme/ops",
  changes: { role: "creator", description: "On call." },
  drifts: { role: { theirs: "admin" }, description: { theirs: "Lunch." } },
  renamed: { name: "sre" },
  parents: ["Organization"],
  creates: "PUT /v1/organization/{orgname}/team/{teamname}",
  agreeing: (given) => (given.name === "owners" ? { ...given, role: "admin" } : given),

  all: (store) =>
    store
      .organizations()
      .flatMap(({ name: organization, teams }) => [...teams.keys()].map((name) => ({ organization, name }))),
  stored(store, { organization, name }) {
    const team = store.team(organization, name);
    return team && { organization, name, role: team.role, description: team.description };
  },
  make: (quay, named) => callQuay(quay, `PUT ${at(named)}`, { role: "member" }),
  change(quay, named, changes) {
    const { role } = quay.store.team(named.organization, named.name) ?? {};
    return callQuay(quay, `PUT ${at(named)}`, { role, ...changes });
  },
  vanish: (quay, named) => callQuay(quay, `DELETE ${at(named)}`),
};

export default specimen;
