/** One message of one queue. */
export interface QueueMessage {
  /** Unique in the broker, rising in the order of delivery. */
  id: number;
  /** Null while it is on the disk only. */
  frame: Buffer | null;
  readonly bytes: number;
  /** Milliseconds since the Unix epoch; 0 = never. */
  readonly expiresAt: number;
  readonly deadMessageEligible: boolean;
  /** Deliveries begun. */
  deliveries: number;
  /** Someone may have got it before. */
  redelivered: boolean;
  /** Why it is in a dead-message queue; empty elsewhere. */
  readonly deadReason: string;
  /** Taken out: acknowledged, expired or removed. What still holds it passes over it. */
  gone: boolean;
  /** Commits until the spool knows it under this id: its frame has to stay in memory meanwhile. */
  pins: number;
}
