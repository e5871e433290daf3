import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk } from '@bourseworks/domain';
import type { OrderEventShape, ReplayDoneShape, ReplayStepShape } from '@bourseworks/dto';
import type { KnownInstrument } from '../streams/instrument-book.js';
import { StrategyGate, type GateItem } from './strategy-gate.js';

function known(symbol: string, venue = 'coinbase'): KnownInstrument {
  const spec = { venue, symbol, assetClass: 'crypto', currency: 'USD', tickSize: '0.01', lotSize: '0.01' } as const;
  return { index: 0, instrument: expectOk(defineInstrument(spec)), shape: {} as never };
}

function item(symbol: string, endUs: number, seq: number, venue?: string): GateItem {
  const bar = {
    kind: 'bar',
    startUs: endUs - 60,
    endUs,
    open: 1,
    high: 1,
    low: 1,
    close: seq,
    volume: 1,
    trades: 1,
  } as const;
  return { known: known(symbol, venue), kind: 'bar-1m', seq, event: bar, receivedUs: 0 };
}

const step = (n: number, counts: Record<string, number>, timeUs = 60): ReplayStepShape => ({
  run: 'r',
  n,
  time: `${timeUs}000`,
  counts,
  members: ['oms', 's'],
});
const oms = (n: number, round: number, events: Record<string, number> = {}, final = false): ReplayDoneShape => ({
  run: 'r',
  n,
  round,
  member: 'oms',
  sent: 0,
  events,
  final,
});
const event = (n: number, round: number, streamSequence: number): OrderEventShape =>
  ({ streamSequence, step: { run: 'r', n, round, sequence: 1 } }) as OrderEventShape;

function setup(topics = ['A', 'B']): { gate: StrategyGate; log: string[] } {
  const log: string[] = [];
  const gate = new StrategyGate('s', (topic) => topics.includes(topic), {
    stepBegin: (n, round, timeUs) => log.push(`begin ${n}/${round} at ${timeUs}`),
    orderEvent: ({ streamSequence }) => log.push(`event ${streamSequence}`),
    item: ({ known: { instrument }, seq }) => log.push(`${instrument.venue}/${instrument.symbol} ${seq}`),
    stepEnd: () => log.push('end'),
    done: (n, round, sent) => log.push(`done ${n}/${round} ${sent}`),
  });
  return { gate, log };
}

describe('StrategyGate', () => {
  it('gives the input once data, the word of the OMS and its events are all in, whatever comes last', () => {
    const parts: ((gate: StrategyGate) => void)[] = [
      (gate) => gate.step(step(1, { A: 1, B: 2 })),
      (gate) => gate.data('A', [item('BTCUSD', 60, 1)]),
      (gate) => gate.data('B', [item('ETHUSD', 60, 1), item('ETHUSD', 60, 2)]),
      (gate) => gate.oms(oms(1, 0, { s: 1 })),
      (gate) => gate.orderEvent(event(1, 0, 1)),
    ];
    for (let shift = 0; shift < parts.length; shift++) {
      const { gate, log } = setup();
      const order = [...parts.slice(shift), ...parts.slice(0, shift)];
      order.forEach((part, index) => {
        expect(log).toEqual([]);
        part(gate);
        expect(log.length > 0).toBe(index === parts.length - 1);
      });
      expect(log).toEqual([
        'begin 1/1 at 60',
        'event 1',
        'coinbase/BTCUSD 1',
        'coinbase/ETHUSD 1',
        'coinbase/ETHUSD 2',
        'end',
      ]);
    }
  });

  it('sorts by time, venue, symbol and sequence', () => {
    const { gate, log } = setup(['A']);
    gate.step(step(1, { A: 5 }));
    gate.data('A', [
      item('ETHUSD', 60, 2),
      item('BTCUSD', 60, 9),
      item('ETHUSD', 60, 1),
      item('ETHUSD', 50, 3),
      item('AAA', 60, 1, 'usa'),
    ]);
    gate.oms(oms(1, 0));
    expect(log.slice(1, -1)).toEqual([
      'coinbase/ETHUSD 3',
      'coinbase/BTCUSD 9',
      'coinbase/ETHUSD 1',
      'coinbase/ETHUSD 2',
      'usa/AAA 1',
    ]);
  });

  it('does not wait for topics that the strategy does not read', () => {
    const { gate, log } = setup(['A']);
    gate.step(step(1, { A: 0, B: 5 }));
    gate.oms(oms(1, 0));
    expect(log).toEqual(['begin 1/1 at 60', 'end']);
  });

  it('goes round by round until the OMS says final', () => {
    const { gate, log } = setup([]);
    gate.step(step(1, {}));
    gate.oms(oms(1, 0));
    gate.settled(1, 1, 2);
    // The event of the round comes before the word that counts it.
    gate.orderEvent(event(1, 1, 1));
    gate.orderEvent(event(1, 1, 2));
    gate.oms(oms(1, 1, { s: 2 }));
    gate.settled(1, 2, 0);
    gate.oms(oms(1, 2, {}, true));
    gate.step(step(2, {}, 120));
    gate.oms(oms(2, 0));
    expect(log).toEqual([
      'begin 1/1 at 60',
      'end',
      'done 1/1 2',
      'begin 1/2 at 60',
      'event 1',
      'event 2',
      'end',
      'done 1/2 0',
      'begin 2/1 at 120',
      'end',
    ]);
  });

  it('takes part in a round without events of its own, since another strategy may have some', () => {
    const { gate, log } = setup([]);
    gate.step(step(1, {}));
    gate.oms(oms(1, 0));
    gate.settled(1, 1, 0);
    gate.oms(oms(1, 1, { other: 3 }));
    expect(log).toEqual(['begin 1/1 at 60', 'end', 'done 1/1 0', 'begin 1/2 at 60', 'end']);
  });

  it('answers step 0 without waiting for anybody', () => {
    const { gate, log } = setup();
    gate.step(step(0, {}));
    gate.settled(0, 0, 0);
    expect(log).toEqual(['begin 0/0 at 60', 'end', 'done 0/0 0']);
  });

  it('ignores what settles late, of a round that is over', () => {
    const { gate, log } = setup([]);
    gate.step(step(1, {}));
    gate.oms(oms(1, 0));
    gate.settled(7, 1, 1);
    expect(log).toEqual(['begin 1/1 at 60', 'end']);
  });
});
