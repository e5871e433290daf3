import { describe, expect, it } from '@jest/globals';
import { expectOk } from '@bourseworks/domain';
import { Desk } from '../../test/desk.js';
import { decodeRecord, encodeRecord } from './codec.js';
import { SCHEMAS } from './schema.js';

/** Records as releases wrote them that knew their first version only. */
const STORED = {
  Intent:
    'AwABAAAAAAAAHEAAAHlgkCgYQwUAAABzLTEtMQAAAACAHMhAAQAAAEEBAAAAc9j/eGCQKBhDCgAAAHRlc3Qtcy0xLTEAAAAAAADwPwAAAAAAAPA/' +
    'AwAAAHNpbQcAAABzaW0vSUJNAwAAAEJVWQUAAABMSU1JVAMAAABEQVkAAAAAAABZQAAAAAAAiLNAAAAAAACIs0AADqBnkCgYQwEAAABy',
  Kill: 'DQABAAAAAAAAIEAEAHlgkCgYQwEAAABrBAAAAGZpcm0DAAAAYWxsAwAAAGFubgUAAABkcmlsbA==',
  Rearm: 'DgABAAAAAAAAIkAIAHlgkCgYQwEAAAByBAAAAGZpcm0DAAAAYWxsBAAAAHJpdGEGAAAAbWVuZGVk',
  CancelRequested:
    'BQABAAAAAAAAJEAMAHlgkCgYQwAAAAAAAAAAAAAAAAEAAABBAQAAAHMAAAAAAADwPwAAAAAAAABADQAAAFBlbmRpbmdDYW5jZWwMAAAAQWNrbm93bGVk' +
    'Z2VkAAAAAAAAAAAAAAAAAABZQAoAAAB0ZXN0LXMtMS0xCgAAAHRlc3Qtcy0xLTIAAAAAAAAAQAQAAABraWxsAA==',
  Execution:
    'CAABAAAAAAAAFEAAAHlgkCgYQwMAAABzaW0KAAAAdGVzdC1zLTEtMQAAAAACAAAAdjECAAAAZTIAAAAABQAAAFRyYWRlAAAAAAEAAAAAAABEQAEAAAAA' +
    'AH6zQAEAAAAAAABEQAAAABMAAAAxMDAwMDAwMDAwMDAwMDAwMDAwAwAAAFVTRAAAAAAAAAAAAAB5YJAoGEMAAAAAAAAUQAAAAAAAAAhADwAAAFBhcnRp' +
    'YWxseUZpbGxlZAwAAABBY2tub3dsZWRnZWQAAAAAAABEQAAAAAAAAE5ACgAAAHRlc3Qtcy0xLTE=',
  Reconciled:
    'CwABAAAAAAAAGEAAAHlgkCgYQwAAAAAAABBADwAAAFBhcnRpYWxseUZpbGxlZAwAAABBY2tub3dsZWRnZWQAAAAAAABJQAAAAAAAAElACgAAAHRlc3Qt' +
    'cy0xLTEBAQIAAAB2MQAAAAAAAAAAAAAAAAAAJEAAAAAAAIizQAAAAAAAAAAAEgAAAG9wZW4gYXQgdGhlIGJyb2tlcg==',
  Adopted:
    'LQABAAAAAAAACEAAAHlgkCgYQwAAAAAAAPA/AwAAAE5ldwwAAABBY2tub3dsZWRnZWQAAAAAAAAAAAAAAAAAAFlABwAAAHZlbnVlLTECAAAAdjEBAAAA' +
    'QQcAAABvdXRzaWRlAwAAAHNpbQcAAABzaW0vSUJNBAAAAFNFTEwEAAAAU1RPUAMAAABHVEMAAAAAAABZQAAAAAAAAAAAAAAAAACIs0AA9ztgkCgYQw==',
} as const;

const stored = (type: keyof typeof STORED): Uint8Array => new Uint8Array(Buffer.from(STORED[type], 'base64'));

