import { describe, expect, it } from '@jest/globals';
import { eventually } from '@bourseworks/testkit';
import { RecordingSink } from './recording-sink.js';
import { instrumentOf, setUp } from './setup.js';

describe('a subscription that is refused', () => {
  it('leaves those that went with it alone', async () => {
    const { standIn, open } = await setUp();
    standIn.invalid.add('TEST');
    const [good, bad, other] = await Promise.allSettled([
      open('AAPL', 'trade'),
      open('TEST', 'trade'),
      open('SPY', 'quote'),
    ]);
    expect([good.status, other.status]).toEqual(['fulfilled', 'fulfilled']);
    expect(bad).toMatchObject({ reason: { code: 'INSTRUMENT_UNKNOWN' } });
    expect(standIn.subscribed).toEqual(['trades/AAPL', 'quotes/SPY']);
    expect(standIn.connections).toBe(1);
  });

  it('for want of room is STREAM_LIMIT, and room that comes free can be used', async () => {
    const { standIn, adapter, open } = await setUp();
    standIn.symbolLimit = 1;
    const spec = { instrument: await instrumentOf(adapter, 'AAPL'), kind: 'trade' } as const;
    const stream = await adapter.open(spec, new RecordingSink());
    await expect(open('SPY', 'trade')).rejects.toMatchObject({ code: 'STREAM_LIMIT' });
    await stream.close();
    await open('SPY', 'trade');
    expect(standIn.subscribed).toEqual(['trades/SPY']);
  });

  it('after a reconnect makes its stream stale until it is taken again', async () => {
    const { standIn, open } = await setUp();
    const [aapl, spy] = await Promise.all([open('AAPL', 'trade'), open('SPY', 'trade')]);
    standIn.symbolLimit = 1;
    standIn.cut();
    await eventually(() => spy.states.includes('STALE') && aapl.states.at(-1) === 'LIVE');
    expect(spy.reasons.find((reason) => reason?.includes('405') === true)).toMatch(/no more symbols/);
    standIn.symbolLimit = 2;
    await eventually(() => spy.states.at(-1) === 'LIVE');
    expect(spy.states).toEqual(['LIVE', 'GAP_START', 'RESYNCING', 'STALE', 'GAP_END', 'LIVE']);
    expect(standIn.connections).toBe(2);
  });

  it('is not asked for again once its stream is closed', async () => {
    const { standIn, adapter, open } = await setUp();
    await open('AAPL', 'trade');
    const sink = new RecordingSink();
    const spec = { instrument: await instrumentOf(adapter, 'SPY'), kind: 'trade' } as const;
    const stream = await adapter.open(spec, sink);
    standIn.symbolLimit = 1;
    standIn.cut();
    await eventually(() => sink.states.at(-1) === 'STALE');
    await stream.close();
    const asked = standIn.messages.length;
    await new Promise((resolve) => setTimeout(resolve, 200));
    const later = standIn.messages.slice(asked).filter(({ action }) => action === 'subscribe');
    expect(later).toEqual([]);
  });

  it('because the plan lacks its channel leaves the connection and the others alone', async () => {
    const { standIn, open } = await setUp();
    const sink = await open('SPY', 'trade');
    standIn.invalid.add('AAPL');
    standIn.invalidError = { code: 409, msg: 'insufficient subscription' };
    await expect(open('AAPL', 'trade')).rejects.toThrow(/409 insufficient/);
    expect([sink.states, standIn.connections]).toEqual([['LIVE'], 1]);
  });
});
