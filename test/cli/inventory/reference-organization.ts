import { shapeAt } from "../../../bench/reference-organization";
import type { Store } from "../../../local-quay/store";

/** Seeds the reference organization, created by the user admin. */
export const seedReferenceOrganization =
  (scale: number) =>
  (store: Store): void => {
    const shape = shapeAt(scale);
    const acme = store.addOrganization("acme");
    const admin = store.user("admin");
    const numbered = <T>(count: number, make: (number: number) => T) =>
      Array.from({ length: count }, (_, number) => make(number));
    const teams = numbered(shape.teams, (number) => store.addTeam(acme, `team-${number}`, "member"));
    const robots = numbered(shape.robots, (number) =>
      store.addRobot(acme, `robot-${number}`, `Robot number ${number}.`),
    );
    for (let number = 0; number < shape.repositories; number++) {
      const repository = store.addRepository(acme, `repository-${number}`, admin, {
        isPublic: number % 10 === 0,
        description: `Repository number ${number} of the reference organization.`,
      });
      const team = (offset: number) => teams[(number + offset) % teams.length] as (typeof teams)[number];
      store.grant(repository, team(0), "write");
      store.grant(repository, team(1), "read");
      store.grant(repository, robots[number % robots.length] as (typeof robots)[number], "write");
    }
  };
