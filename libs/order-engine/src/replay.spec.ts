import { describe, expect, it } from '@jest/globals';
import { Desk } from '../test/desk.js';

describe('replay', () => {
  it('refuses a hole, a repeat, and a record whose outcome is not what comes of it', () => {
    const desk = new Desk();
    const clOrdId = desk.working();
    desk.fill(clOrdId, 10, 5_000);
    const { journal } = desk;
    const fresh = () => new Desk().engine;
    expect(fresh().replay(journal[2])).toMatchObject({ refusal: { code: 'JOURNAL_CORRUPT' } });
    expect(fresh().replay(journal[0])).toMatchObject({ refusal: { code: 'JOURNAL_CORRUPT' } });
    const engine = fresh();
    for (const record of journal.slice(1, -1)) expect(engine.replay(record).ok).toBe(true);
    const last = journal.at(-1);
    if (last?.type !== 'Execution') throw new Error('no execution');
    expect(engine.replay({ ...last, cumQty: 11 })).toMatchObject({
      refusal: { code: 'JOURNAL_CORRUPT', message: expect.stringContaining(clOrdId) },
    });
  });

  it('needs no adapter: instruments come from the journal', () => {
    const desk = new Desk();
    desk.fill(desk.working(), 10, 5_000);
    const bare = new Desk({ instruments: { find: () => undefined } });
    for (const record of desk.journal.slice(1)) expect(bare.engine.replay(record).ok).toBe(true);
    expect(bare.engine.stateHash()).toBe(desk.engine.stateHash());
  });

  it('tells states apart by their hash, and does not look at marks', () => {
    const one = new Desk();
    const two = new Desk();
    const a = one.working();
    const b = two.working();
    expect(one.engine.stateHash()).toBe(two.engine.stateHash());
    one.fill(a, 10, 5_000, { execId: 'f' });
    two.fill(b, 10, 5_001, { execId: 'f' });
    expect(one.engine.stateHash()).not.toBe(two.engine.stateHash());
    const instrument = one.lastEvent().instrument;
    if (instrument === undefined) throw new Error('no instrument');
    const before = one.engine.stateHash();
    one.engine.onMark(instrument, { last: 6_000 }, one.now);
    expect(one.engine.stateHash()).toBe(before);
  });
});
