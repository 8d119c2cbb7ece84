import { callQuay } from "../call-quay";
import { people, robot, type Specimen } from "./specimen";

interface Named {
  organization: string;
  team: string;
  member: string;
}

const specimen: Specimen<Named> = {
  least: { organization: "acme", team: "ops", member: "alice" },
  id: "acme/ops/alice",
  // A membership has no properties.
  changes: {},
  drifts: {},
  renamed: { member: "bob" },
  variants: [{ member: "acme+ci" }],
  unique: false,
  parents: ["Organization", "Team"],
  needs(quay) {
    people(quay, "alice", "bob");
    robot(quay, "acme", "ci");
  },
  creates: "PUT /v1/organization/{orgname}/team/{teamname}/members/{membername}",

  all: (store) =>
    store.organizations().flatMap((organization) =>
      [...organization.teams.values()].flatMap(({ name, members, invites }) => {
        const invited = invites.map(({ invited }) => (typeof invited === "string" ? invited : invited.name));
        const names = [...[...members].map((member) => member.name), ...invited];
        return names.map((member) => ({ organization: organization.name, team: name, member }));
      }),
    ),
  stored(store, { organization, team, member }) {
    const { members = [], invites = [] } = store.team(organization, team) ?? {};
    const isMember = [...members].some(({ name }) => name === member);
    const invited = invites.some(({ invited }) => (typeof invited === "string" ? invited : invited.name) === member);
    return isMember || invited ? { organization, team, member, invited } : undefined;
  },
  change: () => {},
  vanish: (quay, { organization, team, member }) =>
    callQuay(quay, `DELETE /v1/organization/${organization}/team/${team}/members/${member}`),
};

export default specimen;
