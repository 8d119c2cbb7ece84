import { callQuay } from "../call-quay";
import type { Specimen } from "./specimen";

const at = ({ name }: { name: string }) => `/v1/organization/${name}`;

const specimen: Specimen<{ name: string }> = {
  least: { name: "acme" },
  id: "acme",
  changes: { email: "platform@acme.example", tagExpirationSeconds: 86_400 },
  drifts: { email: { theirs: "somebody@else.example" }, tagExpirationSeconds: { theirs: 604_800 } },
  renamed: { name: "umbrella" },
  guarded: true,
  parents: [],
  creates: "POST /v1/organization/",
  formats: { email: "e-mail address", tagExpirationSeconds: "natural number" },

  all: (store) => store.organizations().map(({ name }) => ({ name })),
  stored(store, { name }) {
    const organization = store.organization(name);
    if (!organization) return undefined;
    const { email, tagExpiration } = organization;
    // Without an e-mail address Quay stores a UUID in its place.
    return { name, email: email.includes("@") ? email : "", tagExpirationSeconds: tagExpiration };
  },
  make: (quay, { name }) => callQuay(quay, "POST /v1/organization/", { name }),
  change: (quay, named, { email, tagExpirationSeconds }) =>
    callQuay(quay, `PUT ${at(named)}`, { email, tag_expiration_s: tagExpirationSeconds }),
  vanish: (quay, named) => callQuay(quay, `DELETE ${at(named)}`),
};

export default specimen;
