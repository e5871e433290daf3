import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { data } from '@bourseworks/testkit';
import type { Json } from './oracle.js';

/** A record of `parser-cases`. */
export interface ParserCase {
  readonly case: string;
  readonly exchange: string;
  readonly raw: { readonly stream: string; readonly data: Json };
  /** The normalised messages that another reader makes of it. */
  readonly expected: readonly Json[];
}

/** The cases of an exchange, with the very text of each message. */
export function parserCases(exchange: string): {
  readonly name: string;
  readonly text: string;
  readonly raw: ParserCase['raw'];
  readonly expected: readonly Json[];
}[] {
  const lines = gunzipSync(readFileSync(data('parser-cases', 'cases.jsonl.gz')))
    .toString('utf8')
    .split('\n');
  return lines
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ParserCase)
    .filter((one) => one.exchange === exchange)
    .map((one) => ({ name: one.case, text: JSON.stringify(one.raw), raw: one.raw, expected: one.expected }));
}
