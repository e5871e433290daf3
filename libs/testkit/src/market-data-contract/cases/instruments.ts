import assert from 'node:assert/strict';
import { instrumentKey, STREAM_KINDS, type StreamKind } from '@bourseworks/domain';
import type { MarketDataCase } from '../contract-case.js';
import { RecordingStreamSink } from '../recording-sink.js';

export const INSTRUMENTS: readonly MarketDataCase[] = [
  {
    id: 'MD-001',
    title: 'instruments are listed, each once, under one venue, with ticks and lots',
    run: async (t) => {
      const all = await t.adapter.instruments();
      assert.ok(all.length > 0);
      assert.equal(new Set(all.map(({ key }) => key)).size, all.length, 'each once');
      for (const { key, venue, symbol, tickSize, lotSize } of all) {
        assert.equal(key, instrumentKey(venue, symbol));
        assert.ok(Number.isSafeInteger(tickSize) && tickSize > 0, `tick of ${key}`);
        assert.ok(Number.isSafeInteger(lotSize) && lotSize > 0, `lot of ${key}`);
      }
      assert.ok(all.includes(await t.instrument()));
    },
  },
  {
    id: 'MD-002',
    title: 'instruments asked for again are the same',
    run: async (t) => {
      assert.deepEqual(await t.adapter.instruments(), await t.adapter.instruments());
    },
  },
  {
    id: 'MD-010',
    title: 'the kinds of an instrument are those of the adapter, and raw history is offered',
    run: async (t) => {
      const instrument = await t.instrument();
      const kinds = t.adapter.kinds(instrument);
      assert.deepEqual([...kinds].sort(), [...t.harness.kinds].sort());
      assert.ok(t.adapter.adjustments(instrument).includes('raw'));
    },
  },
  {
    id: 'MD-020',
    title: 'a stream of an instrument that is not listed is refused',
    run: async (t) => {
      const instrument = { ...(await t.instrument()), symbol: 'NO-SUCH', key: 'no/NO-SUCH' };
      const kind = t.harness.kinds[0];
      const code = await t.refusal(() => t.adapter.open({ instrument, kind }, new RecordingStreamSink()));
      assert.equal(code, 'INSTRUMENT_UNKNOWN');
    },
  },
  {
    id: 'MD-021',
    title: 'a stream of a kind that is not offered is refused',
    run: async (t) => {
      const instrument = await t.instrument();
      const kind = STREAM_KINDS.find((one) => !t.harness.kinds.includes(one)) ?? ('bar-7m' as StreamKind);
      const code = await t.refusal(() => t.adapter.open({ instrument, kind }, new RecordingStreamSink()));
      assert.equal(code, 'KIND_UNSUPPORTED');
    },
  },
];
