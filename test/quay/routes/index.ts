import registry from "../registry";
import { inOrder, type Route } from "../routing";
import capabilities from "./capabilities";
import { discovery } from "./discovery";
import error from "./error";
import manifest from "./manifest";
import organization from "./organization";
import organizationApplicationTokens from "./organization-application-tokens";
import organizationApplications from "./organization-applications";
import permission from "./permission";
import prototype from "./prototype";
import repository from "./repository";
import robot from "./robot";
import superuser from "./superuser";
import tag from "./tag";
import team from "./team";
import unimplemented from "./unimplemented";
import user from "./user";
import userStars from "./user-stars";
import web from "./web";

const known: Route[] = [
  ...capabilities,
  ...error,
  ...manifest,
  ...organization,
  ...organizationApplicationTokens,
  ...organizationApplications,
  ...permission,
  ...prototype,
  ...repository,
  ...robot,
  ...superuser,
  ...tag,
  ...team,
  ...user,
  ...userStars,
];

const documented = [...known, ...unimplemented];

/** All that the local Quay answers: the API, and what is beside it. */
export const routes = {
  api: inOrder([...documented, discovery(documented)]),
  web: [...web, ...registry],
};
