import { describe, expect, it } from '@jest/globals';
import { eventually } from '@bourseworks/testkit';
import { RecordingSink } from './recording-sink.js';
import { instrumentOf, setUp } from './setup.js';

describe('close', () => {
  it('gives back the connection and opens nothing more', async () => {
    const { standIn, adapter, open } = await setUp();
    const sink = await open('AAPL', 'trade');
    await adapter.close();
    await adapter.close();
    await eventually(() => standIn.open === 0);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(standIn.connections).toBe(1);
    expect(sink.states).toEqual(['LIVE']);
    await expect(open('AAPL', 'trade')).rejects.toThrow(/closed/);
  });

  it('ends an opening that still waits', async () => {
    const { standIn, adapter } = await setUp();
    standIn.mute = true;
    const spec = { instrument: await instrumentOf(adapter, 'AAPL'), kind: 'trade' } as const;
    const opening = adapter.open(spec, new RecordingSink());
    const failure = opening.catch((reason: unknown) => reason);
    await eventually(() => standIn.connections === 1);
    await adapter.close();
    expect(await failure).toMatchObject({ code: 'ADAPTER_FAILED', message: 'the adapter is closed' });
  });

  it('while it connects leaves nothing behind', async () => {
    const { standIn, adapter } = await setUp();
    const spec = { instrument: await instrumentOf(adapter, 'AAPL'), kind: 'trade' } as const;
    const failure = adapter.open(spec, new RecordingSink()).catch((reason: unknown) => reason);
    await adapter.close();
    expect(await failure).toMatchObject({ message: 'the adapter is closed' });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect([standIn.open, standIn.logins.length]).toEqual([0, 0]);
  });

  it('of a stream before it is open takes nothing from another', async () => {
    const { standIn, adapter, open } = await setUp();
    const spec = { instrument: await instrumentOf(adapter, 'AAPL'), kind: 'trade' } as const;
    const streams = await Promise.all([
      adapter.open(spec, new RecordingSink()),
      adapter.open(spec, new RecordingSink()),
    ]);
    await streams[0].close();
    await open('SPY', 'trade');
    expect(standIn.subscribed).toEqual(['trades/AAPL', 'trades/SPY']);
  });
});
