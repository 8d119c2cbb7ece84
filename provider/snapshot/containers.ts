/** Something that others are in, or name: they go with it. By kind and id, for example `["Team", "acme/ops"]`. */
export type Container = readonly [kind: string, id: string];

/** The namespace in the full name of a repository, team or robot, or of what is in one. */
export const namespaceOf = (fullName: string): string => fullName.split(/[/+]/, 1)[0] as string;

/** Whether this is the other, or goes with it. A user's namespace counts as an organization. */
export const isWithin = ([kind, id]: Container, [otherKind, otherId]: Container): boolean =>
  otherKind === "Organization" ? namespaceOf(id) === otherId : kind === otherKind && id === otherId;
