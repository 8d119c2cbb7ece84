import registry from "../registry";
import { bySpecificity, type Route } from "../routing";
import appspecifictokens from "./appspecifictokens";
import build from "./build";
import capabilities from "./capabilities";
import { discovery } from "./discovery";
import error from "./error";
import globalmessages from "./globalmessages";
import immutabilityPolicy from "./immutability-policy";
import logs from "./logs";
import manifest from "./manifest";
import mirror from "./mirror";
import mirrorhealth from "./mirrorhealth";
import namespacenotification from "./namespacenotification";
import namespacequota from "./namespacequota";
import oauth from "./oauth";
import orgMirror from "./org-mirror";
import organization from "./organization";
import organizationApplicationTokens from "./organization-application-tokens";
import organizationApplications from "./organization-applications";
import organizationProxycache from "./organization-proxycache";
import permission from "./permission";
import policy from "./policy";
import prototype from "./prototype";
import repoemail from "./repoemail";
import repository from "./repository";
import repositorynotification from "./repositorynotification";
import repotoken from "./repotoken";
import robot from "./robot";
import robotIdentityFederation from "./robot-identity-federation";
import search from "./search";
import secscan from "./secscan";
import suconfig from "./suconfig";
import superuser from "./superuser";
import superuserBuilds from "./superuser-builds";
import superuserKeys from "./superuser-keys";
import superuserQuota from "./superuser-quota";
import tag from "./tag";
import team from "./team";
import teamInvites from "./team-invites";
import teamSync from "./team-sync";
import trigger from "./trigger";
import unimplemented from "./unimplemented";
import user from "./user";
import userAuthorizations from "./user-authorizations";
import userNotifications from "./user-notifications";
import userSignIn from "./user-sign-in";
import userStars from "./user-stars";
import web from "./web";
import webMail from "./web-mail";

const known: Route[] = [
  ...appspecifictokens,
  ...build,
  ...capabilities,
  ...error,
  ...globalmessages,
  ...immutabilityPolicy,
  ...logs,
  ...manifest,
  ...mirror,
  ...mirrorhealth,
  ...namespacenotification,
  ...namespacequota,
  ...orgMirror,
  ...organization,
  ...organizationApplicationTokens,
  ...organizationApplications,
  ...organizationProxycache,
  ...permission,
  ...policy,
  ...prototype,
  ...repoemail,
  ...repository,
  ...repositorynotification,
  ...repotoken,
  ...robot,
  ...search,
  ...secscan,
  ...suconfig,
  ...superuser,
  ...superuserBuilds,
  ...superuserKeys,
  ...superuserQuota,
  ...tag,
  ...team,
  ...teamInvites,
  ...teamSync,
  ...trigger,
  ...user,
  ...userAuthorizations,
  ...userNotifications,
  ...userSignIn,
  ...userStars,
];

const documented = [...known, ...unimplemented];

/** All that the local Quay answers: the API, and what is beside it. */
export const routes = {
  api: bySpecificity([...documented, discovery(documented)]),
  web: [...web, ...webMail, ...oauth, ...robotIdentityFederation, ...registry],
};
