/** A resource by kind and id, such as `["Team", "acme/ops"]`, with which Quay deletes its children and what refers to it. */
export type Container = readonly [kind: string, id: string];

/** The namespace in the full name of a repository, team or robot, or in the id of what belongs to one of these or to itself. */
export const namespaceOf = (fullName: string): string => fullName.split(/[/+:]/, 1)[0] as string;

/** Whether the first is the second, or Quay deletes it together with the second. A user's namespace counts as an organization. */
export const isWithin = ([kind, id]: Container, [otherKind, otherId]: Container): boolean =>
  otherKind === "Organization" ? namespaceOf(id) === otherId : kind === otherKind && id === otherId;
