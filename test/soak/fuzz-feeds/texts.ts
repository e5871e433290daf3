import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { binanceRawFeed, data, type RawFeedLine } from '@bourseworks/testkit';

interface Case {
  readonly exchange: string;
  readonly raw: unknown;
}

/** The messages of one exchange among the cases of parsers. */
export function parserCases(exchange: string): readonly string[] {
  const lines = gunzipSync(readFileSync(data('parser-cases', 'cases.jsonl.gz')))
    .toString()
    .split('\n');
  const cases = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Case);
  return cases.filter((one) => one.exchange === exchange).map(({ raw }) => JSON.stringify(raw));
}

/** Documented messages of a folder of `nautilus-adapter-messages`, on one line as the venues send them. */
export function documented(folder: readonly string[], names: readonly string[]): readonly string[] {
  return names.map((name) => {
    const text = readFileSync(data('nautilus-adapter-messages', ...folder, `${name}.json`), 'utf8');
    return text.replace(/\n\s*/g, '').trim();
  });
}

/** The first lines of a raw feed. */
export function rawFeedLines(file: string, most: number): readonly RawFeedLine[] {
  const lines: RawFeedLine[] = [];
  for (const line of binanceRawFeed(file)) {
    if (lines.length === most) break;
    lines.push(line);
  }
  return lines;
}
