import { callQuay } from "../call-quay";
import { robot, type Specimen } from "./specimen";

interface Named {
  robot: string;
}

const issuer = "https://token.actions.githubusercontent.com";
const branch = (name: string) => ({ issuer, subject: `repo:acme/web:ref:refs/heads/${name}` });

function at({ robot }: Named) {
  const [namespace, name] = robot.split("+");
  return `/v1/organization/${namespace}/robots/${name}/federation`;
}

const specimen: Specimen<Named> = {
  least: { robot: "acme+ci", identities: [branch("main")] },
  id: "acme+ci",
  changes: { identities: [branch("main"), branch("next")] },
  drifts: { identities: { theirs: [branch("main"), branch("other")] } },
  renamed: { robot: "acme+cd" },
  parents: ["Organization", "Robot"],
  own: [{ robot: "admin+ci" }, { robot: "admin+cd" }],
  needs(quay) {
    robot(quay, "acme", "cd");
    for (const name of ["ci", "cd"]) robot(quay, "admin", name);
  },
  refused: [
    [{ robot: "ci" }, '"ci" is not a robot. It is named in full, for example robot.fullName.'],
    [{ robot: "acme/ci" }, '"acme/ci" is not a robot.'],
    [{ identities: [] }, "There is no identity. To let none log in, remove the resource."],
    [
      { identities: [{ issuer: "gitlab.example.com", subject: "a" }] },
      '"gitlab.example.com" is not the address of an issuer',
    ],
    [{ identities: [{ issuer: "http://gitlab.example.com", subject: "a" }] }, "It begins with https://"],
    [{ identities: [{ issuer: "https://", subject: "a" }] }, '"https://" is not the address of an issuer'],
    [{ identities: [{ issuer: "https://gitlab.example.com?a=b", subject: "a" }] }, "has no ? or #"],
    [{ identities: [{ issuer: "https://gitlab.example.com", subject: "" }] }, "A subject is not empty"],
    [{ identities: [{ issuer: "https://gitlab.example.com", subject: " a" }] }, "no blanks around it"],
    [{ identities: [{ issuer: "https://gitlab.example.com" }] }, "subject"],
    [{ identities: [{ issuer, subject: "acme/web" }] }, "acme/web is not a subject of GitHub Actions"],
    [{ identities: [{ issuer, subject: "repo:acme/web:*" }] }, "repo:acme/web:*: Quay compares a subject as a whole"],
  ],
  creates: "POST /v1/organization/{orgname}/robots/{robot_shortname}/federation",

  all: (store) =>
    [...store.accounts.values()].flatMap((account) =>
      account.kind === "robot" && account.federation.length > 0 ? [{ robot: account.name }] : [],
    ),
  stored(store, named) {
    const identities = store.robot(named.robot)?.federation ?? [];
    return identities.length > 0 ? { ...named, identities } : undefined;
  },
  change: (quay, named, { identities }) => callQuay(quay, `POST ${at(named)}`, identities),
  vanish: (quay, named) => callQuay(quay, `DELETE ${at(named)}`),
};

export default specimen;
