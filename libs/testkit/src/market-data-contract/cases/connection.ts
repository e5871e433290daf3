import assert from 'node:assert/strict';
import type { MarketDataEvent, StreamKind } from '@bourseworks/domain';
import type { MarketDataCase } from '../contract-case.js';
import { RecordingStreamSink } from '../recording-sink.js';
import type { MarketDataTrial } from '../trial.js';
import { mainKind } from './live.js';

/** Attempts of a second that are not a storm: the first waits are short. */
const MAX_ATTEMPTS = 30;
/** Refused logins before an adapter leaves it at that for a while. */
const MAX_LOGINS = 3;

/** After a disturbance the stream is live again, and gives what happens then. */
async function comesBack(t: MarketDataTrial, disturb: () => Promise<void>): Promise<RecordingStreamSink> {
  const kind = mainKind(t.harness);
  const { sink } = await t.open(kind);
  await disturb();
  await t.gapOf(sink);
  await t.control({ kind: 'none' });
  await t.settled();
  const from = sink.items.length;
  await t.gives(sink, await t.publish(kind, 2), from);
  assert.notEqual(sink.reasons[0], '');
  assert.deepEqual(sink.states.slice(-2), ['GAP_END', 'LIVE']);
  assert.ok(sink.counted('reconnects') > 0, 'it was counted');
  return sink;
}

const faults: readonly MarketDataCase[] = [
  {
    id: 'MD-500',
    title: 'a cut connection is told with a reason, made anew, and everything is subscribed again',
    run: async (t) => void (await comesBack(t, async () => t.control({ kind: 'cut' }))),
  },
  {
    id: 'MD-501',
    title: 'a connection that is mute is found dead, and made anew',
    run: async (t) => void (await comesBack(t, async () => t.control({ kind: 'mute' }))),
  },
  {
    id: 'MD-502',
    title: 'a connection that is half open is found dead, and made anew',
    run: async (t) => void (await comesBack(t, async () => t.control({ kind: 'half-open' }))),
  },
  {
    id: 'MD-503',
    title: 'streams of every kind are live again after a cut, each subscribed once',
    run: async (t) => {
      const opened = [];
      for (const kind of t.harness.kinds) opened.push(await t.open(kind));
      await t.control({ kind: 'cut' });
      for (const { sink } of opened) await t.gapOf(sink);
      await t.settled();
      const before = opened.map(({ sink }) => sink.items.length);
      const expected = new Map<StreamKind, readonly MarketDataEvent[]>();
      const { sent } = t.traffic;
      for (const kind of t.harness.kinds) expected.set(kind, await t.publish(kind, 2));
      for (const [i, { kind, sink }] of opened.entries()) {
        if (kind === 'book') await t.sameBook(sink);
        else await t.gives(sink, expected.get(kind) ?? [], before[i]);
      }
      assert.ok(t.traffic.sent - sent <= 2 * opened.length, 'each once');
      assert.ok(t.traffic.streams <= (t.harness.maxStreams ?? 1), `${t.traffic.streams} streams`);
    },
  },
  {
    id: 'MD-504',
    title: 'a quiet market is no dead connection',
    run: async (t) => {
      const { sink } = await t.open(mainKind(t.harness));
      await t.quiet(3 * t.harness.silenceMs);
      assert.deepEqual(
        sink.states.filter((state) => state !== 'STALE'),
        ['LIVE'],
      );
    },
  },
];

const refusals: readonly MarketDataCase[] = [
  {
    id: 'MD-510',
    title: 'a venue that takes no connections is not stormed, and found again when it does',
    run: async (t) => {
      const kind = mainKind(t.harness);
      const { sink } = await t.open(kind);
      await t.control({ kind: 'refuse' });
      const { attempts } = t.traffic;
      await t.control({ kind: 'cut' });
      await t.gapOf(sink);
      await t.quiet(1_000);
      assert.ok(t.traffic.attempts - attempts <= MAX_ATTEMPTS, `${t.traffic.attempts - attempts} attempts in a second`);
      await t.control({ kind: 'none' });
      await t.settled();
      const from = sink.items.length;
      await t.gives(sink, await t.publish(kind, 2), from);
    },
  },
  {
    id: 'MD-511',
    title: 'a stream of a venue that cannot be reached is refused with a code, and can be opened later',
    run: async (t) => {
      const kind = mainKind(t.harness);
      const instrument = await t.instrument();
      await t.control({ kind: 'refuse' });
      await t.control({ kind: 'cut' });
      await t.refusal(() => t.adapter.open({ instrument, kind }, new RecordingStreamSink()));
      await t.control({ kind: 'none' });
      const { sink } = await t.reopen(kind);
      await t.gives(sink, await t.publish(kind, 2));
    },
  },
  {
    id: 'MD-520',
    title: 'a refused login is told as ADAPTER_LOGIN, and not repeated in a storm',
    run: async (t) => {
      const kind = mainKind(t.harness);
      const instrument = await t.instrument();
      const { logins } = t.traffic;
      await t.control({ kind: 'login', count: 10_000 });
      const code = await t.refusal(() => t.adapter.open({ instrument, kind }, new RecordingStreamSink()));
      assert.equal(code, 'ADAPTER_LOGIN');
      await t.quiet(1_000);
      const tried = t.traffic.logins - logins;
      assert.ok(tried > 0 && tried <= MAX_LOGINS, `${tried} logins`);
    },
  },
  {
    id: 'MD-521',
    title:
      'a login that is refused when a connection is made anew is told as ADAPTER_LOGIN, and not repeated in a storm',
    run: async (t) => {
      const { sink } = await t.open(mainKind(t.harness));
      const { logins } = t.traffic;
      await t.control({ kind: 'login', count: 10_000 });
      await t.control({ kind: 'cut' });
      await t.until(
        () => t.traffic.logins > logins && sink.codes.includes('ADAPTER_LOGIN'),
        () => `another login that is told: ${sink.codes.join()}`,
      );
      await t.quiet(1_000);
      const tried = t.traffic.logins - logins;
      assert.ok(tried <= MAX_LOGINS, `${tried} logins`);
      assert.equal(sink.live, false);
      assert.ok(sink.states.includes('GAP_START'));
    },
  },
];

export const CONNECTION: readonly MarketDataCase[] = [...faults, ...refusals];
