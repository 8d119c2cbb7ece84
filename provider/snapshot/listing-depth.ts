/** How much is read to list what is in a namespace. */
export interface ListingDepth {
  /** Reads only lists of the whole namespace, and leaves out what these do not show. */
  shallow?: boolean;
}
