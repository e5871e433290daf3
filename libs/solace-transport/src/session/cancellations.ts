import type { InboundMessage } from '../wire/inbound-message.js';

/** Answers in parts that are watched at a time; further ones run on when their caller has gone. */
const MAX_WATCHED = 65_536;

/** Requests whose answers were objected to lately, so that a long answer is not objected to once a part. */
const MAX_TOLD = 1_024;
const TELL_AGAIN_MS = 1_000;

/**
 * Both ends of "nobody listens any more". Parts of an answer carry the inbox of the session that sends them; who does not
 * want the rest sends a cancel there. A cancel that is lost is repeated, as the next part finds nobody either.
 */
export class Cancellations {
  private readonly watched = new Map<string, () => void>();
  private readonly told = new Map<string, number>();

  /** Calls back, once at most, when the caller of a request wants no more. @returns ends the watch */
  watch(request: InboundMessage, onCancel: () => void): () => void {
    const key = keyOf(request);
    if (key === undefined || this.watched.size >= MAX_WATCHED) return () => undefined;
    this.watched.set(key, onCancel);
    return () => {
      if (this.watched.get(key) === onCancel) this.watched.delete(key);
    };
  }

  /** A cancel that came in. False when nothing is watched for it: it came too late, which is no mistake. */
  accept(message: InboundMessage): boolean {
    const key = keyOf(message);
    const onCancel = key === undefined ? undefined : this.watched.get(key);
    if (key === undefined || onCancel === undefined) return false;
    this.watched.delete(key);
    onCancel();
    return true;
  }

  /** Whether the sender of an unwanted part has to be told; true once a second for each request. */
  shouldTell(token: string): boolean {
    const now = performance.now();
    const last = this.told.get(token);
    if (last !== undefined && now - last < TELL_AGAIN_MS) return false;
    if (this.told.size >= MAX_TOLD) this.told.clear();
    this.told.set(token, now);
    return true;
  }

  get size(): number {
    return this.watched.size;
  }
}

/** The request of a caller: tokens are unique within its inbox. A cancel comes from that inbox with that token. */
function keyOf({ replyTo, correlationId }: InboundMessage): string | undefined {
  return replyTo === undefined || correlationId === undefined ? undefined : `${replyTo} ${correlationId}`;
}
