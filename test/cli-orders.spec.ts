import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { orderRequestTopic } from '@bourseworks/dto/shapes';
import { eventually } from '@bourseworks/testkit';
import { CommandLine, type Ended } from './support/command-line.js';
import { RunningPlatform } from './support/running-platform.js';

let platform: RunningPlatform;
let bourse: CommandLine;
/** A bid that rests: below the market, inside the price collar. */
let resting = '';
beforeAll(async () => {
  // No strategy trades here: positions are those of the commands.
  platform = await RunningPlatform.start({ STRATEGIES: '[]' });
  bourse = new CommandLine(platform.solaceUrl, platform.dataDir);
  const { results } = await bourse.json('book', 'BTCUSD', '--depth', '1');
  const [{ price }] = (results[0] as unknown as { bids: { price: string }[] }).bids;
  resting = `${Math.floor(Number(price) * 0.95)}.50`;
}, 120_000);
afterAll(async () => {
  await platform.stop();
}, 60_000);

const text = expect.any(String) as unknown;
const number = expect.any(Number) as unknown;
const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}Z$/) as unknown;

interface Shown {
  readonly order: { readonly ordStatus: string; readonly quantity: string; readonly price?: string };
  readonly events: { readonly execType: string; readonly sequence: number }[];
}

async function show(clOrdId: string): Promise<Shown> {
  return (await bourse.json('order', 'show', clOrdId)).results[0] as unknown as Shown;
}

const clOrdIdOf = ({ results }: Ended): string => String(results[0]?.['clOrdId']);

describe('an order at the market', () => {
  let filled: Ended;
  beforeAll(async () => {
    filled = await bourse.json('order', 'place', 'BTCUSD', 'BUY', '0.0100', '--wait', '--id', 'market-1');
  });

  it('is placed and waited for until it is filled', () => {
    expect(filled.code).toBe(0);
    expect(filled.results).toEqual([
      {
        commandId: 'market-1',
        clOrdId: 'dev-manual-1-1',
        ordStatus: 'Filled',
        state: 'Acknowledged',
        sequence: number,
        duplicate: false,
        order: {
          sequence: number,
          streamSequence: number,
          account: 'SIM',
          strategy: 'manual',
          clOrdId: 'dev-manual-1-1',
          commandId: 'market-1',
          venueOrderId: text,
          execId: text,
          execType: 'Trade',
          ordStatus: 'Filled',
          state: 'Acknowledged',
          adapter: 'sim',
          venue: 'sim',
          symbol: 'BTCUSD',
          side: 'BUY',
          type: 'MARKET',
          timeInForce: 'DAY',
          quantity: '0.01000',
          lastQty: text,
          lastPx: text,
          cumQty: '0.01000',
          leavesQty: '0.00000',
          avgPx: text,
          fee: text,
          feeCurrency: 'USD',
          currency: 'USD',
          multiplier: 1,
          time: iso,
          venueTime: iso,
        },
      },
    ]);
  });

  it('shows all that happened to it, by either id', async () => {
    const [byOrder, byCommand, people] = await Promise.all([
      show('dev-manual-1-1'),
      bourse.json('order', 'show', '--id', 'market-1'),
      bourse.run('order', 'show', 'dev-manual-1-1'),
    ]);
    const told = byOrder.events.map(({ execType }) => execType);
    expect([told[0], told.at(-1)]).toEqual(['PendingNew', 'Trade']);
    expect(byCommand.results[0]).toEqual(byOrder);
    expect(people.text).toMatch(
      /^dev-manual-1-1 {2}BUY 0\.01000 sim\/BTCUSD MARKET DAY {2}Filled, filled 0\.01000 at \d/,
    );
  });

  it('is among the fills and the orders', async () => {
    const [fills, ofOrder, orders] = await Promise.all([
      bourse.json('fills'),
      bourse.json('fills', '--order', 'dev-manual-1-1', '--limit', '1'),
      bourse.json('orders'),
    ]);
    expect(fills.results).toMatchObject([
      { clOrdId: 'dev-manual-1-1', execType: 'Trade', lastQty: text, venueTime: iso },
    ]);
    expect(ofOrder.results).toEqual(fills.results);
    expect(orders.results).toMatchObject([{ clOrdId: 'dev-manual-1-1', ordStatus: 'Filled' }]);
  });

  it('is in the positions and in the figures', async () => {
    const [positions, pnl] = await Promise.all([bourse.json('positions'), bourse.json('pnl')]);
    const position = { account: 'SIM', strategy: 'manual', venue: 'sim', symbol: 'BTCUSD', currency: 'USD' };
    const values = { avgPrice: text, markPrice: text, marketValue: text, realizedPnl: '0.00', unrealizedPnl: text };
    expect(positions.results).toEqual([{ ...position, quantity: '0.01000', ...values, fees: text }]);
    expect(pnl.results.map((row) => row['strategy'])).toEqual(['all', 'manual']);
    expect(pnl.results[0]).toEqual({
      account: 'SIM',
      strategy: 'all',
      sequence: number,
      time: iso,
      currency: 'USD',
      cash: text,
      equity: text,
      realizedPnl: text,
      unrealizedPnl: text,
      fees: text,
      grossExposure: text,
      netExposure: text,
      reserved: '0.00',
      openOrders: 0,
    });
  });

  it('cannot be cancelled any more', async () => {
    const { code, error } = await bourse.json('order', 'cancel', 'dev-manual-1-1', '--id', 'late-cancel');
    expect({ code, error }).toMatchObject({
      code: 3,
      error: { code: 'ORDER_CLOSED', details: { commandId: 'late-cancel', ordStatus: 'Filled' } },
    });
  });
});

