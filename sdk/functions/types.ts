export type { BuildResult, GetBuildsArgs } from "../../provider/functions/builds";
export type { CapabilitiesResult, DefaultPrunePolicyResult } from "../../provider/functions/capabilities";
export type {
  GetManifestArgs,
  GetManifestSecurityArgs,
  LayerResult,
  ManifestResult,
  ManifestSecurityResult,
  VulnerabilityResult,
} from "../../provider/functions/manifests";
export type { GetNotificationsArgs, NotificationResult } from "../../provider/functions/notifications";
export type {
  GetOrganizationArgs,
  GetTeamArgs,
  OrganizationResult,
  OrganizationRole,
  OrganizationTeamResult,
  TeamMemberResult,
  TeamResult,
} from "../../provider/functions/organizations";
export type { GetQuotaUsageArgs, QuotaUsageResult } from "../../provider/functions/quotas";
export type { GetRepositoriesArgs, GetRepositoryArgs, RepositoryResult } from "../../provider/functions/repositories";
export type { GetRobotArgs, RobotResult } from "../../provider/functions/robots";
export type { GetTagArgs, GetTagsArgs, TagResult } from "../../provider/functions/tags";
export type { CurrentUserResult, MembershipResult } from "../../provider/functions/users";
