export interface Adoptable {
  /** Take over what already exists under this name, as it is; what differs shows in the next `pulumi preview --refresh --run-program`. */
  adopt?: boolean;
}

export interface Guarded {
  /** Delete it even when it holds something. Counts from the `pulumi up` after which it is in the state. */
  forceDelete?: boolean;
}

export interface Replaceable {
  /** Replace it when a property changes that Quay cannot change. Read at its kind what that costs. */
  replaceWhenChanged?: boolean;
}

export interface Evicting {
  /** Take it even while people are in the team: those who are not in the group go, with the invited. */
  replaceMembers?: boolean;
  /**
   * Take the people out of the team when this is deleted; robots stay. Counts from the `pulumi up` after which it is in the
   * state.
   */
  removeMembers?: boolean;
}