describe('a resting order', () => {
  it('is listed as open, replaced and cancelled', async () => {
    const placed = await bourse.json('order', 'place', 'BTCUSD', 'BUY', '0.02', '--limit', resting, '--tif', 'GTC');
    expect(placed.results).toEqual([
      {
        commandId: expect.stringMatching(/^cli-[0-9a-f-]{36}$/) as unknown,
        clOrdId: text,
        ordStatus: 'PendingNew',
        state: 'Intent',
        sequence: number,
        duplicate: false,
      },
    ]);
    const clOrdId = clOrdIdOf(placed);
    const open = await bourse.json('order', 'list', '--open', '--account', 'SIM', '--strategy', 'manual');
    expect(open.results.map((order) => [order['clOrdId'], order['timeInForce']])).toEqual([[clOrdId, 'GTC']]);

    const replaced = await bourse.json('order', 'replace', clOrdId, '--qty', '0.03');
    expect(replaced).toMatchObject({ code: 0, results: [{ clOrdId, duplicate: false }] });
    await eventually(async () => (await show(clOrdId)).order.quantity === '0.03000', { timeoutMs: 10_000 });

    const cancelled = await bourse.json('order', 'cancel', clOrdId);
    expect(cancelled).toMatchObject({ code: 0, results: [{ clOrdId, duplicate: false }] });
    await eventually(async () => (await show(clOrdId)).order.ordStatus === 'Canceled', { timeoutMs: 10_000 });
    const { events } = await show(clOrdId);
    const told = events.map(({ execType }) => execType);
    expect(told).toEqual(['PendingNew', 'New', 'PendingReplace', 'Replaced', 'PendingCancel', 'Canceled']);
    const list = await bourse.run('order', 'list');
    expect(list.text.split('\n')[1]).toMatch(new RegExp(`^${clOrdId} .*Canceled`));
  });

  it('behind a stop waits, takes another trigger, and is shown with it', async () => {
    const [far, further] = [resting.replace('.50', '.00'), resting];
    const words = ['BTCUSD', 'SELL', '0.01', '--stop', far, '--tif', 'GTC'];
    expect((await bourse.json('risk', 'check', ...words)).results[0]).toMatchObject({ passes: true });
    const clOrdId = clOrdIdOf(await bourse.json('order', 'place', ...words));
    await eventually(async () => (await show(clOrdId)).order.ordStatus === 'New', { timeoutMs: 10_000 });
    const replaced = await bourse.json('order', 'replace', clOrdId, '--stop', further);
    expect(replaced).toMatchObject({ code: 0, error: undefined });
    await eventually(async () => (await show(clOrdId)).order.ordStatus === 'New', { timeoutMs: 10_000 });
    const { order, events } = await show(clOrdId);
    expect(events.map(({ execType }) => execType)).toEqual(['PendingNew', 'New', 'PendingReplace', 'Replaced']);
    expect(order).toMatchObject({ type: 'STOP', stopPrice: further });
    expect((await bourse.run('order', 'show', clOrdId)).text).toContain(`stop ${further}`);
    const denied = await bourse.json('order', 'place', 'BTCUSD', 'BUY', '0.01', '--tif', 'OPG');
    expect(denied).toMatchObject({ code: 3, error: { code: 'ORDER_TYPE_UNSUPPORTED' } });
    await bourse.json('order', 'cancel', clOrdId);
    await eventually(async () => (await show(clOrdId)).order.ordStatus === 'Canceled', { timeoutMs: 10_000 });
  });

  it('that does not become final in time is told as placed, not as refused', async () => {
    const ended = await bourse.json(
      'order',
      'place',
      'BTCUSD',
      'BUY',
      '0.02',
      '--limit',
      resting,
      '--wait',
      '--timeout',
      '1s',
    );
    expect(ended).toMatchObject({
      code: 5,
      results: [{ ordStatus: 'New', order: { leavesQty: '0.02000' } }],
      error: { exitCode: 5, message: expect.stringContaining('placed but not final: it is New') as unknown },
    });
    expect(ended.error?.remedy).toContain(`bourse order cancel ${clOrdIdOf(ended)}`);
  });
});

