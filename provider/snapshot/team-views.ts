import { getOrganizationTeamMembers, type TeamMembersView } from "../quay/api/team";
import type { Snapshot } from ".";
import { type Container, isWithin } from "./containers";
import { Memo } from "./memo";

export const teamViews = (snapshot: Snapshot): TeamViews => new TeamViews(snapshot);

/**
 * Quay's views of single teams by full name: the members with the invited, and the group that decides who is in it. What reads
 * either shares the request.
 */
export class TeamViews {
  private readonly views = new Memo<TeamMembersView>();

  constructor(private readonly snapshot: Snapshot) {}

  get(fullName: string): Promise<TeamMembersView> {
    return this.views.get(fullName, () => this.read(fullName));
  }

  /** Bypasses the cache. */
  async getFresh(fullName: string): Promise<TeamMembersView> {
    this.forget(fullName);
    return this.get(fullName);
  }

  forget(fullName: string): void {
    this.views.forget(fullName);
  }

  forgetUnder(container: Container): void {
    // A robot may be in teams of any organization.
    const [kind] = container;
    this.views.forgetWhere((name) => kind === "Robot" || isWithin(["Team", name], container));
  }

  private read(fullName: string): Promise<TeamMembersView> {
    const [orgname = "", teamname = ""] = fullName.split("/");
    return getOrganizationTeamMembers(this.snapshot.quay, { orgname, teamname, includePending: true });
  }
}
