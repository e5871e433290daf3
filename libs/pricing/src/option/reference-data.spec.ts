import { accuracySection, describeWithData, errorBound } from '@bourseworks/testkit';
import { beforeAll, expect, it } from '@jest/globals';
import { HAUG_GREEKS, HAUG_PRICES, haugFigures, VOLLIB, vollibFigures } from '../testing/book-figures.js';
import { brokerFigures, CONTRACTS, fileOf } from '../testing/broker-figures.js';
import { missed, type Figure } from '../testing/figure.js';

const BROKER = 'lean-greeks';
/** In what a source differs from us. */
const DEVIATIONS: Readonly<Record<string, string>> = {
  [BROKER]: 'a model of the broker, whose terms are not told: days to expiry and rate are fitted, its grid is rough',
};

/** A row for each quantity of a file; the files of the broker as one. */
function rowsOf(figures: readonly Figure[]): string[] {
  const sources = [...new Set(figures.map(({ file, quantity }) => `${file.split('/SPY')[0]} | ${quantity}`))];
  return sources.map((source) => {
    const [file, quantity] = source.split(' | ');
    const own = figures.filter((one) => one.file.startsWith(file) && one.quantity === quantity);
    const worst = Math.max(...own.map(({ ours, published }) => Math.abs(ours - published)));
    return `| ${file} | ${quantity} | ${own.length} | ${errorBound(worst)} | ${DEVIATIONS[file] ?? ''} |`;
  });
}

const sectionOf = (figures: readonly Figure[]): string =>
  [
    'Written by `libs/pricing/src/option/reference-data.spec.ts`: prices, Greeks and volatilities beside every published one,',
    'with the largest difference. Those of the books are met within 1e-4, as printed, those of vollib to their last digit.',
    '',
    '| file | quantity | values | worst difference | deviation |',
    '|---|---|---|---|---|',
    ...rowsOf(figures),
    '',
  ].join('\n');

const FILES = [HAUG_PRICES, HAUG_GREEKS, VOLLIB, ...CONTRACTS.map(fileOf)];

describeWithData('options beside published values', FILES, () => {
  let haug: readonly Figure[];
  let vollib: readonly Figure[];
  let broker: readonly (readonly Figure[])[];
  beforeAll(() => {
    haug = haugFigures();
    vollib = vollibFigures();
    broker = CONTRACTS.map(brokerFigures);
  });

  it('have the prices and Greeks of Haug’s book', () => {
    expect([haug.length, missed(haug)]).toEqual([43 + 11, []]);
  });

  it('have the prices and Greeks of vollib, to the digits printed', () => {
    expect([vollib.length, missed(vollib)]).toEqual([101 * 13, []]);
  });

  it('American ones are near the figures of a broker', () => {
    expect(broker.flatMap(missed)).toEqual([]);
    for (const figures of broker) expect(figures.length).toBeGreaterThan(5 * 15);
  });

  it('docs/reference/accuracy.md says what they come to', () => {
    const section = sectionOf([...haug, ...vollib, ...broker.flat()]);
    expect(accuracySection('Options', section, process.env['UPDATE_ACCURACY'] === '1')).toBe(section);
  });
});
