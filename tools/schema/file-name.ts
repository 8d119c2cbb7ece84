/** The name of a kind's files and folders: `team-member` for `TeamMember`. */
export const fileOf = (kind: string) => kind.replace(/(?<!^)[A-Z]/g, "-$&").toLowerCase();