describe('a record of an earlier version', () => {
  it('is read with the defaults of the fields that it lacks', () => {
    expect(expectOk(decodeRecord(stored('Intent')))).toEqual({
      type: 'Intent',
      sequence: 7,
      us: 1_700_000_000_000_000,
      commandId: 's-1-1',
      contentHash: 12_345,
      account: 'A',
      strategy: 's',
      sentUs: 1_699_999_999_999_990,
      clOrdId: 'test-s-1-1',
      idSequence: 1,
      streamSequence: 1,
      adapter: 'sim',
      instrument: 'sim/IBM',
      side: 'BUY',
      orderType: 'LIMIT',
      timeInForce: 'DAY',
      quantity: 100,
      price: 5_000,
      reservePx: 5_000,
      expireUs: 1_700_000_030_000_000,
      reason: 'r',
      reduceOnly: false,
      cause: 'command',
      session: '',
      stopPrice: 0,
      trailBy: 0,
      displayQty: 0,
      goodTillUs: 0,
      postOnly: false,
      listId: '',
      listLeg: 0,
    });
    expect(expectOk(decodeRecord(stored('Kill')))).toMatchObject({ actor: 'ann', actorId: '', flatten: false });
    expect(expectOk(decodeRecord(stored('Rearm')))).toMatchObject({ actor: 'rita', forced: false, proposer: '' });
    expect(expectOk(decodeRecord(stored('CancelRequested')))).toMatchObject({ cause: 'kill', parked: false });
    const execution = expectOk(decodeRecord(stored('Execution')));
    expect(execution).toMatchObject({ execType: 'Trade', lastQty: 40, cumQty: 40, clOrdId: 'test-s-1-1' });
    expect(execution).toMatchObject({ restatement: undefined });
    expect(expectOk(decodeRecord(stored('Adopted')))).toMatchObject({
      orderType: 'STOP',
      stopPrice: 0,
      reduceOnly: false,
    });
    const reconciled = expectOk(decodeRecord(stored('Reconciled')));
    expect(reconciled).toMatchObject({ adjustQty: 10, price: 0, reservePx: 0, instructed: false, triggered: false });
  });

  it('is written again as the present version, with the same content', () => {
    for (const type of Object.keys(STORED) as (keyof typeof STORED)[]) {
      const record = expectOk(decodeRecord(stored(type)));
      const again = encodeRecord(record).slice();
      expect([type, again[2]]).toEqual([type, SCHEMAS[type].version]);
      expect(expectOk(decodeRecord(again))).toEqual(record);
    }
  });

  it('is damage when it is cut, not another version', () => {
    const bytes = stored('Intent');
    expect(decodeRecord(bytes.subarray(0, bytes.length - 1))).toMatchObject({ refusal: { code: 'JOURNAL_CORRUPT' } });
    const asSecond = bytes.slice();
    asSecond[2] = 2;
    expect(decodeRecord(asSecond)).toMatchObject({ refusal: { code: 'JOURNAL_CORRUPT' } });
  });

  it('goes on in the engine: what was open and killed is so still', () => {
    const desk = new Desk();
    const [epoch] = desk.journal;
    desk.submit();
    const instrument = desk.journal.find(({ type }) => type === 'Instrument');
    if (instrument === undefined) throw new Error('no instrument was journaled');
    const { engine } = new Desk();
    expectOk(engine.replay({ ...instrument, sequence: 2 }));
    expectOk(engine.replay({ ...expectOk(decodeRecord(stored('Intent'))), sequence: 3 }));
    expectOk(engine.replay({ ...expectOk(decodeRecord(stored('Kill'))), sequence: 4 }));
    expect(epoch.type).toBe('Epoch');
    expect(engine.openOrders()).toMatchObject([{ clOrdId: 'test-s-1-1', reduceOnly: false }]);
    expect(engine.kills.list()).toMatchObject([{ phase: 'CANCELLING', flatten: false, openOrders: 1 }]);
  });
});
