const unreleased = "Unreleased";

/** What the changelog says of a version, or of what is to come. */
function section(changelog: string, name: string): string | undefined {
  const [, after] = changelog.split(new RegExp(`^## ${name.replace(/\./g, "\\.")}$`, "m"));
  return after?.split(/^## /m)[0]?.trim() || undefined;
}

export interface Told {
  /** The changelog in which the version has its section. */
  changelog: string;
  /** What that says. */
  notes: string;
}

/** Gives a version its section, which is its own already or stands under Unreleased. Undefined when nothing was written. */
export function tell(changelog: string, version: string): Told | undefined {
  const own = section(changelog, version);
  if (own) return { changelog, notes: own };
  const notes = section(changelog, unreleased);
  return notes ? { changelog: changelog.replace(`## ${unreleased}\n`, `## ${version}\n`), notes } : undefined;
}
