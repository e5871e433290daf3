import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it } from '@jest/globals';
import { data, describeWithData, repoRoot } from '@bourseworks/testkit';

const PAGE = 'docs/reference/market-data-proofs.md';
const FOLDERS = [
  'binance-raw-feed',
  'parser-cases',
  'nautilus-adapter-messages',
  'alpaca-messages',
  'exchange-recordings',
];

describeWithData('the page of proofs of market data', FOLDERS, () => {
  const page = readFileSync(join(repoRoot(), PAGE), 'utf8');
  const named = new Set([...page.matchAll(/`([^`]+)`/g)].map(([, name]) => name));

  it('names every feed, every exchange of cases and every folder of messages', () => {
    const cases = gunzipSync(readFileSync(data('parser-cases', 'cases.jsonl.gz')))
      .toString('utf8')
      .trim()
      .split('\n');
    const exchanges = cases.map((line) => (JSON.parse(line) as { exchange: string }).exchange);
    const there = [
      ...readdirSync(data('binance-raw-feed')),
      ...readdirSync(data('nautilus-adapter-messages')),
      ...new Set(exchanges),
    ];
    expect(there.filter((name) => !named.has(name))).toEqual([]);
    for (const venue of ['binance', 'binance-futures', 'kraken', 'coinbase']) {
      const count = exchanges.filter((exchange) => exchange === venue).length;
      expect(page).toContain(`\`${venue}\` (${count})`);
    }
  });

  it('names every recording of Kraken that has checksums', () => {
    const recordings = readdirSync(data('exchange-recordings')).filter((file) => file.startsWith('KRAKEN'));
    const checked = recordings.filter((file) =>
      /"c":"\d+"/.test(gunzipSync(readFileSync(data('exchange-recordings', file))).toString()),
    );
    expect(checked).toEqual(['KRAKEN.ws.50.0.gz']);
    expect(checked.every((file) => named.has(file))).toBe(true);
  });

  it('points at specs that read reference data', () => {
    const specs = new Set([...page.matchAll(/\]\(\.\.\/\.\.\/([^)]+)\)/g)].map(([, path]) => path));
    expect(specs.size).toBeGreaterThan(15);
    const idle = [...specs].filter((path) => {
      const file = join(repoRoot(), path);
      return !existsSync(file) || !/describeWithData|dataTest/.test(readFileSync(file, 'utf8'));
    });
    expect(idle).toEqual([]);
  });
});
