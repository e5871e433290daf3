import type { Answer, Ok } from '@bourseworks/venue-client';
import { read, type Raw } from '../fields.js';

const MAX_REASON = 200;
/** Told in the body alone: the limits of an address, and of a pair. */
const TOO_MANY = /^E(?:API|General|Query):(?:Rate limit exceeded|Too many requests|Temporary lockout)/;
/** The venue is busy, throttles, or failed: the same question may be answered later. */
const FOR_NOW = /^E(?:Service:|General:Internal error)/;

/** The venue refuses with status 200, and says why in a list of errors; what begins with W is a warning. */
export function rereadAnswer(answer: Ok): Answer {
  const body = read.asRaw(answer.body, 'an answer');
  const errors = read.listOf(body, 'error').filter((text) => !String(text).startsWith('W'));
  if (errors.length === 0) return answer;
  const message = errors.map(String).join('; ').slice(0, MAX_REASON);
  const tooMany = TOO_MANY.test(message);
  const retryable = tooMany || FOR_NOW.test(message);
  return { kind: 'refused', status: tooMany ? 429 : answer.status, code: message, message, retryable };
}

/** What an answer holds. */
export function resultOf({ body }: Ok): Raw {
  return read.asRaw(read.asRaw(body, 'an answer')['result'], 'a result');
}

/** The list of a result that is about one pair, whatever the venue calls the pair there. */
export function ofPair(result: Raw): unknown {
  const names = Object.keys(result).filter((name) => name !== 'last');
  if (names.length !== 1) throw read.badData(`${names.length} pairs where one was asked for`);
  return result[names[0]];
}
