import { getConfig } from "../quay/api/config";
import type { Quay } from "../quay/client/quay";
import { Absence } from "./absence";
import type { Container } from "./containers";
import { defaultPermissions } from "./default-permissions";
import { teamGrants, userGrants } from "./grants";
import { Members } from "./members";
import { Memo } from "./memo";
import { Organizations } from "./organizations";
import type { Reader } from "./reader";
import { Repositories } from "./repositories";
import { Rights } from "./rights";
import { Robots } from "./robots";
import { Tags } from "./tags";
import { TokenCheck } from "./token-check";
import { User } from "./user";

/** What one run knows of a Quay. Lives as long as the run. */
export class Snapshot {
  readonly namespaces;
  readonly absence;
  readonly user;
  readonly organizations;
  readonly teams;
  readonly members;
  readonly repositories;
  readonly userGrants;
  readonly teamGrants;
  readonly defaultPermissions;
  readonly robots;
  readonly tags;
  private readonly config = new Memo<Awaited<ReturnType<typeof getConfig>>>();

  /** `tell` hears what came or went by a write of ours, for those who ask the same Quay with another token. */
  constructor(
    private readonly quay: Quay,
    tell: (place: Container) => void = () => {},
  ) {
    const token = new TokenCheck(quay);
    const forgetUnder = (place: Container) => {
      this.forgetUnder(place);
      tell(place);
    };
    this.namespaces = new Organizations(quay, token, forgetUnder);
    this.user = new User(quay);
    this.absence = new Absence(quay, token, this.namespaces, this.user, new Rights(this.namespaces, this.user));
    this.organizations = this.namespaces.organizations;
    this.teams = this.namespaces.teams;
    this.repositories = new Repositories(quay, token, this.absence, forgetUnder);
    this.userGrants = userGrants(quay, this.absence, this.repositories);
    this.teamGrants = teamGrants(quay, this.absence, this.repositories);
    this.defaultPermissions = defaultPermissions(quay, this.absence);
    this.robots = new Robots(quay, this.absence, this.user, forgetUnder);
    this.members = new Members(quay, this.absence, this.robots);
    this.tags = new Tags(quay, this.absence);
  }

  /** A place came or went: every reader here, also those to come, forgets what it knows below it. */
  forgetUnder(place: Container): void {
    this.absence.forget(place);
    for (const reader of Object.values(this) as Partial<Reader<never, object>>[]) reader.forgetUnder?.(place);
  }

  /** What this Quay has switched on. */
  features() {
    return this.config.get("", () => getConfig(this.quay, {}));
  }
}
