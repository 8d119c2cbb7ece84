const parts = (version: string) => /^(\d+)\.(\d+)\.(\d+)$/.exec(version)?.slice(1).map(Number);

/** The next version, from `major`, `minor`, `patch` or an explicit version. Throws one sentence when it is invalid. */
export function nextVersion(current: string, wanted: string): string {
  const [major, minor, patch] = parts(current) as [number, number, number];
  if (wanted === "major") return `${major + 1}.0.0`;
  if (wanted === "minor") return `${major}.${minor + 1}.0`;
  if (wanted === "patch") return `${major}.${minor}.${patch + 1}`;
  const named = parts(wanted);
  if (!named) throw new Error(`${wanted} is not a version. Say major, minor, patch, or one such as 1.2.3.`);
  const [first] = [major, minor, patch].map((part, at) => (named[at] as number) - part).filter((more) => more !== 0);
  if (first !== undefined && first > 0) return wanted;
  throw new Error(`${wanted} does not come after ${current}.`);
}