describe('a command that is repeated', () => {
  it('with the same id gives the first outcome again, with another body it is refused', async () => {
    const args = ['order', 'place', 'BTCUSD', 'BUY', '0.01', '--limit', resting, '--id', 'twice'];
    const first = await bourse.json(...args);
    const [again, other] = await Promise.all([bourse.json(...args), bourse.json(...args.with(4, '0.02'))]);
    expect(again.results).toEqual([{ ...first.results[0], duplicate: true }]);
    expect(other).toMatchObject({ code: 3, error: { code: 'COMMAND_CONFLICT', details: { commandId: 'twice' } } });
    const { results } = await bourse.json('order', 'list', '--limit', '50');
    expect(results.filter((order) => order['commandId'] === 'twice')).toHaveLength(1);
  });
});

describe('what is refused', () => {
  it('says why: by risk with the limit and the value', async () => {
    const [json, people] = await Promise.all([
      bourse.json('order', 'place', 'BTCUSD', 'BUY', '0.01', '--limit', '999999', '--id', 'too-high'),
      bourse.run('order', 'place', 'BTCUSD', 'BUY', '99'),
    ]);
    expect(json).toMatchObject({
      code: 3,
      results: [],
      error: {
        code: 'RISK_PRICE_COLLAR',
        exitCode: 3,
        details: { commandId: 'too-high', limit: expect.stringMatching(/^\d+/) as unknown, observed: '999999' },
      },
    });
    expect(people.code).toBe(3);
    expect(people.text).toMatch(/RISK_ORDER_NOTIONAL: order notional .*\nlimit: 250000\.00, observed: \d+/);
  });

  it('says why: by the state of things', async () => {
    const [symbol, cancel, replace, shown, byId, account] = await Promise.all([
      bourse.json('order', 'place', 'NOPE', 'BUY', '1'),
      bourse.json('order', 'cancel', 'no-such-order'),
      bourse.json('order', 'replace', 'no-such-order', '--qty', '1'),
      bourse.json('order', 'show', 'no-such-order'),
      bourse.json('order', 'show', '--id', 'never-sent'),
      bourse.json('order', 'place', 'BTCUSD', 'BUY', '1', '--account', 'NOBODY'),
    ]);
    expect([symbol.code, symbol.error?.code]).toEqual([3, 'INSTRUMENT_UNKNOWN']);
    for (const ended of [cancel, replace, shown]) expect([ended.code, ended.error?.code]).toEqual([3, 'ORDER_UNKNOWN']);
    expect(byId).toMatchObject({ code: 3, error: { code: 'ORDER_UNKNOWN', details: { commandId: 'never-sent' } } });
    expect(byId.error?.message).toContain('it has not arrived');
    expect([account.code, account.error?.code]).toEqual([3, 'ACCOUNT_UNKNOWN']);
  });

  it.each<[string, string[]]>([
    ['a number with an exponent', ['place', 'BTCUSD', 'BUY', '1e3']],
    ['a negative number', ['place', 'BTCUSD', 'BUY', '-1']],
    ['a limit with a comma', ['place', 'BTCUSD', 'BUY', '1', '--limit', '1,5']],
    ['a side that is none', ['place', 'BTCUSD', 'HOLD', '1']],
    ['a replace of nothing', ['replace', 'x']],
    ['an order without its id', ['show']],
    ['a child without a side', ['oto', 'BTCUSD', 'BUY', '1', '--child', 'BTCUSD 1']],
  ])('%s is refused here: nothing is sent', async (_name, args) => {
    const before = platform.events('order.submit_received').length;
    const { code, error } = await bourse.json('order', ...args);
    expect({ code, exitCode: error?.exitCode }).toEqual({ code: 2, exitCode: 2 });
    expect(platform.events('order.submit_received')).toHaveLength(before);
  });
});

