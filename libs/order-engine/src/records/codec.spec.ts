import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SeededRng } from '@bourseworks/ports';
import { Desk } from '../../test/desk.js';
import { decodeRecord, encodeRecord, MAX_RECORD_BYTES } from './codec.js';
import { RECORD_TYPE, type EngineRecord, type RecordType } from './record.js';
import type { FieldKind } from './field-kinds.js';
import { SCHEMAS } from './schema.js';

const EXAMPLES: Partial<Record<FieldKind, fc.Arbitrary<unknown>>> = {
  integer: fc.maxSafeInteger(),
  optionalInteger: fc.option(fc.maxSafeInteger(), { nil: undefined }),
  optionalBig: fc.option(fc.bigInt({ min: -(10n ** 50n), max: 10n ** 50n }), { nil: undefined }),
  flag: fc.boolean(),
  text: fc.oneof(
    fc.string(),
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.string({ minLength: 100, maxLength: 700 }),
  ),
  assetClass: fc.constantFrom('crypto', 'cfd'),
  side: fc.constantFrom('BUY', 'SELL'),
  orderType: fc.constantFrom('MARKET', 'LIMIT'),
  timeInForce: fc.constantFrom('DAY', 'FOK'),
  ordStatus: fc.constantFrom('New', 'PendingReplace'),
  optionalOrdStatus: fc.constantFrom('New', undefined),
  optionalRestatement: fc.constantFrom('GT_RENEWAL', 'OTHER', undefined),
  localState: fc.constantFrom('Intent', 'Unknown'),
  execType: fc.constantFrom('Trade', 'CancelRejected'),
  code: fc.constantFrom('ORDER_UNKNOWN', 'RISK_RATE'),
  optionalCode: fc.constantFrom('ORDER_UNKNOWN', undefined),
  cause: fc.constantFrom('command', 'self-trade', 'disconnect'),
  orderCause: fc.constantFrom('command', 'kill'),
  killStep: fc.constantFrom('VERIFIED', 'FLAT'),
  leaseHolder: fc.constantFrom('strategy', 'session'),
  change: fc.constantFrom('cancel', 'replace'),
  scope: fc.constantFrom('firm', 'strategy'),
  riskScope: fc.constantFrom('firm', 'symbol'),
  tradingState: fc.constantFrom('ACTIVE', 'HALTED'),
  stateCause: fc.constantFrom('person', 'drawdown'),
  cashKind: fc.constantFrom('deposit', 'split'),
  selfTradeMode: fc.constantFrom('CANCEL_BOTH', 'DECREMENT'),
  selfTradeAction: fc.constantFrom('denied', 'reduced'),
  listKind: fc.constantFrom('OTO', 'BRACKET'),
  listCancelCause: fc.constantFrom('command', 'cut', 'units'),
};

function arbitrary(type: RecordType): fc.Arbitrary<EngineRecord> {
  const fields = Object.entries(SCHEMAS[type].fields).map(([name, kind]) => [name, EXAMPLES[kind]] as const);
  const model = Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>;
  return fc.record(model).map((values) => ({ type, ...values }) as unknown as EngineRecord);
}

describe('the record codec', () => {
  it.each(Object.keys(RECORD_TYPE) as RecordType[])('brings back every %s', (type) => {
    fc.assert(
      fc.property(arbitrary(type), (record) => {
        expect(decodeRecord(encodeRecord(record))).toEqual({ ok: true, value: normalised(record) });
      }),
      { numRuns: 25 },
    );
  });

  it('refuses, by code, anything cut, lengthened or changed, and never throws', () => {
    const desk = new Desk();
    const clOrdId = desk.working();
    desk.fill(clOrdId, 10, 5_000, { fee: 5n, reason: 'größer' });
    desk.replace(clOrdId, { quantity: '150' });
    desk.cancel(clOrdId);
    desk.submit({ symbol: 'XXX' });
    desk.control('kill');
    const frames = desk.journal.map(encodeRecord);
    const rng = new SeededRng(7);
    const codes = new Map<string, number>();
    const look = (bytes: Uint8Array): void => {
      const result = decodeRecord(bytes);
      const code = result.ok ? 'OK' : result.refusal.code;
      codes.set(code, (codes.get(code) ?? 0) + 1);
      if (result.ok) expect(result.value.type in RECORD_TYPE).toBe(true);
      else expect(['JOURNAL_CORRUPT', 'JOURNAL_VERSION']).toContain(code);
    };
    for (const frame of frames) {
      for (let length = 0; length < frame.length; length++)
        expect(decodeRecord(frame.subarray(0, length)).ok).toBe(false);
      expect(decodeRecord(Uint8Array.from([...frame, 0])).ok).toBe(false);
      for (let i = 0; i < 600; i++) {
        const bytes = frame.slice();
        for (let n = 1 + rng.integer(4); n > 0; n--) bytes[rng.integer(bytes.length)] = rng.integer(256);
        look(bytes);
      }
    }
    for (let i = 0; i < 2_000; i++) look(Uint8Array.from({ length: rng.integer(80) }, () => rng.integer(256)));
    expect(codes.get('JOURNAL_CORRUPT')).toBeGreaterThan(300);
    expect(codes.get('JOURNAL_VERSION')).toBeGreaterThan(20);
  });

  it('keeps earlier records as they were while later, larger ones are written', () => {
    const note = (n: number) => ({ type: 'Note', sequence: n, us: n, kind: 'k', body: 'ä'.repeat(n * 37) }) as const;
    const frames = Array.from({ length: 400 }, (_, i) => encodeRecord(note(i)));
    frames.forEach((frame, i) => expect(decodeRecord(frame)).toEqual({ ok: true, value: note(i) }));
  });

  it('tells another release from damage', () => {
    const frame = encodeRecord({ type: 'Note', sequence: 1, us: 2, kind: 'k', body: 'b' });
    const newer = frame.slice();
    newer[2] = 9;
    expect(decodeRecord(newer)).toMatchObject({
      refusal: { code: 'JOURNAL_VERSION', details: { type: 16, version: 9 } },
    });
    expect(decodeRecord(new Uint8Array(MAX_RECORD_BYTES + 1))).toMatchObject({ refusal: { code: 'JOURNAL_CORRUPT' } });
  });
});

/** -0 and 0 are the same integer. */
function normalised(record: EngineRecord): EngineRecord {
  const entries = Object.entries(record).map(([name, value]: [string, unknown]) => [
    name,
    Object.is(value, -0) ? 0 : value,
  ]);
  return Object.fromEntries(entries) as EngineRecord;
}
