import { describe, expect, it } from '@jest/globals';
import type { StreamMark } from '@bourseworks/ports';
import { MemoryKeyValue, MemoryStore } from '@bourseworks/storage';
import { VirtualClock } from '@bourseworks/testkit';
import { PublishedMarks } from './published-marks.js';
import { STORE } from './store-names.js';

function setup() {
  const store = new MemoryKeyValue(new MemoryStore(new VirtualClock()));
  let writes = 0;
  const put = store.put.bind(store);
  store.put = (...given) => {
    writes++;
    return put(...given);
  };
  const marks = new PublishedMarks(store, 'a', 60_000_000);
  return { store, marks, writes: () => writes };
}

const longest = (index: number): string => `${'t'.repeat(240)}/${index}`;

describe('marks of what was published', () => {
  it('of a thousand streams with the longest topics fit, and only what changed is written', async () => {
    const { marks, writes } = setup();
    const all = new Map<string, StreamMark>();
    for (let i = 0; i < 1_000; i++) all.set(longest(i), { us: 1_700_000_000_000_000 + i, tradeId: '9'.repeat(16) });
    await marks.save(all);
    await marks.save(all);
    expect(writes()).toBe(5);
    await marks.save(all.set(longest(999), { us: 1_700_000_000_009_999 }));
    expect(writes()).toBe(6);
    expect(await marks.find('a', longest(0))).toEqual({ us: 1_700_000_000_000_000, tradeId: '9'.repeat(16) });
    expect(await marks.find('a', longest(999))).toEqual({ us: 1_700_000_000_009_999 });
    expect(await marks.find('b', longest(0))).toBeUndefined();
  });

  it('that no instance wrote are none', async () => {
    const { store, marks } = setup();
    for (const text of ['{', 'null', '[]', '{"t":null}', '{"t":{"us":"7"}}', '{"t":{"us":0.5}}']) {
      await store.put(STORE.marks('a', 0), text);
      expect(await marks.find('a', 't')).toBeUndefined();
    }
    await store.put(STORE.marks('a', 0), '{"t":{"us":7,"tradeId":8}}');
    expect(await marks.find('a', 't')).toEqual({ us: 7 });
  });
});
