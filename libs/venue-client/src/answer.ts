export interface Ok<B = unknown> {
  readonly kind: 'ok';
  readonly status: number;
  readonly body: B;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** Nothing came of the request: it was turned down, or never reached the venue. */
export interface Refused {
  readonly kind: 'refused';
  /** 0 = it was never sent. */
  readonly status: number;
  /** The venue's own code; `HTTP_<status>` where it gave none; BUSY, NOT_SENT or CLOSED when it was never sent. */
  readonly code: string;
  readonly message: string;
  /** The same request may succeed later. */
  readonly retryable: boolean;
  /** How long the venue asks to wait, milliseconds. */
  readonly retryAfterMs?: number;
  /** What the venue said, where it was JSON. */
  readonly body?: unknown;
}

/** It was, or may have been, done. To be told by asking, never to be taken for a refusal. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly reason: string;
  readonly status?: number;
}

/** What became of a request to a venue. Expected failures are values. */
export type Answer<B = unknown> = Ok<B> | Refused | Unknown;
