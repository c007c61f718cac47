// When something was written that is heard late: the provider knows whole seconds, so it is a span.

export interface Written {
  /** Not before this moment. */
  from: Date;
  /** Not after this one. */
  until: Date;
  /** Ids of what the same person wrote after it. */
  followedBy: readonly string[];
}
