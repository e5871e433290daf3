import { ok, refuse, type Result } from '@bourseworks/domain';

const MAX_BYTES = 250;
const MAX_LEVELS = 128;
// Characters with a meaning to the broker, the percent sign itself, and controls.
// eslint-disable-next-line no-control-regex
const RESERVED = /[/*>#%\u0000-\u001f\u007f]/g;

/** One level of a topic from an identifier: `BTC/USD` -> `BTC%2FUSD`. */
export function encodeLevel(text: string): string {
  return text.replace(RESERVED, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

/** The identifier of a level, or undefined when its percent-encoding is broken. */
export function decodeLevel(level: string): string | undefined {
  if (!level.includes('%')) return level;
  if (/%(?![0-9A-F]{2})/.test(level)) return undefined;
  return level.replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Joins encoded levels; throws RangeError beyond the broker's limits (250 bytes, 128 levels). */
export function joinTopic(...levels: readonly string[]): string {
  const topic = levels.map(encodeLevel).join('/');
  if (levels.some((l) => l === '')) throw new RangeError(`a topic level is empty: ${topic}`);
  if (levels.length > MAX_LEVELS || Buffer.byteLength(topic) > MAX_BYTES)
    throw new RangeError(`topic too long: ${topic}`);
  return topic;
}

/** Decoded levels of a topic that starts with `prefix` (itself without wildcards) and has `count` levels after it. */
export function splitTopic(topic: string, prefix: string, count: number): Result<string[]> {
  const rest = topic.startsWith(`${prefix}/`) ? topic.slice(prefix.length + 1).split('/') : [];
  const levels = rest.map(decodeLevel);
  if (levels.length !== count || levels.some((l) => l === undefined || l === '')) {
    return refuse('BAD_TOPIC', `not a topic of ${prefix}`, { topic: topic.slice(0, MAX_BYTES) });
  }
  return ok(levels as string[]);
}
