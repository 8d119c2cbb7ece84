/** What the files and folders of a kind are called: `TeamMember` has `team-member.ts`. */
export const fileOf = (kind: string) => kind.replace(/(?<!^)[A-Z]/g, "-$&").toLowerCase();
