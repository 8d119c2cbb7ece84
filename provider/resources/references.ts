import type { Reference } from "../lifecycle/definition";

/** References from properties to other resources. */

export const toOrganization: Reference = { kind: "Organization", output: "name", id: (name) => name };

export const toRepository: Reference = { kind: "Repository", output: "fullName", id: (path) => path };

/** A team of `organization`, or of the repository's organization. */
export const toTeam: Reference = {
  kind: "Team",
  output: "name",
  id: (team, { organization, repository }) => `${organization ?? String(repository).split("/")[0]}/${team}`,
};

/** A user or a robot; only robots are resources. */
export const toRobot: Reference = {
  kind: "Robot",
  output: "fullName",
  id: (name) => (name.includes("+") ? name : undefined),
};

/** A robot that Quay does not delete while a mirror names it. */
export const toMirrorRobot: Reference = { ...toRobot, isHeld: true };
