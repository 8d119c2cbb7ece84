import { immutability, refusedPatterns } from "./immutability";
import type { Specimen } from "./specimen";

interface Named {
  repository: string;
  tagPattern: string;
}

const specimen: Specimen<Named> = {
  least: { repository: "acme/web", tagPattern: "release-\\d+" },
  id: "acme/web:release-\\d+",
  changes: { tagPatternMatches: false },
  drifts: { tagPatternMatches: { theirs: true } },
  // A word of Quay's API, which no path of a policy holds.
  renamed: { tagPattern: "mirror" },
  refused: refusedPatterns,
  unique: false,
  apart: { repository: "apart/web" },
  parents: ["Organization", "Repository"],
  creates: "POST /v1/repository/{repository}/immutabilitypolicy/",
  formats: { tagPattern: "tag pattern" },

  ...immutability(
    (store) =>
      store.repositories().map(({ namespace, name, immutability }) => ({
        at: { repository: `${namespace.name}/${name}` },
        policies: immutability,
      })),
    ({ repository }) => `/v1/repository/${repository}`,
  ),
};

export default specimen;
