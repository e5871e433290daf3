import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineInstrument, expectOk, type Instrument } from '@bourseworks/domain';
import { data } from '@bourseworks/testkit';

/** Folders of recorded messages, below the data folder. */
export const USER_STREAM = 'binance-user-stream';
export const SPOT_REST = 'nautilus-adapter-messages/binance/spot/http_json';
export const SPOT_USER = 'nautilus-adapter-messages/binance/spot/user_data_json';
export const FUTURES_REST = 'nautilus-adapter-messages/binance/futures/http_json';
export const FUTURES_USER = 'nautilus-adapter-messages/binance/futures/user_data_json';
export const OTHER_REST = 'nautilus-adapter-messages/binance-http-ws/http_responses';
export const OTHER_MESSAGES = 'nautilus-adapter-messages/binance-http-ws/ws_messages';

/** Texts of the JSON values that a text holds one after another. */
export function jsonTexts(text: string): string[] {
  const texts: string[] = [];
  let depth = 0;
  let start = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c === '\\') i++;
      else if (c === '"') quoted = false;
      continue;
    }
    if (c === '"') quoted = true;
    else if (c === '{' || c === '[') {
      if (depth++ === 0) start = i;
    } else if ((c === '}' || c === ']') && --depth === 0) texts.push(text.slice(start, i + 1));
  }
  return texts;
}

/** Every message of a folder, with the name of its file. */
export function messages(folder: string): { readonly file: string; readonly text: string }[] {
  const root = data(folder);
  return readdirSync(root)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .flatMap((file) => jsonTexts(readFileSync(join(root, file), 'utf8')).map((text) => ({ file, text })));
}

export function recorded(folder: string, file: string): string {
  return readFileSync(data(folder, file), 'utf8');
}

/** An instrument with the finest steps that the recordings use, whatever the symbol. */
export function instrumentOf(symbol: string): Instrument {
  const steps = { tickSize: '0.00000001', lotSize: '0.00000001' };
  return expectOk(defineInstrument({ venue: 'binance', symbol, assetClass: 'crypto', currency: 'USDT', ...steps }));
}

/** A message with fields that nobody knows, before and behind the known ones of every object. By text: ids exceed a double. */
export function withMore(text: string): string {
  const before = text.replaceAll(/\{(?=\s*")/g, '{"news": ["tomorrow", -1.5e-7], ');
  return before.replaceAll(/(?<!\{\s*)\}/g, ', "price_before": null}');
}
