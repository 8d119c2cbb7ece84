/** Something that others are in, or name: they go with it. */
export type Container =
  | { namespace: string /** Made a moment ago by ourselves. */; newborn?: true }
  /** By its full name. */
  | { repository: string }
  | { organization: string; team: string }
  /** By its full name. */
  | { robot: string };

/** The place that a thing of this kind is; undefined where nothing is in it. */
export function containerOf(kind: string, id: string): Container | undefined {
  if (kind === "Organization") return { namespace: id };
  if (kind === "Repository") return { repository: id };
  if (kind === "Robot") return { robot: id };
  const [organization = "", team = ""] = id.split("/");
  return kind === "Team" ? { organization, team } : undefined;
}

/** Tells everybody, for one kind of place, when what is below such a place became unknown. */
export class ContainerTracker<Id> {
  private readonly there = new Set<string>();

  constructor(
    private readonly placeOf: (id: Id) => Container,
    private readonly forgetUnder: (place: Container) => void,
  ) {}

  /** A read showed it, or that it is absent. */
  seen<State>(id: Id, state: State | undefined): State | undefined {
    this.note(id, state !== undefined);
    return state;
  }

  /** We wrote it. What was there before and still is keeps what is below it. */
  written(id: Id, isThere: boolean): void {
    if (!isThere || !this.there.has(this.keyOf(id))) this.forgetUnder(this.placeOf(id));
    this.note(id, isThere);
  }

  /** We made it where nothing was: it holds only what Quay gives to each. */
  born(id: Id): void {
    this.forgetUnder({ ...this.placeOf(id), newborn: true } as Container);
    this.note(id, true);
  }

  /** A write of ours failed or got no answer. */
  doubted(id: Id): void {
    this.forgetUnder(this.placeOf(id));
    this.note(id, false);
  }

  private note(id: Id, isThere: boolean): void {
    if (isThere) this.there.add(this.keyOf(id));
    else this.there.delete(this.keyOf(id));
  }

  private keyOf(id: Id): string {
    return JSON.stringify(this.placeOf(id));
  }
}

/** The namespace of a repository or of what stands in one. */
export const namespaceOf = (repository: string): string => repository.split("/")[0] as string;

/** Whether a repository is, or is in, the place. */
export const isUnder = (repository: string, place: Container): boolean =>
  ("namespace" in place && namespaceOf(repository) === place.namespace) ||
  ("repository" in place && repository === place.repository);

/** Whether a robot or user goes with the place. */
export const goesWith = (name: string | undefined, place: Container): boolean =>
  name !== undefined &&
  (("robot" in place && name === place.robot) || ("namespace" in place && name.startsWith(`${place.namespace}+`)));
