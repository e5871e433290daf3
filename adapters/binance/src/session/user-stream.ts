import type { UserEvent } from '../parse/user-event.js';

export interface StreamHandlers {
  /** What happens to orders is told from now on. */
  up(): void;
  /** It is not, until `up`. Another attempt follows by itself. */
  down(reason: string): void;
  /** The venue refuses the key. Another attempt follows by itself, far apart: keys are mended at the venue's side too. */
  refused(reason: string): void;
  event(event: UserEvent): void;
}

/** What the venue says of an account as it happens. */
export interface UserStream {
  readonly connected: boolean;
  start(): void;
  /** For good. */
  close(): Promise<void>;
}

/** Options of the connection that both streams have; it is tried for as long as it is wanted. */
export function sessionOptions({ pingMs, silenceMs, maxAgeMs, authRetryMs }: StreamTimes) {
  return { pingMs, silenceMs, maxAgeMs, authRetryMs, maxAuthFailures: Number.POSITIVE_INFINITY, oneAtATime: true };
}

/** Times of a stream, milliseconds; tests shorten them. */
export interface StreamTimes {
  /** How often a listen key is renewed; the venue forgets one after 60 minutes. */
  readonly keepAliveMs: number;
  /** Wait after a renewal that failed. */
  readonly keepAliveRetryMs: number;
  /** How often we ping, and after what silence the connection is dead though nobody said so. */
  readonly pingMs: number;
  readonly silenceMs: number;
  /** The connection is made anew at this age: the venue cuts it at 24 hours. */
  readonly maxAgeMs: number;
  /** Wait after a refused login: repeated at once it would get the address banned. */
  readonly authRetryMs: number;
  /** How long a cancel that the venue confirmed waits for its report before the order is asked about. */
  readonly settleMs: number;
}

export const STREAM_TIMES: StreamTimes = Object.freeze({
  keepAliveMs: 30 * 60_000,
  keepAliveRetryMs: 60_000,
  pingMs: 15_000,
  silenceMs: 45_000,
  maxAgeMs: 23 * 3_600_000,
  authRetryMs: 60_000,
  settleMs: 2_000,
});
