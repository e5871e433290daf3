import { describe, expect, it } from '@jest/globals';
import { TopicCache } from './topic-cache.js';

function lookUp(cache: TopicCache<string>, topic: string, computed: string[] = []): string {
  const bytes = Buffer.from(`..${topic}..`);
  return cache.find(bytes, 2, 2 + topic.length, (text) => {
    computed.push(text);
    return `value of ${text}`;
  });
}

describe('TopicCache', () => {
  it('computes each topic once, whatever collides', () => {
    // Two slots: nearly every topic shares its slot with others.
    const cache = new TopicCache<string>(1000, 2);
    const computed: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      for (let index = 0; index < 100; index += 1) {
        expect(lookUp(cache, `topic/${index}`, computed)).toBe(`value of topic/${index}`);
      }
    }
    expect(computed).toHaveLength(100);
    expect(cache.misses).toBe(100);
    expect(cache.hits).toBe(200);
  });

  it('computes again after a clear', () => {
    const cache = new TopicCache<string>(10);
    const computed: string[] = [];
    lookUp(cache, 'a', computed);
    cache.clear();
    lookUp(cache, 'a', computed);
    expect(computed).toEqual(['a', 'a']);
  });

  it('finds topics that differ in a letter without making a string of each', () => {
    const topics = Array.from({ length: 100 }, (_, index) => `quotes/SIM-${String(index).padStart(2, '0')}`);
    // A share of collisions is to be expected of any hash: of a hundred topics in 8192 slots, about one.
    const cache = new TopicCache<string>(1000, 8192);
    for (const topic of topics) lookUp(cache, topic);
    let strings = 0;
    for (const topic of topics) {
      const bytes = Buffer.from(topic);
      bytes.toString = (): string => {
        strings += 1;
        return topic;
      };
      expect(cache.find(bytes, 0, bytes.length, () => 'new')).toBe(`value of ${topic}`);
    }
    expect(strings).toBeLessThan(5);
  });

  it('keeps its own copy of the topic', () => {
    const cache = new TopicCache<string>(10);
    const bytes = Buffer.from('a/b');
    cache.find(bytes, 0, 3, () => 'first');
    bytes.write('x/y');
    expect(cache.find(Buffer.from('a/b'), 0, 3, () => 'second')).toBe('first');
    expect(cache.find(bytes, 0, 3, () => 'second')).toBe('second');
  });

  it('tells topics of the same hash apart', () => {
    // Known pairs of equal hashes, of different and of equal length.
    for (const pair of [
      ['topic/84589', 'topic/262747'],
      ['topic/140804', 'topic/180000'],
    ]) {
      const cache = new TopicCache<string>(10);
      for (const topic of [...pair, ...pair]) expect(lookUp(cache, topic)).toBe(`value of ${topic}`);
    }
  });
});
