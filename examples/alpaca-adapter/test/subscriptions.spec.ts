import { describe, expect, it } from '@jest/globals';
import { Subscriptions, type Outcome } from '../src/subscriptions.js';

const AAPL = { channel: 'trades', symbol: 'AAPL' } as const;
const turn = (ms = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Made {
  readonly subscriptions: Subscriptions;
  readonly sent: object[];
  readonly silences: string[];
}

function make(timeoutMs = 60_000): Made {
  const sent: object[] = [];
  const silences: string[] = [];
  const subscriptions = new Subscriptions(
    timeoutMs,
    (message) => void sent.push(message),
    (reason) => void silences.push(reason),
  );
  return { subscriptions, sent, silences };
}

describe('a request for a subscription', () => {
  it('is refused when the list that answers it does not have it', async () => {
    const { subscriptions } = make();
    const outcomes: Outcome[] = [];
    subscriptions.request('subscribe', AAPL, (outcome) => outcomes.push(outcome));
    await turn();
    subscriptions.confirmed({ trades: ['SPY'] });
    expect(outcomes).toMatchObject([{ kind: 'refused', error: { message: /did not subscribe trades of AAPL/ } }]);
  });

  it('to end one is refused when the list still has it', async () => {
    const { subscriptions } = make();
    const outcomes: Outcome[] = [];
    subscriptions.request('unsubscribe', AAPL, (outcome) => outcomes.push(outcome));
    await turn();
    subscriptions.confirmed({ trades: ['AAPL'] });
    expect(outcomes).toMatchObject([{ kind: 'refused' }]);
  });

  it('makes the connection silent only when no answer comes', async () => {
    const { subscriptions, silences } = make(30);
    subscriptions.request('subscribe', AAPL, () => undefined);
    await turn();
    subscriptions.confirmed({ trades: ['AAPL'] });
    await turn(80);
    expect(silences).toEqual([]);
    subscriptions.request('unsubscribe', AAPL, () => undefined);
    await turn(80);
    expect(silences).toEqual(['Alpaca did not answer a subscription']);
    subscriptions.lost();
  });

  it('goes out with at most 99 others, and is not taken behind 10 000', async () => {
    const { subscriptions, sent } = make();
    const outcomes: Outcome[] = [];
    for (let i = 0; i <= 10_000; i++) {
      subscriptions.request('subscribe', { ...AAPL, symbol: `S${i}` }, (outcome) => outcomes.push(outcome));
    }
    await turn();
    expect(outcomes).toMatchObject([{ kind: 'refused', error: { message: /too many/ } }]);
    expect((sent as { trades: string[] }[]).map(({ trades }) => trades.length)).toEqual([100]);
    subscriptions.lost();
    expect(outcomes).toHaveLength(10_001);
  });
});
