import { beforeAll, describe, expect, it } from '@jest/globals';
import type { StreamState } from '@bourseworks/domain';
import { JSON_CODEC, liveTopic } from '@bourseworks/dto';
import { eventually, tempDir } from '@bourseworks/testkit';
import { buy, FakeBroker, loadOms, openOms, silent } from '../testing/oms.js';
import { Marks } from './marks.js';

beforeAll(loadOms);

describe('an instrument that its venue halted', () => {
  async function start() {
    const broker = new FakeBroker();
    const { core, brokers, directory } = openOms(tempDir(), broker);
    brokers.start();
    await eventually(() => brokers.waitingFor.length === 0);
    const marks = new Marks(core, directory, silent);
    const topic = liveTopic('quote', 'v', 'X');
    const tell = (state: StreamState, epoch = 2): void =>
      marks.onStatus({ payload: JSON_CODEC.encode({ topic, epoch, state, sequence: 0, kind: 'quote', time: '0' }) });
    let sent = 0;
    const order = async () => (await core.command((engine, nowUs) => engine.submit(buy(++sent), nowUs))).code;
    return { marks, topic, tell, order, close: () => brokers.close().then(() => core.close()) };
  }

  it('takes no orders from the status on until the stream is live again, whatever befalls the stream meanwhile', async () => {
    const { tell, order, close } = await start();
    expect(await order()).toBeUndefined();
    tell('HALTED');
    expect(await order()).toBe('RISK_HALTED');
    for (const state of ['GAP_START', 'RESYNCING', 'STALE', 'GAP_END'] as const) tell(state);
    tell('LIVE', 1);
    expect(await order()).toBe('RISK_HALTED');
    tell('LIVE');
    expect(await order()).toBeUndefined();
    await close();
  });

  it('is halted from the start where the answer for its stream says so', async () => {
    const { marks, topic, order, close } = await start();
    marks.onState({ topic, epoch: 2, state: 'HALTED', reason: 'closed' });
    expect(await order()).toBe('RISK_HALTED');
    marks.onState({ topic, epoch: 3, state: 'LIVE' });
    expect(await order()).toBeUndefined();
    await close();
  });

  it('is not looked for in what is no status', async () => {
    const { marks, order, close } = await start();
    for (const payload of [
      Buffer.from('{'),
      JSON_CODEC.encode(null),
      JSON_CODEC.encode({ topic: 7, epoch: 1, state: 'HALTED' }),
    ])
      marks.onStatus({ payload });
    expect(await order()).toBeUndefined();
    await close();
  });
});
