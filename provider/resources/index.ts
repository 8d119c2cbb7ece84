import type { Resource } from "../lifecycle/resource";
import { defaultPermission } from "./default-permission";
import { namespaceAutoPrunePolicy } from "./namespace-auto-prune-policy";
import { namespaceImmutabilityPolicy } from "./namespace-immutability-policy";
import { namespaceNotification } from "./namespace-notification";
import { organization } from "./organization";
import { organizationMirror } from "./organization-mirror";
import { proxyCache } from "./proxy-cache";
import { quota } from "./quota";
import { repository } from "./repository";
import { repositoryAutoPrunePolicy } from "./repository-auto-prune-policy";
import { repositoryImmutabilityPolicy } from "./repository-immutability-policy";
import { repositoryMirror } from "./repository-mirror";
import { repositoryNotification } from "./repository-notification";
import { repositoryTeamPermission } from "./repository-team-permission";
import { repositoryUserPermission } from "./repository-user-permission";
import { robot } from "./robot";
import { robotFederation } from "./robot-federation";
import { tag } from "./tag";
import { team } from "./team";
import { teamMember } from "./team-member";
import { teamSync } from "./team-sync";

const all = [
  organization,
  team,
  teamMember,
  teamSync,
  robot,
  robotFederation,
  repository,
  tag,
  repositoryUserPermission,
  repositoryTeamPermission,
  repositoryMirror,
  repositoryNotification,
  defaultPermission,
  organizationMirror,
  quota,
  namespaceImmutabilityPolicy,
  repositoryImmutabilityPolicy,
  namespaceNotification,
  namespaceAutoPrunePolicy,
  repositoryAutoPrunePolicy,
  proxyCache,
];

/** Every kind by its name. The names are stored in states and must never change. */
export const resources: Record<string, Resource> = Object.fromEntries(all.map((kind) => [kind.kind, kind]));