describe('an OMS that does not answer', () => {
  it('leaves the outcome unknown, never refused, and the order is found later', async () => {
    const oms = platform.pid('oms');
    const args = ['order', 'place', 'BTCUSD', 'BUY', '0.01', '--limit', resting, '--id', 'unheard'];
    process.kill(oms, 'SIGSTOP');
    let ended: Ended;
    try {
      ended = await bourse.json(...args, '--timeout', '1s');
    } finally {
      process.kill(oms, 'SIGCONT');
    }
    const ask = `bourse order show --id unheard --url ${platform.solaceUrl}`;
    expect(ended).toMatchObject({
      code: 5,
      results: [],
      error: { code: 'REQUEST_TIMEOUT', exitCode: 5, details: { commandId: 'unheard', ask } },
    });
    expect(ended.error?.message).toContain('not known');
    expect(ended.error?.remedy).toContain('Repeating the command with --id unheard is safe');
    expect(ended.text).not.toMatch(/reject/i);
    const again = await bourse.json(...args);
    expect(again).toMatchObject({ code: 0, results: [{ commandId: 'unheard' }] });
    const [shown, list] = await Promise.all([
      bourse.json('order', 'show', '--id', 'unheard'),
      bourse.json('order', 'list'),
    ]);
    expect(list.results.filter((order) => order['commandId'] === 'unheard')).toHaveLength(1);
    expect(shown.results[0]).toMatchObject({ order: { clOrdId: clOrdIdOf(again), commandId: 'unheard' } });
  });
});

describe('a broker that hangs while the answer is awaited', () => {
  it('leaves the outcome unknown as well: neither refused nor "nothing was done" would be true', async () => {
    const [oms, broker] = [platform.pid('oms'), platform.pid('broker')];
    const args = ['order', 'place', 'BTCUSD', 'BUY', '0.01', '--id', 'hung'];
    let sent = false;
    await platform.session.subscribe(orderRequestTopic('submit', 'SIM', 'manual'), () => (sent = true));
    process.kill(oms, 'SIGSTOP');
    try {
      const placing = bourse.start(...args, '--json', '--timeout', '2s');
      await eventually(() => sent, { timeoutMs: 10_000, what: 'the request' });
      process.kill(broker, 'SIGSTOP');
      const { code, error } = await bourse.end(placing);
      expect([code, error?.code, error?.details?.['commandId']]).toEqual([5, 'REQUEST_TIMEOUT', 'hung']);
    } finally {
      process.kill(broker, 'SIGCONT');
      process.kill(oms, 'SIGCONT');
    }
    // The order was passed on before the broker hung, or became too old in its queue: repeated, it is there once.
    await eventually(async () => (await bourse.json(...args)).code === 0, { timeoutMs: 20_000, what: 'the repeat' });
    const list = await bourse.json('order', 'list');
    expect(list.results.filter((order) => order['commandId'] === 'hung')).toHaveLength(1);
  }, 60_000);
});

describe('a wait for the end of an order', () => {
  const place = ['order', 'place', 'BTCUSD', 'BUY', '0.01', '--wait', '--timeout', '20s', '--json'];

  it('that is interrupted says that the order stays open', async () => {
    const waiting = bourse.start(...place, '--limit', resting, '--id', 'left');
    await eventually(async () => (await bourse.json('order', 'show', '--id', 'left')).code === 0, {
      timeoutMs: 10_000,
    });
    waiting.signal('SIGINT');
    const ended = await bourse.end(waiting);
    expect([ended.code, ended.text]).toEqual([
      130,
      expect.stringMatching(/stays open\. Cancel: bourse order cancel dev-/),
    ]);
  });

  it('goes on through the loss of the broker: the order is placed, so nothing else would be true', async () => {
    const waiting = bourse.start(...place, '--limit', resting, '--id', 'through');
    await eventually(async () => (await bourse.json('order', 'show', '--id', 'through')).code === 0, {
      timeoutMs: 10_000,
    });
    await platform.killAndAwait('broker');
    const shown = await eventually(
      async () =>
        (await bourse.json('order', 'show', '--id', 'through')).results[0] as unknown as { order: { clOrdId: string } },
      { timeoutMs: 15_000, everyMs: 200 },
    );
    await bourse.json('order', 'cancel', shown.order.clOrdId);
    const ended = await bourse.end(waiting);
    expect(ended).toMatchObject({ code: 0, results: [{ ordStatus: 'Canceled' }] });
  });
});
