import { type Store, smallDirectory } from "../../local-quay";
import { callQuay } from "../call-quay";
import type { Specimen } from "./specimen";

interface Named {
  organization: string;
  team: string;
}

const at = ({ organization, team }: Named) => `/v1/organization/${organization}/team/${team}/syncing`;
const group = (store: Store, { organization, team }: Named) => store.team(organization, team)?.syncedWith;

const specimen: Specimen<Named> = {
  least: { organization: "acme", team: "ops", groupDn: "cn=ops,ou=groups" },
  id: "acme/ops",
  changes: { groupDn: "cn=dev,ou=groups" },
  drifts: { groupDn: { theirs: "cn=ops,ou=groups", writes: 2 } },
  elsewhere: ["groupName", "groupId"],
  renamed: { team: "dev" },
  // The teams of other kinds' specimens have people.
  apart: { team: "apart" },
  parents: ["Organization", "Team"],
  needs(quay) {
    quay.features.TEAM_SYNCING = true;
    quay.directory = smallDirectory;
    const { store } = quay;
    const acme = store.organization("acme");
    for (const name of ["dev", "apart"]) if (acme && !acme.teams.has(name)) store.addTeam(acme, name, "member");
  },
  example(quay) {
    quay.features.TEAM_SYNCING = true;
    quay.directory = smallDirectory;
    return undefined;
  },
  refused: [
    [{ groupDn: "" }, "A distinguished name is not empty"],
    [{ groupDn: " cn=ops,ou=groups" }, "no blanks around it"],
    [{ groupDn: "ops" }, "This is not a distinguished name, for example cn=ops,ou=groups."],
    [{ groupDn: null, groupName: "" }, "A group's name is not empty"],
    [{ groupDn: null, groupId: "x " }, "no blanks around it"],
    [{ groupDn: null }, "Give groupDn, groupName or groupId."],
    [{ groupName: "ops" }, "Give either groupDn, groupName or groupId, and not groupDn and groupName."],
    [{ team: "Ops" }, "is not a team name"],
  ],
  creates: "POST /v1/organization/{orgname}/team/{teamname}/syncing",
  // Only one of the three is for the Quay of the tests.
  agreeing: ({ groupName, groupId, ...given }) => given,

  all: (store) =>
    store
      .organizations()
      .flatMap(({ name: organization, teams }) =>
        [...teams.values()].filter(({ syncedWith }) => syncedWith).map(({ name: team }) => ({ organization, team })),
      ),
  stored(store, { organization, team }) {
    const config = group(store, { organization, team });
    return config && { organization, team, groupDn: config.group_dn };
  },
  change({ store }, named, { groupDn }) {
    const config = group(store, named);
    if (config) config.group_dn = groupDn;
  },
  async changeByApi(quay, named, { groupDn }) {
    await callQuay(quay, `DELETE ${at(named)}`);
    await callQuay(quay, `POST ${at(named)}`, { group_dn: groupDn });
  },
  vanish: (quay, named) => callQuay(quay, `DELETE ${at(named)}`),
};

export default specimen;
