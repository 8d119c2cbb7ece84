import { getBuilds } from "./builds";
import { getCapabilities } from "./capabilities";
import type { UntypedFunction } from "./function";
import { getManifest, getManifestSecurity } from "./manifests";
import { getMirrorHealth } from "./mirrorhealth";
import { getMirrorStatus, getOrganizationMirrorRepositories } from "./mirrors";
import { getNotifications } from "./notifications";
import { getOrganization, getTeam } from "./organizations";
import { getQuotaUsage } from "./quotas";
import { getRepositories, getRepository } from "./repositories";
import { getRobot } from "./robots";
import { getTag, getTags } from "./tags";
import { getCurrentUser } from "./users";

/** All functions of the package, by name. */
export const functions: Record<string, UntypedFunction> = {
  getBuilds,
  getCapabilities,
  getCurrentUser,
  getManifest,
  getManifestSecurity,
  getMirrorHealth,
  getMirrorStatus,
  getNotifications,
  getOrganization,
  getOrganizationMirrorRepositories,
  getQuotaUsage,
  getRepositories,
  getRepository,
  getRobot,
  getTag,
  getTags,
  getTeam,
};
