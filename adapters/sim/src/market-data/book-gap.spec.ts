import { describe, expect, it, jest } from '@jest/globals';
import { defineInstrument, expectOk } from '@bourseworks/domain';
import { RecordingSink } from '../../test/recording-sink.js';
import { Channel } from './channel.js';

const instrument = expectOk(
  defineInstrument({
    venue: 'sim',
    symbol: 'AUSD',
    assetClass: 'crypto',
    currency: 'USD',
    tickSize: '0.01',
    lotSize: '1',
  }),
);

function message(
  action: 'snapshot' | 'delta',
  sequence: number,
  bids: unknown[],
  asks: unknown[] = [],
): Record<string, unknown> {
  return { type: 'book', action, data: { sequence, time: sequence, bids, asks } };
}

function opened(): { channel: Channel; sink: RecordingSink; resync: jest.Mock<() => void> } {
  const resync = jest.fn<() => void>();
  const channel = new Channel('book', instrument, 'book', resync);
  const sink = new RecordingSink();
  channel.sinks.add(sink);
  channel.receive(message('snapshot', 10, [['1.00', '5']], [['1.02', '5']]));
  return { channel, sink, resync };
}

describe('a gap in the book', () => {
  it('asks for a snapshot and holds back what follows until it is there', () => {
    const { channel, sink, resync } = opened();
    channel.receive(message('delta', 11, [['1.00', '6']]));
    channel.receive(message('delta', 13, [['1.00', '7']]));
    channel.receive(message('delta', 14, [['1.00', '8']]));
    expect(resync).toHaveBeenCalledTimes(1);
    channel.receive(message('snapshot', 15, [['1.00', '9']], [['1.02', '5']]));
    channel.receive(message('delta', 15, [['1.00', '9']]));
    channel.receive(message('delta', 16, [['1.00', '1']]));
    expect(sink.order).toEqual([
      'book-snapshot',
      'LIVE',
      'book-delta',
      'GAP_START',
      'RESYNCING',
      'book-snapshot',
      'GAP_END',
      'LIVE',
      'book-delta',
    ]);
  });

  it('is seen in a crossed book as well', () => {
    const { channel, sink, resync } = opened();
    channel.receive(message('delta', 11, [['1.03', '6']]));
    expect(resync).toHaveBeenCalledTimes(1);
    expect(sink.states).toEqual(['LIVE', 'GAP_START', 'RESYNCING']);
  });
});
