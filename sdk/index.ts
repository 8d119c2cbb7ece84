import type { OrganizationArgs, OrganizationState } from "../provider/resources/organization";
import type { RepositoryArgs, RepositoryState } from "../provider/resources/repository";
import type { TeamArgs, TeamState } from "../provider/resources/team";
import { kind } from "./resource";

/** A namespace that holds repositories, teams and robots. */
export class Organization extends kind<OrganizationArgs, OrganizationState>("Organization") {}

/** A named collection of images and their tags. */
export class Repository extends kind<RepositoryArgs, RepositoryState>("Repository") {}

/** A group of people and robots who share permissions in an organization. */
export class Team extends kind<TeamArgs, TeamState>("Team") {}

export type { OrganizationArgs, OrganizationState, RepositoryArgs, RepositoryState, TeamArgs, TeamState };
