import assert from 'node:assert/strict';
import { keepsAny, type MarketDataCase } from '../contract-case.js';
import { RecordingStreamSink } from '../recording-sink.js';
import { mainKind } from './live.js';

export const CLOSING: readonly MarketDataCase[] = [
  {
    id: 'MD-700',
    title: 'close ends every stream, leaves no timer and no socket, can be repeated, and nothing is given after it',
    run: async (t) => {
      const opened = [];
      for (const kind of t.harness.kinds) opened.push(await t.open(kind));
      await t.adapter.close();
      await t.adapter.close();
      await t.closed();
      const given = opened.map(({ sink }) => sink.items.length);
      for (const kind of t.harness.kinds) await t.publish(kind, 1);
      await t.quiet();
      assert.deepEqual(
        opened.map(({ sink }) => sink.items.length),
        given,
      );
    },
  },
  {
    id: 'MD-701',
    title: 'close ends the attempts to reach a venue that cannot be reached',
    run: async (t) => {
      await t.open(mainKind(t.harness));
      await t.control({ kind: 'refuse' });
      await t.control({ kind: 'cut' });
      await t.quiet();
      await t.adapter.close();
      const { attempts } = t.traffic;
      await t.quiet(1_000);
      assert.equal(t.traffic.attempts, attempts);
      await t.closed();
    },
  },
  {
    id: 'MD-702',
    title: 'a stream that is just being opened is refused with a code when the adapter closes',
    run: async (t) => {
      const instrument = await t.instrument();
      await t.control({ kind: 'mute' });
      const opening = t.refusal(() =>
        t.adapter.open({ instrument, kind: mainKind(t.harness) }, new RecordingStreamSink()),
      );
      await t.quiet(50);
      await t.adapter.close();
      await opening;
      await t.closed();
    },
  },
  {
    id: 'MD-703',
    title: 'a history that is on its way ends when the adapter closes',
    unless: keepsAny,
    run: async (t) => {
      const [kind] = t.harness.historyKinds;
      const instrument = await t.instrument();
      await t.control({ kind: 'slow', count: 10_000, ms: 10 * t.harness.requestTimeoutMs });
      const { requests } = t.traffic;
      const asked = requests.length;
      let outcome: 'given' | 'refused' | undefined;
      const query = { instrument, kind, fromUs: 1_000_000, toUs: t.clock.nowUs() };
      const ending = t.adapter
        .history(query, () => Promise.resolve(), new AbortController().signal)
        .then(
          () => (outcome = 'given'),
          (error: unknown) => {
            t.errors.push(String(error));
            outcome = 'refused';
          },
        );
      await t.until(
        () => requests.length > asked,
        () => 'request',
      );
      await t.adapter.close();
      await t.until(
        () => outcome !== undefined,
        () => 'end of the history',
      );
      await ending;
      // There was no answer, and none may be made up.
      assert.equal(outcome, 'refused');
      await t.closed();
    },
  },
  {
    id: 'MD-704',
    title: 'an adapter that is closed opens nothing',
    run: async (t) => {
      const instrument = await t.instrument();
      await t.adapter.close();
      const { attempts } = t.traffic;
      await t.refusal(() => t.adapter.open({ instrument, kind: mainKind(t.harness) }, new RecordingStreamSink()));
      assert.equal(t.traffic.attempts, attempts);
    },
  },
  {
    id: 'MD-705',
    title: 'an adapter that nobody uses connects to nothing, and closes',
    run: async (t) => {
      const { attempts, requests } = t.traffic;
      const asked = requests.length;
      await t.quiet();
      assert.equal(t.traffic.attempts, attempts);
      assert.equal(requests.length, asked);
      await t.adapter.close();
      await t.closed();
    },
  },
];
