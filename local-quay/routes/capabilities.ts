import { ok } from "../responses";
import { route } from "../routing";

export default [
  route("GET /v1/registry/capabilities", ({ features }) =>
    ok({
      sparse_manifests: {
        supported: Boolean(features.SPARSE_INDEX),
        required_architectures: [],
        optional_architectures_allowed: Boolean(features.SPARSE_INDEX),
      },
      mirror_architectures: ["amd64", "arm64", "ppc64le", "s390x"],
    }),
  ),
];
