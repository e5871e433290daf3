import { TOPIC_MAX_BYTES, TOPIC_MAX_LEVELS } from '../protocol/constants.js';

const SHARE_PREFIX = '#share/';
const NO_EXPORT_PREFIX = '#noexport/';

/** One level of a subscription. `prefix` with empty text is a lone `*`. */
export interface PatternLevel {
  readonly kind: 'literal' | 'prefix';
  readonly text: string;
}

export interface SubscriptionPattern {
  /** The subscription as the client wrote it: its key in the client's own table. */
  readonly source: string;
  /** What is matched against topics: `source` without the `#share/<group>/` prefix. */
  readonly filter: string;
  readonly levels: readonly PatternLevel[];
  /** Ends with a level `>`: one or more further levels. */
  readonly tail: boolean;
  /** Group of a shared subscription. */
  readonly shareGroup: string | null;
}

/**
 * Reads a subscription (one character a byte). `*` is a wildcard only as the last character of a level, `>` only as
 * the whole last level; elsewhere both stand for themselves. Null when it is empty, too long, too deep or a shared
 * subscription without a group or topic.
 */
export function parseSubscription(source: string): SubscriptionPattern | null {
  if (source.length === 0 || source.length > TOPIC_MAX_BYTES) return null;
  let filter = source.startsWith(NO_EXPORT_PREFIX) ? source.slice(NO_EXPORT_PREFIX.length) : source;
  let shareGroup: string | null = null;
  if (filter.startsWith(SHARE_PREFIX)) {
    const groupEnd = filter.indexOf('/', SHARE_PREFIX.length);
    if (groupEnd <= SHARE_PREFIX.length) return null;
    shareGroup = filter.slice(SHARE_PREFIX.length, groupEnd);
    filter = filter.slice(groupEnd + 1);
  }
  if (filter.length === 0) return null;
  const texts = filter.split('/');
  if (texts.length > TOPIC_MAX_LEVELS) return null;
  const tail = texts.at(-1) === '>';
  if (tail) texts.pop();
  return { source, filter, levels: texts.map(toLevel), tail, shareGroup };
}

function toLevel(text: string): PatternLevel {
  const star = text.indexOf('*');
  // A level with a star in the middle ("a*b", "a*b*") is literal: only one star, and only at the end, is a wildcard.
  if (star >= 0 && star === text.length - 1) return { kind: 'prefix', text: text.slice(0, star) };
  return { kind: 'literal', text };
}

/** True when every topic that `inner` can match is matched by `outer`; shared groups are not looked at. */
export function covers(outer: SubscriptionPattern, inner: SubscriptionPattern): boolean {
  const depth = outer.levels.length;
  if (outer.tail) {
    if (inner.levels.length + (inner.tail ? 1 : 0) < depth + 1) return false;
  } else if (inner.tail || inner.levels.length !== depth) {
    return false;
  }
  return outer.levels.every((level, index) => {
    const other = inner.levels[index];
    if (other === undefined) return false;
    if (level.kind === 'prefix') return other.text.startsWith(level.text);
    return other.kind === 'literal' && other.text === level.text;
  });
}
