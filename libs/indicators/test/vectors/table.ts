import { findIndicator } from '@bourseworks/indicators';
import { errorBound } from '@bourseworks/testkit';
import type { Outcome } from './vector.js';

const escape = (text: string): string => text.replaceAll('|', '\\|');

function rowOf({ vector, output, count, worst }: Outcome): string {
  const { indicator, parameters = {}, source, file, deviation = '' } = vector;
  const { group } = findIndicator(indicator);
  const given = Object.values(parameters).join(', ');
  const cells = [group, `${indicator}(${given})`, output, source, file, count, errorBound(worst), deviation];
  return `| ${cells.map((cell) => escape(String(cell))).join(' | ')} |`;
}

/** The section Indicators of docs/reference/accuracy.md. */
export function indicatorSection(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(rowOf).toSorted();
  return [
    'Written by `libs/indicators/test/accuracy.spec.ts`: every indicator against every series that was published for it, with',
    'the worst error as a part of the value (next to zero, of a thousandth of the largest value of the series). A series is',
    'right within 1e-9, or its last printed digit where it is printed with less; whole numbers are met exactly. An indicator',
    'without parameters in its brackets has its defaults. What a source does not print is not compared: some begin later than',
    'ours. Where a source differs from us, the last column says in what. Of candles, values are the places where a candle is',
    'and where it is not.',
    '',
    '| group | indicator | output | source | file | values | worst error | deviation |',
    '|---|---|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
