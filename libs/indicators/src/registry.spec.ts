import { findIndicator } from '@bourseworks/indicators';
import { describe, expect, it } from '@jest/globals';

const refusalOf = (message: string): object => expect.objectContaining({ code: 'INDICATOR_UNKNOWN', message });

describe('findIndicator', () => {
  it('finds an indicator by its name', () => {
    expect(findIndicator('bollinger-bands')).toMatchObject({ name: 'bollinger-bands', group: 'overlap' });
  });

  it.each([
    ['natr', 'atr'],
    ['BBANDS', 'bollinger-bands'],
    ['plus_di', 'directional-movement'],
    ['AdaptiveMovingAverage', undefined],
    ['plus', undefined],
  ])('tells for %s that the source of %s names it, as a whole word', (name, definition) => {
    const hint = definition === undefined ? '' : `; it is named in the source of ${definition}`;
    expect(() => findIndicator(name)).toThrow(refusalOf(`there is no indicator ${name}${hint}`));
  });

  it('names at most five, in the order of the registry', () => {
    expect(() => findIndicator('wilder,')).toThrow(refusalOf('there is no indicator wilder,; there is wilder'));
    const named = 'acceleration-bands, bollinger-bands, dema, ema, kama';
    const message = `there is no indicator ta-lib; it is named in the source of ${named}`;
    expect(() => findIndicator('ta-lib')).toThrow(refusalOf(message));
  });

  it('names those with a like name where no source has it', () => {
    expect(() => findIndicator('smaa')).toThrow(refusalOf('there is no indicator smaa; there is sma'));
    expect(() => findIndicator('nothing-like-it')).toThrow(refusalOf('there is no indicator nothing-like-it'));
  });

  it('names the first ones for an empty name', () => {
    const named = 'acceleration-bands, alligator, alma, atr-trailing-stop, bollinger-bands';
    expect(() => findIndicator('')).toThrow(refusalOf(`there is no indicator ; there is ${named}`));
  });
});
