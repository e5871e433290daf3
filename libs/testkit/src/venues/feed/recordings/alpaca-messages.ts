import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { data } from '../../../data/data-test.js';

/** A record of `alpaca-messages`. */
export interface AlpacaMessage {
  readonly id: string;
  /** `rest:*`, `stream:*` (market data), `trading-stream:*`, or `client:*` (what a client sent). */
  readonly kind: string;
  /** The text of the message. */
  readonly raw: string;
  /** Where it comes from. */
  readonly source: string;
  readonly where: string;
  readonly route?: string;
  readonly direction?: string;
  readonly note?: string;
}

/** All records whose kind begins so. */
export function alpacaMessages(kind = ''): AlpacaMessage[] {
  const lines = readFileSync(data('alpaca-messages', 'messages.jsonl'), 'utf8').split('\n');
  const messages = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as AlpacaMessage);
  return messages.filter((message) => message.kind.startsWith(kind));
}

/** The page of trades that is kept apart, as text. */
export function alpacaTradesPage(): string {
  return gunzipSync(readFileSync(data('alpaca-messages', 'trades.json.gz'))).toString('utf8');
}
