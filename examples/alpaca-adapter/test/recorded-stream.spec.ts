import { expect, it } from '@jest/globals';
import { describeWithData, eventually } from '@bourseworks/testkit';
import type { StreamKind } from '@bourseworks/domain';
import { streamFailure } from '../src/errors.js';
import type { Raw } from '../src/fields.js';
import { itemsOfFrame, parseEvent } from '../src/parse.js';
import { asWritten, expectedEvent, instrumentFor, type Written } from './oracle.js';
import { RECORDED, recorded, type Recorded } from './recorded.js';
import { setUp } from './setup.js';

const KINDS: Readonly<Record<string, StreamKind>> = {
  'stream:t': 'trade',
  'stream:q': 'quote',
  'stream:b': 'bar-1m',
  'stream:u': 'bar-1m',
};

const writtenItems = (raw: string): readonly Written[] => [asWritten(raw)].flat() as Written[];

describeWithData('the recorded messages of the stream', [RECORDED], () => {
  it.each(Object.entries(KINDS))('of %s become events, digit for digit', (kind, streamKind) => {
    let count = 0;
    for (const { id, raw } of recorded((each) => each === kind)) {
      const items = itemsOfFrame(JSON.parse(raw));
      writtenItems(raw).forEach((written, at) => {
        const instrument = instrumentFor(String(written['S']), written);
        const expected = expectedEvent(written, instrument, streamKind);
        expect({ id, ...parseEvent(items[at], instrument, streamKind) }).toEqual({ id, ...expected });
        count++;
      });
    }
    expect(count).toBe({ 'stream:t': 6, 'stream:q': 8, 'stream:b': 5, 'stream:u': 1 }[kind]);
  });

  it('reach the streams of their symbols, and notices disturb nothing', async () => {
    const data = (kind: string): boolean =>
      kind.startsWith('stream:') && !/:(?:subscription|success|error)$/.test(kind);
    const all = recorded(data);
    const frames = all.map(({ raw }) => itemsOfFrame(JSON.parse(raw)));
    const symbols = [...new Set(frames.flat().map((item) => String(item['S'])))];
    const { standIn, open } = await setUp({}, {}, { symbols });
    const sinks = await Promise.all(
      symbols.flatMap((symbol) => (['trade', 'quote', 'bar-1m'] as const).map((kind) => open(symbol, kind))),
    );
    for (const { raw } of all) standIn.send(raw);
    // Messages are handled in their order: what was sent after all of them comes after all of them.
    standIn.send('[{"T":"t","S":"AAPL","i":7,"x":"V","p":1.5,"s":1,"t":"2026-01-05T15:00:00Z"}]');
    await eventually(() =>
      sinks.some(({ items }) => items.some((event) => event.kind === 'trade' && event.us > 1.767e15)),
    );
    const events = sinks.flatMap(({ items }) => items);
    expect(countOf(events, 'trade')).toBe(6 + 1);
    expect(countOf(events, 'quote')).toBe(8);
    expect(countOf(events, 'bar')).toBe(5);
    for (const sink of sinks) expect(sink.states).toEqual(['LIVE']);
    expect(all).toHaveLength(27);
  });

  it('that tell an error have a code of ours', () => {
    const errors = recorded((kind) => kind === 'stream:error').map(({ raw }) => itemsOfFrame(JSON.parse(raw))[0]);
    const failures = errors.map((raw) => [raw['code'], streamFailure(raw['code'], String(raw['msg']))] as const);
    expect(failures).toHaveLength(13);
    const scopes = new Map(failures.map(([code, { scope, error }]) => [code, `${scope} ${error.code}`]));
    expect(Object.fromEntries(scopes)).toEqual({
      400: 'request INSTRUMENT_UNKNOWN',
      401: 'connection ADAPTER_FAILED',
      402: 'login ADAPTER_FAILED',
      403: 'connection ADAPTER_FAILED',
      404: 'connection ADAPTER_FAILED',
      405: 'request STREAM_LIMIT',
      406: 'connection ADAPTER_FAILED',
      407: 'connection ADAPTER_FAILED',
      408: 'login ADAPTER_FAILED',
      409: 'login ADAPTER_FAILED',
      500: 'connection ADAPTER_FAILED',
    });
  });

  it('that confirm or welcome are one object each, of a known type', () => {
    const control = recorded((kind) => kind === 'stream:subscription' || kind === 'stream:success');
    const frames: (Recorded & { items: readonly Raw[] })[] = control.map((each) => ({
      ...each,
      items: itemsOfFrame(JSON.parse(each.raw)),
    }));
    expect(frames).toHaveLength(13);
    for (const { kind, items } of frames) expect(items.map((item) => `stream:${String(item['T'])}`)).toEqual([kind]);
  });
});

function countOf(events: readonly { kind: string }[], kind: string): number {
  return events.filter((event) => event.kind === kind).length;
}
