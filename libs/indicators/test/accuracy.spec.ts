import { accuracySection, describeWithData } from '@bourseworks/testkit';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { allVectors } from './vectors/all.js';
import { FOLDERS } from './vectors/sources.js';
import { indicatorSection } from './vectors/table.js';
import { outcomesOf, type Outcome } from './vectors/vector.js';

describeWithData('published vectors of indicators', FOLDERS, () => {
  let outcomes: readonly Outcome[];

  beforeAll(() => {
    outcomes = allVectors().flatMap(outcomesOf);
  });

  it('are met within 1e-9 or their last printed digit', () => {
    const missed = outcomes
      .filter(({ wrong, count }) => wrong.length > 0 || count === 0)
      .map(({ vector, output, count, worst, wrong }) => {
        const { indicator, file, parameters } = vector;
        return {
          indicator,
          output,
          file,
          parameters,
          count,
          worst,
          wrong: wrong.length,
          first: wrong[0],
          last: wrong.at(-1),
        };
      });
    expect(missed).toEqual([]);
  });

  it('are compared looser, or from later on, only where a deviation is explained', () => {
    const silent = outcomes.filter(({ vector: { from, relative, deviation } }) => {
      return (from !== undefined || relative !== undefined) && deviation === undefined;
    });
    expect(silent).toEqual([]);
  });

  describe('docs/reference/accuracy.md', () => {
    it('says what they come to; UPDATE_ACCURACY=1 writes it anew', () => {
      const section = indicatorSection(outcomes);
      expect(accuracySection('Indicators', section, process.env['UPDATE_ACCURACY'] === '1')).toBe(section);
    });
  });
});
