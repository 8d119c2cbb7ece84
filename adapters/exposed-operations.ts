import { getRepoBuilds, requestRepoBuild } from "../provider/quay/api/build";
import { getRepoManifest } from "../provider/quay/api/manifest";
import { getOrganization } from "../provider/quay/api/organization";
import { changeUserPermissions } from "../provider/quay/api/permission";
import { createRepo, deleteRepository, getRepo, listRepos } from "../provider/quay/api/repository";
import { createOrgRobot } from "../provider/quay/api/robot";
import { getRepoManifestSecurity } from "../provider/quay/api/secscan";
import { changeTag, deleteFullTag, listRepoTags } from "../provider/quay/api/tag";
import { updateOrganizationTeam } from "../provider/quay/api/team";
import { getLoggedInUser } from "../provider/quay/api/user";
import { changes, creates, destroys, type ExposedOperation, expose, reads } from "./exposed-operation";

/** The sixteen operations that the REST and MCP adapters expose by default. */
export const exposedOperations: ExposedOperation[] = [
  expose({
    name: "listrepos",
    operation: listRepos,
    hints: reads,
    description:
      "List repositories. Use it to find a repository's exact name. Say at least one of namespace, public or starred; a hundred " +
      "come at a time, and next_page leads to more.",
  }),
  expose({
    name: "createrepo",
    operation: createRepo,
    hints: creates,
    success: 201,
    description:
      "Create an empty repository. Pushing an image to a new name makes one too, so this is for setting visibility and " +
      "description beforehand. Refused when it exists.",
  }),
  expose({
    name: "getrepo",
    operation: getRepo,
    hints: reads,
    description:
      "Get one repository: description, visibility, state, its newest tags, and whether the token may write or administer it.",
  }),
  expose({
    name: "deleterepo",
    operation: deleteRepository,
    hints: destroys,
    success: 204,
    description:
      "Delete a repository with all its images and tags. This cannot be undone: look with getrepo first, and make sure " +
      "that it is wanted. The answer is the same when there was none.",
  }),
  expose({
    name: "listrepotags",
    operation: listRepoTags,
    hints: reads,
    description:
      "List the tags of a repository with the digests they point at, newest first. Set onlyActiveTags to true unless you want " +
      "the history of moved and deleted tags too.",
  }),
  expose({
    name: "changetag",
    operation: changeTag,
    hints: changes,
    success: 201,
    description:
      "Point a tag at a manifest of the same repository (this makes the tag when there is none), or set when it expires, or " +
      "whether it is immutable. Do these in calls of their own: a new manifest_digest drops the expiration and immutability " +
      "that were set before.",
  }),
  expose({
    name: "deletetag",
    operation: deleteFullTag,
    hints: destroys,
    success: 204,
    description:
      "Delete a tag. Its image stays for the time the organization keeps deleted tags, then it is gone unless another tag " +
      "points at it.",
  }),
  expose({
    name: "getmanifest",
    operation: getRepoManifest,
    hints: reads,
    description:
      "Get the manifest of an image by digest, with its layers and the commands that made them. Use listrepotags for the " +
      "digest of a tag.",
  }),
  expose({
    name: "getmanifestsecurity",
    operation: getRepoManifestSecurity,
    hints: reads,
    description:
      "Get the known vulnerabilities of an image by digest, as Quay's scanner found them. Not found on a Quay without a " +
      "scanner; queued while the scan is yet to come.",
  }),
  expose({
    name: "listrepobuilds",
    operation: getRepoBuilds,
    hints: reads,
    description:
      "List the builds of a repository, newest first, with their phase. Use it to follow a build that requestrepobuild began.",
  }),
  expose({
    name: "requestrepobuild",
    operation: requestRepoBuild,
    hints: creates,
    success: 201,
    description:
      "Build an image from an archive with a Dockerfile and push it to the repository. Answers at once; listrepobuilds tells " +
      "how it goes. Needs a Quay that builds.",
  }),
  expose({
    name: "getorganization",
    operation: getOrganization,
    hints: reads,
    description:
      "Get an organization with its teams and their roles. A token that may not administer it sees less: look at is_admin " +
      "before you conclude that something is missing.",
  }),
  expose({
    name: "updateorganizationteam",
    operation: updateOrganizationTeam,
    hints: changes,
    description:
      "Create a team in an organization, or change its role or description. An existing team of the name is changed without " +
      "asking: look with getorganization first.",
  }),
  expose({
    name: "createorgrobot",
    operation: createOrgRobot,
    hints: changes,
    success: 201,
    description:
      "Create a robot account in an organization, for machines that pull and push. The answer holds its token, which is a " +
      "secret: hand it on to where it is needed, and do not repeat it. Refused when the robot exists.",
  }),
  expose({
    name: "getloggedinuser",
    operation: getLoggedInUser,
    hints: reads,
    description:
      "Get the user the token acts as, with the organizations they belong to. Use it to learn where you may work.",
  }),
  expose({
    name: "changeuserpermissions",
    operation: changeUserPermissions,
    hints: changes,
    description:
      "Grant a user or robot a role on a repository, or change the role. Robots are named in full, like acme+ci.",
  }),
];
