import { BollingerBands, Ema, Sma } from '@bourseworks/indicators';
import { expect, it } from '@jest/globals';

const refused = expect.objectContaining({ code: 'INDICATOR_SNAPSHOT' });

it('refuses a snapshot of another indicator, of other parameters, or a damaged one, and is then as new', () => {
  const indicator = new Sma(3);
  const good = indicator.snapshot();
  indicator.update(5);
  const wrong = [
    '',
    '#',
    'sma(3)',
    new Ema(3).snapshot(),
    new Sma(4).snapshot(),
    new BollingerBands(3).snapshot(),
    good.slice(0, -3),
    `${good}AAAA`,
    `${good.split('#')[0]}#`,
    `${good.split('#')[0]}#!!!`,
    good.replace(/@\w+/, '@00000000'),
    new Sma(4).snapshot().replace('sma(4)', 'sma(3)'),
  ];
  for (const text of wrong) expect(() => indicator.restore(text)).toThrow(refused);
  indicator.restore(good);
  expect([1, 2, 3].map((value) => indicator.update(value))).toEqual([NaN, NaN, 2]);
});
