import { immutability, refusedPatterns } from "./immutability";
import type { Specimen } from "./specimen";

interface Named {
  namespace: string;
  tagPattern: string;
}

const specimen: Specimen<Named> = {
  least: { namespace: "acme", tagPattern: "release-.*" },
  id: "acme:release-.*",
  changes: { tagPatternMatches: false },
  drifts: { tagPatternMatches: { theirs: true } },
  renamed: { tagPattern: "v\\d+(:|$)" },
  refused: refusedPatterns,
  unique: false,
  apart: { namespace: "apart" },
  parents: ["Organization"],
  creates: "POST /v1/organization/{orgname}/immutabilitypolicy/",
  formats: { tagPattern: "tag pattern" },

  ...immutability(
    (store) =>
      [...store.users(), ...store.organizations()].map(({ name, immutability }) => ({
        at: { namespace: name },
        policies: immutability,
      })),
    ({ namespace }) => `/v1/organization/${namespace}`,
  ),
};

export default specimen;
