/** Totals of guaranteed messaging since the start of the broker. */
export interface GuaranteedCounters {
  /** Messages taken from publishers. */
  published: number;
  /** Messages refused to their publishers. */
  refused: number;
  /** Messages that came again after a reconnect and were dropped. */
  duplicates: number;
  /** Messages that a queue without room dropped in silence, as it was made to. */
  dropped: number;
  /** Messages that went to a dead-message queue. */
  deadMoved: number;
  /** Dead messages for which there was no such queue, or which were not eligible. */
  deadDropped: number;
  /** Messages whose frame the spool did not have any more. */
  lost: number;
}

export function createGuaranteedCounters(): GuaranteedCounters {
  return { published: 0, refused: 0, duplicates: 0, dropped: 0, deadMoved: 0, deadDropped: 0, lost: 0 };
}
