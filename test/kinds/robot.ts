import { callQuay } from "../call-quay";
import { robot, type Specimen } from "./specimen";

interface Named {
  namespace: string;
  name: string;
}

const specimen: Specimen<Named> = {
  least: { namespace: "acme", name: "ci" },
  id: "acme+ci",
  changes: {},
  drifts: {
    description: { ours: "Pushes what CI builds.", theirs: "Somebody's.", writes: 2 },
    metadata: { ours: { system: "ci" }, theirs: { system: "cd" }, writes: 2 },
  },
  stateOnly: { rotate: "2027" },
  renamed: { name: "cd" },
  parents: ["Organization"],
  creates: "PUT /v1/organization/{orgname}/robots/{robot_shortname}",
  formats: { description: "short text", metadata: "JSON object" },

  all: (store) =>
    [...store.accounts.values()]
      .filter(({ kind }) => kind === "robot")
      .map((robot) => robot.name.split("+"))
      .map(([namespace = "", name = ""]) => ({ namespace, name })),
  stored(store, { namespace, name }) {
    const found = store.robot(`${namespace}+${name}`);
    return found && { namespace, name, description: found.description, metadata: found.metadata ?? {} };
  },
  make: (quay, { namespace, name }) => robot(quay, namespace, name),
  // Quay itself cannot change a robot; somebody can delete it and create one with the same name.
  change: ({ store }, { namespace, name }, changes) =>
    Object.assign(store.robot(`${namespace}+${name}`) ?? {}, changes),
  async changeByApi(quay, { namespace, name }, { description, metadata }) {
    const at = `/v1/organization/${namespace}/robots/${name}`;
    await callQuay(quay, `DELETE ${at}`);
    await callQuay(quay, `PUT ${at}`, { description, unstructured_metadata: metadata });
  },
  vanish: (quay, { namespace, name }) => callQuay(quay, `DELETE /v1/organization/${namespace}/robots/${name}`),
};

export default specimen;
