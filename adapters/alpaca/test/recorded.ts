import { readFileSync } from 'node:fs';
import { data } from '@bourseworks/testkit';

/** A message as it was recorded or documented. */
export interface Recorded {
  readonly id: string;
  readonly kind: string;
  readonly raw: string;
}

export const RECORDED = 'alpaca-messages/messages.jsonl';

export function recorded(wanted: (kind: string) => boolean): readonly Recorded[] {
  const lines = readFileSync(data(RECORDED), 'utf8').split('\n');
  const all = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Recorded);
  return all.filter(({ kind }) => wanted(kind));
}

export function recordedById(id: string): string {
  const found = recorded(() => true).find((one) => one.id === id);
  if (found === undefined) throw new Error(`no recorded message ${id}`);
  return found.raw;
}
