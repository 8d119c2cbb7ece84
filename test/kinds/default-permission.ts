import type { Prototype, Store } from "../../local-quay";
import { callQuay } from "../call-quay";
import { people, type Specimen } from "./specimen";

interface Named {
  organization: string;
  user?: string;
  team?: string;
  createdBy?: string;
}

function nameOf(organization: string, { delegate, activatingUser }: Prototype): Named {
  const to = delegate.kind === "team" ? { team: delegate.name } : { user: delegate.name };
  return { organization, ...to, ...(activatingUser && { createdBy: activatingUser.name }) };
}

/** The one with this name. Quay would keep several; the provider must not create a second. */
function found(store: Store, { organization, user, team, createdBy }: Named): Prototype | undefined {
  const all = [...(store.organization(organization)?.prototypes.values() ?? [])];
  const same = all.filter(({ delegate, activatingUser }) => {
    const [kind, name] = team === undefined ? ["user", user] : ["team", team];
    return (
      (delegate.kind === "team") === (kind === "team") && delegate.name === name && activatingUser?.name === createdBy
    );
  });
  expect(same.length).toBeLessThan(2);
  return same[0];
}

const at = ({ store }: { store: Store }, named: Named) =>
  `/v1/organization/${named.organization}/prototypes/${found(store, named)?.id}`;

const specimen: Specimen<Named> = {
  least: { organization: "acme", team: "ops", role: "read" },
  id: "acme/team/ops",
  changes: { role: "write" },
  drifts: { role: { theirs: "admin" } },
  renamed: { team: "sre" },
  variants: [{ createdBy: "alice" }],
  unique: false,
  parents: ["Organization", "Team"],
  async needs(quay) {
    people(quay, "alice");
    await callQuay(quay, "PUT /v1/organization/acme/team/sre", { role: "member" });
  },
  creates: "POST /v1/organization/{orgname}/prototypes",
  agreeing({ team, user, ...rest }) {
    return team === undefined ? { ...rest, user: user ?? "alice" } : { ...rest, team };
  },

  all: (store) =>
    store
      .organizations()
      .flatMap(({ name, prototypes }) => [...prototypes.values()].map((prototype) => nameOf(name, prototype))),
  stored(store, named) {
    const prototype = found(store, named);
    return prototype && { ...nameOf(named.organization, prototype), role: prototype.role };
  },
  change: (quay, named, changes) => callQuay(quay, `PUT ${at(quay, named)}`, changes),
  vanish: (quay, named) => callQuay(quay, `DELETE ${at(quay, named)}`),
};

export default specimen;
