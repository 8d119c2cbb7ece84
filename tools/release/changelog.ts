const unreleased = "Unreleased";

/** The section of a version in the changelog, or of Unreleased. */
function section(changelog: string, name: string): string | undefined {
  const [, after] = changelog.split(new RegExp(`^## ${name.replace(/\./g, "\\.")}$`, "m"));
  return after?.split(/^## /m)[0]?.trim() || undefined;
}

export interface ReleaseNotes {
  /** The changelog with a section for the version. */
  changelog: string;
  /** The content of that section. */
  notes: string;
}

/** Finds the section of a version, or renames Unreleased to it. Undefined when there is neither. */
export function releaseNotes(changelog: string, version: string): ReleaseNotes | undefined {
  const own = section(changelog, version);
  if (own) return { changelog, notes: own };
  const notes = section(changelog, unreleased);
  return notes ? { changelog: changelog.replace(`## ${unreleased}\n`, `## ${version}\n`), notes } : undefined;
}
