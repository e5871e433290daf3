import { TransportError } from './errors.js';

/** Limits of the broker: bytes of UTF-8 and levels of a topic. */
export const MAX_TOPIC_BYTES = 250;
export const MAX_TOPIC_LEVELS = 128;

const SHARE_PREFIX = '#share/';

function describe(topic: string): string {
  return topic.length > 80 ? `${topic.slice(0, 80)}…` : topic;
}

function problemOf(topic: string): string | undefined {
  if (typeof topic !== 'string' || topic === '') return 'is empty';
  if (Buffer.byteLength(topic) > MAX_TOPIC_BYTES) return `is longer than ${MAX_TOPIC_BYTES} bytes`;
  const levels = topic.split('/');
  if (levels.length > MAX_TOPIC_LEVELS) return `has more than ${MAX_TOPIC_LEVELS} levels`;
  if (levels.includes('')) return 'has an empty level';
  return undefined;
}

/** Throws BAD_TOPIC unless the text can be published to. */
export function assertPublishTopic(topic: string): void {
  const problem = problemOf(topic) ?? (isWildcard(topic) ? 'holds a wildcard' : undefined);
  if (problem !== undefined) throw TransportError.of('BAD_TOPIC', `topic "${describe(String(topic))}" ${problem}`);
}

/**
 * Throws BAD_TOPIC unless the text can be subscribed to: `*` only at the end of a level (it matches any rest of that
 * level), `>` only as the whole last level (it matches one or more levels), optionally behind `#share/<group>/`.
 */
export function assertPattern(pattern: string): void {
  const problem = problemOf(pattern) ?? wildcardProblem(pattern);
  if (problem !== undefined) throw TransportError.of('BAD_TOPIC', `pattern "${describe(String(pattern))}" ${problem}`);
}

function wildcardProblem(pattern: string): string | undefined {
  const levels = matchedPart(pattern).split('/');
  for (const [index, level] of levels.entries()) {
    if (level.includes('>') && (level !== '>' || index !== levels.length - 1))
      return 'has > elsewhere than as the last level';
    if (level.slice(0, -1).includes('*')) return 'has * elsewhere than at the end of a level';
  }
  return undefined;
}

/** Whether the pattern holds a wildcard. */
export function isWildcard(pattern: string): boolean {
  return pattern.endsWith('*') || pattern.includes('*/') || pattern === '>' || pattern.endsWith('/>');
}

/** The pattern without `#share/<group>/`: what the topics of its messages are compared with. */
export function matchedPart(pattern: string): string {
  if (!pattern.startsWith(SHARE_PREFIX)) return pattern;
  const slash = pattern.indexOf('/', SHARE_PREFIX.length);
  return slash < 0 ? pattern : pattern.slice(slash + 1);
}

/** A predicate over concrete topics, compiled once a pattern. */
export function compilePattern(pattern: string): (topic: string) => boolean {
  const text = matchedPart(pattern);
  if (!isWildcard(text)) return (topic) => topic === text;
  const levels = text.split('/');
  const open = levels.at(-1) === '>';
  const fixed = open ? levels.slice(0, -1) : levels;
  return (topic) => {
    const given = topic.split('/');
    if (open ? given.length <= fixed.length : given.length !== fixed.length) return false;
    return fixed.every((level, index) =>
      level.endsWith('*') ? given[index].startsWith(level.slice(0, -1)) : given[index] === level,
    );
  };
}

/**
 * Orders patterns that match one topic, most specific first: literal levels before `abc*`, that before `*`, that before
 * `>`, compared level by level from the left.
 */
export function compareSpecificity(left: string, right: string): number {
  const a = matchedPart(left).split('/');
  const b = matchedPart(right).split('/');
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = levelRank(b[index]) - levelRank(a[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function levelRank(level: string | undefined): number {
  if (level === undefined) return 0;
  if (level === '>') return 1;
  if (level.endsWith('*')) return 1 + level.length; // a longer literal prefix is more specific
  return 1_000;
}

/** Whether there are topics that both patterns match. */
export function patternsOverlap(left: string, right: string): boolean {
  const a = matchedPart(left).split('/');
  const b = matchedPart(right).split('/');
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const [one, other] = [a[index], b[index]];
    if (one === undefined || other === undefined) return false;
    if (one === '>' || other === '>') return true;
    if (!levelsOverlap(one, other)) return false;
  }
  return true;
}

function levelsOverlap(one: string, other: string): boolean {
  const openOne = one.endsWith('*');
  const openOther = other.endsWith('*');
  const [textOne, textOther] = [openOne ? one.slice(0, -1) : one, openOther ? other.slice(0, -1) : other];
  if (openOne && openOther) return textOne.startsWith(textOther) || textOther.startsWith(textOne);
  if (openOne) return textOther.startsWith(textOne);
  return openOther ? textOne.startsWith(textOther) : textOne === textOther;
}
