/** Something beside the engine that records build up, through `onFill`: it must come back with a snapshot too. */
export interface SnapshotPart {
  /**
   * Plain data: undefined, booleans, numbers, bigints, texts, lists, maps, sets and objects without a class. The same
   * state is to give the same data in the same order.
   */
  snapshot(): unknown;
  /** Takes what `snapshot` gave; before anything else happened. */
  restore(data: unknown): void;
}
