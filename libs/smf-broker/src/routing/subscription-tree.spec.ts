import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SubscriptionPattern } from './subscription-pattern.js';
import { parseSubscription } from './subscription-pattern.js';
import { SubscriptionTree } from './subscription-tree.js';

function pattern(source: string): SubscriptionPattern {
  const parsed = parseSubscription(source);
  if (parsed === null) throw new Error(`refused: ${source}`);
  return parsed;
}

/** The rules of the subscription syntax, stated again as a regular expression. */
function matches(subscription: string, topic: string): boolean {
  const levels = subscription.split('/');
  const tail = levels.at(-1) === '>';
  if (tail) levels.pop();
  const parts = levels.map((level) => {
    const wild = level.indexOf('*') === level.length - 1 && level.length > 0;
    const text = wild ? level.slice(0, -1) : level;
    return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&') + (wild ? '[^/]*' : '');
  });
  if (tail) parts.push('.*');
  return new RegExp(`^${parts.join('/')}$`, 's').test(topic);
}

function found(tree: SubscriptionTree<string>, topic: string): string[] {
  const entries = new Set<string>();
  tree.match(topic, (entry) => entries.add(entry));
  return [...entries].sort();
}

const level = fc.constantFrom('a', 'b', 'ab', 'abc', '', '*', 'a*', 'ab*', '>', '*a', 'a>');
const subscription = fc
  .array(level, { minLength: 1, maxLength: 4 })
  .map((levels) => levels.join('/'))
  .filter((source) => source !== '');
const topic = fc
  .array(fc.constantFrom('a', 'b', 'ab', 'abc', 'abcd', '', '*'), { minLength: 1, maxLength: 5 })
  .map((levels) => levels.join('/'));

describe('SubscriptionTree', () => {
  it.each([
    ['orders/>', 'orders', false],
    ['orders/>', 'orders/a', true],
    ['orders/>', 'orders/a/b', true],
    ['orders/*', 'orders/a', true],
    ['orders/*', 'orders/a/b', false],
    ['orders/a*', 'orders/a', true],
    ['orders/a*', 'orders/abc', true],
    ['orders/a*', 'orders/b', false],
    ['>', 'a', true],
    ['>', 'a/b/c', true],
    ['*', 'a', true],
    ['*', 'a/b', false],
    ['a/>/b', 'a/x/b', false],
    ['a/*b', 'a/xb', false],
  ])('%s against %s: %s', (source, name, expected) => {
    const tree = new SubscriptionTree<string>();
    tree.add(pattern(source), source);
    expect(found(tree, name)).toEqual(expected ? [source] : []);
  });

  it('agrees with the rules stated as a regular expression', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(subscription, { maxLength: 12 }),
        fc.array(topic, { maxLength: 12 }),
        (sources, topics) => {
          const tree = new SubscriptionTree<string>();
          for (const source of sources) tree.add(pattern(source), source);
          for (const name of topics) {
            expect(found(tree, name)).toEqual(sources.filter((source) => matches(source, name)).sort());
          }
        },
      ),
      { seed: 2, numRuns: 500 },
    );
  });

  it('is empty again when everything was removed, in any order', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(subscription, { maxLength: 15 }),
        fc.array(fc.nat(), { maxLength: 15 }),
        (sources, order) => {
          const tree = new SubscriptionTree<string>();
          for (const source of sources) tree.add(pattern(source), source);
          const shuffled = [...sources].sort(
            (a, b) => (order[sources.indexOf(a)] ?? 0) - (order[sources.indexOf(b)] ?? 0),
          );
          for (const source of shuffled) expect(tree.remove(pattern(source), source)).toBe(true);
          expect(tree.empty).toBe(true);
        },
      ),
      { seed: 3, numRuns: 200 },
    );
  });

  it('does not remove what is not there', () => {
    const tree = new SubscriptionTree<string>();
    tree.add(pattern('a/b'), 'one');
    expect(tree.remove(pattern('a/b'), 'two')).toBe(false);
    expect(tree.remove(pattern('a/c'), 'one')).toBe(false);
    expect(tree.remove(pattern('a/>'), 'one')).toBe(false);
    expect(found(tree, 'a/b')).toEqual(['one']);
  });
});
