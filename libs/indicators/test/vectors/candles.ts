import { readFileSync } from 'node:fs';
import { compute, findIndicator } from '@bourseworks/indicators';
import { data } from '@bourseworks/testkit';

/** Tulip's names and what they are here: an indicator, and the sign of its value, 0 for either. */
export const CANDLES: Readonly<Record<string, readonly [name: string, sign: number]>> = {
  abandoned_baby_bear: ['tulip-abandoned-baby', -1],
  abandoned_baby_bull: ['tulip-abandoned-baby', 1],
  big_black_candle: ['tulip-big-candle', -1],
  big_white_candle: ['tulip-big-candle', 1],
  black_marubozu: ['tulip-marubozu', -1],
  doji: ['tulip-doji', 1],
  dragonfly_doji: ['tulip-dragonfly-doji', 1],
  engulfing_bear: ['tulip-engulfing', -1],
  engulfing_bull: ['tulip-engulfing', 1],
  evening_doji_star: ['tulip-evening-doji-star', -1],
  evening_star: ['tulip-evening-star', -1],
  four_price_doji: ['tulip-four-price-doji', 1],
  gravestone_doji: ['tulip-gravestone-doji', -1],
  hammer: ['tulip-hammer', 1],
  hanging_man: ['tulip-hanging-man', -1],
  inverted_hammer: ['tulip-inverted-hammer', 1],
  long_legged_doji: ['tulip-long-legged-doji', 1],
  marubozu: ['tulip-marubozu', 0],
  morning_doji_star: ['tulip-morning-doji-star', 1],
  morning_star: ['tulip-morning-star', 1],
  shooting_star: ['tulip-shooting-star', -1],
  spinning_top: ['tulip-spinning-top', 0],
  star: ['tulip-star', 0],
  three_black_crows: ['tulip-three-black-crows', -1],
  three_white_soldiers: ['tulip-three-white-soldiers', 1],
  white_marubozu: ['tulip-marubozu', 1],
};

export interface CandleCase {
  readonly name: string;
  readonly inputs: readonly Float64Array[];
  readonly tulip: string;
  readonly isThere: boolean;
  readonly indices: readonly number[];
}

/** Blocks of four lines of prices; then lines of a pattern and the places where it is, or with a `!` where it is not. */
function casesOf(text: string): CandleCase[] {
  const blocks = text.split(/^candle$/m).slice(1);
  return blocks.flatMap((block, number) => {
    const lines = block.split('\n').filter((line) => line.trim() !== '');
    const inputs = lines.slice(0, 4).map((line) => Float64Array.from(line.replaceAll(/[{}]/g, '').split(','), Number));
    return lines.slice(4).map((line) => {
      const [word, ...places] = line.trim().split(/\s+/);
      const tulip = word.replace('!', '');
      const isThere = word === tulip;
      return { name: `${number + 1}: ${line.trim()}`, inputs, tulip, isThere, indices: places.map(Number) };
    });
  });
}

/** The cases of Tulip's candles. */
export const candleCases = (): CandleCase[] => casesOf(readFileSync(data('tulip-vectors/candles.txt'), 'utf8'));

/** What our indicator says where the case has one of its places. */
export function candleAt({ inputs, tulip }: CandleCase, index: number): number {
  const [name] = CANDLES[tulip];
  return compute(findIndicator(name), inputs)['value'][index];
}

/** Whether the case's candle is found there, in its direction. */
export function isCandleAt(one: CandleCase, index: number): boolean {
  const [, sign] = CANDLES[one.tulip];
  const value = candleAt(one, index);
  return sign === 0 ? value !== 0 : value === 100 * sign;
}
