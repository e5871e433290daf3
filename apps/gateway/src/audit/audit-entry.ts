import { createHash } from 'node:crypto';

/** Something that a person or the service did. */
export interface AuditEntry {
  /** Null: nobody is known to have done it, e.g. a sign-in under an unknown name. */
  readonly userId: string | null;
  /** What was done, e.g. `workspace.create`; at most 64 characters. */
  readonly action: string;
  /** The kind of thing, e.g. `workspace`; at most 64 characters. */
  readonly resource: string;
  readonly resourceId?: string;
  /** Facts in plain values; never a password or a token. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly ipAddress?: string;
}

/** Largest `details`, bytes of JSON. */
export const MAX_DETAILS_BYTES = 16_384;

/**
 * A text that both databases store and give back as it is: no control characters (SQLite's length() ends at a NUL), no half
 * of a character pair, not over the length. Changed and not refused: text from outside must not keep an action out of the log.
 */
export function clean(text: string, max: number): string {
  const cut = text.length <= max ? text : `${text.slice(0, max - 1)}…`;
  return cut.replaceAll(/[\p{Cc}\p{Cs}]/gu, '\u{FFFD}');
}

/** `details` as stored; what is too large leaves its size and digest. */
export function detailsText(details: AuditEntry['details']): string | null {
  if (details === undefined) return null;
  const text = JSON.stringify(details);
  const bytes = Buffer.byteLength(text);
  if (bytes <= MAX_DETAILS_BYTES) return text;
  return JSON.stringify({ omitted: 'too large', bytes, sha256: createHash('sha256').update(text).digest('hex') });
}
