import * as quay from "pulumi-quay";

// What was tested as v1.2.3 is what production runs: the same image, not one like it.
const tested = quay.getTagOutput({ repository: "acme/web", name: "v1.2.3" });
const production = new quay.Tag("prod", { repository: "acme/web", digest: tested.digest });

export const image = production.image;
