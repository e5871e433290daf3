import { describe, expect, it } from '@jest/globals';
import { covers, parseSubscription } from './subscription-pattern.js';

function pattern(source: string): NonNullable<ReturnType<typeof parseSubscription>> {
  const parsed = parseSubscription(source);
  if (parsed === null) throw new Error(`refused: ${source}`);
  return parsed;
}

describe('parseSubscription', () => {
  it('takes wildcards only where they stand at the end of a level', () => {
    expect(pattern('a*/*/b*c/*d/e>/>')).toMatchObject({
      tail: true,
      levels: [
        { kind: 'prefix', text: 'a' },
        { kind: 'prefix', text: '' },
        { kind: 'literal', text: 'b*c' },
        { kind: 'literal', text: '*d' },
        { kind: 'literal', text: 'e>' },
      ],
    });
    expect(pattern('>/a')).toMatchObject({ tail: false, levels: [{ text: '>' }, { text: 'a' }] });
  });

  it('splits shared subscriptions', () => {
    expect(pattern('#share/g1/a/>')).toMatchObject({ shareGroup: 'g1', filter: 'a/>', source: '#share/g1/a/>' });
    expect(pattern('#noexport/#share/g1/a')).toMatchObject({ shareGroup: 'g1', filter: 'a' });
    expect(pattern('#noexport/a')).toMatchObject({ shareGroup: null, filter: 'a' });
  });

  it.each([[''], ['#share/'], ['#share/g'], ['#share/g/'], ['#share//a'], ['x'.repeat(251)], ['/'.repeat(128)]])(
    'refuses "%s"',
    (source) => {
      expect(parseSubscription(source)).toBeNull();
    },
  );
});

describe('covers', () => {
  it.each([
    ['a/>', 'a/b', true],
    ['a/>', 'a/>', true],
    ['a/>', 'a/b/>', true],
    ['a/>', 'a', false],
    ['a/>', '>', false],
    ['>', '>', true],
    ['>', 'a/*', true],
    ['a/*', 'a/>', false],
    ['a/*', 'a/b*', true],
    ['a/b*', 'a/*', false],
    ['a/b', 'a/b*', false],
    ['a/b*', 'a/b', true],
    ['*/b', 'a/b', true],
    ['a/b/>', 'a/>', false],
  ])('%s covers %s: %s', (outer, inner, expected) => {
    expect(covers(pattern(outer), pattern(inner))).toBe(expected);
  });
});
