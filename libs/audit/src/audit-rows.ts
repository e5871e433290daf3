/** A row of the audit log, as its hash covers it. */
export interface AuditRow {
  /** 1, 2, 3 …, without holes. */
  readonly sequence: number;
  readonly id: string;
  readonly user_id: string | null;
  readonly action: string;
  readonly resource: string;
  readonly resource_id: string | null;
  /** JSON, as the text that is stored. */
  readonly details: string | null;
  readonly ip_address: string | null;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** SHA-256 in hexadecimal, as `hash`. */
  readonly previous_hash: string;
  readonly hash: string;
}

/** A keyed mark over the log up to a row. */
export interface AuditCheckpoint {
  /** Sequence of the last row that it covers. */
  readonly sequence: number;
  /** Hash of that row. */
  readonly hash: string;
  readonly time: number;
  /** No row after this sequence may exist without a further checkpoint. */
  readonly due: number;
  /** HMAC-SHA-256 in hexadecimal over the checkpoint and the `mac` before it. */
  readonly mac: string;
}
