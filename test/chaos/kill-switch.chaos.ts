import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { orderRequestTopic, type KillReplyShape, type KillsReplyShape, type OrderReplyShape } from '@bourseworks/dto';
import { eventually } from '@bourseworks/testkit';
import { RunningPlatform } from '../support/running-platform.js';
import { OmsView } from './oms/oms-view.js';
import { ACCOUNT, VENUE } from './oms/people.js';
import { Venue } from './oms/venue.js';

type Say = (text: string) => void;

const SYMBOL = 'BTCUSD';
/** Orders that are sent at a time while the desk fills its book. */
const AT_ONCE = 50;
const READY_MS = 60_000;
const DONE_MS = 60_000;
/** Each at a price of its own. */
const TICKS_APART = 10;

const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(q * values.length))] ?? 0;

class Desk {
  private sequence = 0;

  constructor(
    private readonly platform: RunningPlatform,
    private readonly strategy: string,
  ) {}

  async place(price: string): Promise<{ readonly reply: OrderReplyShape; readonly ms: number }> {
    const commandId = `${this.strategy}-1-${++this.sequence}`;
    const body = { commandId, account: ACCOUNT, strategy: this.strategy, sentTime: `${Date.now()}000000` };
    const terms = { venue: VENUE, symbol: SYMBOL, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001' };
    const startedAt = performance.now();
    const topic = orderRequestTopic('submit', ACCOUNT, this.strategy);
    const reply = await this.platform.ask<OrderReplyShape>(topic, { ...body, ...terms, price }, 20_000);
    return { reply, ms: performance.now() - startedAt };
  }
}

async function fillBook(desk: Desk, oms: OmsView, best: number, n: number): Promise<void> {
  const prices = Array.from({ length: n }, (_, at) => (Math.floor(best * 0.97) - at * TICKS_APART * 0.01).toFixed(2));
  for (let from = 0; from < n; from += AT_ONCE) {
    const placed = await Promise.all(prices.slice(from, from + AT_ONCE).map((price) => desk.place(price)));
    const refused = placed.find(({ reply }) => reply.code !== undefined);
    if (refused !== undefined) throw new Error(`an order of the desk was refused: ${refused.reply.reason}`);
  }
  await eventually(async () => (await oms.openOrders()).filter((order) => order.ordStatus === 'New').length === n, {
    timeoutMs: READY_MS,
    everyMs: 200,
    what: `${n} open orders`,
  });
}

/** What the switch did, from the moment in which a person pressed it. */
async function press(platform: RunningPlatform, desk: Desk, oms: OmsView, venue: Venue, best: number) {
  const price = (Math.floor(best * 0.95) - 1).toFixed(2);
  const pressedAt = performance.now();
  const pressedUs = (performance.timeOrigin + pressedAt) * 1_000;
  const body = { commandId: 'chaos-kill', actor: 'test', reason: 'chaos' };
  const killing = platform.command<KillReplyShape>('control/v1/kill/firm/all', body, 20_000);
  // Behind the kill on the same connection: the first that is refused says when orders are blocked.
  const racing = Array.from({ length: 20 }, async () => desk.place(price));
  const { cancelled } = await killing;
  const answeredMs = performance.now() - pressedAt;
  const raced = await Promise.all(racing);
  await eventually(async () => (await venue.openOrders()).length === 0, { timeoutMs: DONE_MS, everyMs: 20 });
  const cancelledMs = performance.now() - pressedAt;
  const ended = async () => {
    const { kills } = await platform.ask<KillsReplyShape>('orders/query/v1/kills', {});
    const kill = kills.find(({ scope }) => scope === 'firm');
    return (kill?.phase === 'VERIFIED' || kill?.phase === 'ESCALATED') && kill;
  };
  const kill = await eventually(ended, { timeoutMs: DONE_MS, everyMs: 20, what: 'the end of the kill' });
  // From the moment in which the switch is set no order is taken any more: the clock is that of this machine for both.
  const blockedMs = Number(BigInt(kill.time) / 1_000n - BigInt(Math.round(pressedUs))) / 1_000;
  const settledMs = performance.now() - pressedAt;
  const accepted = raced.filter(({ reply }) => reply.code === undefined).length;
  const refused = raced.filter(({ reply }) => reply.code === 'RISK_KILLED').map(({ ms }) => ms);
  const times = { blockedMs, answeredMs, refused, cancelledMs, settledMs };
  return { cancelled, accepted, ...times, end: kill.phase, open: await oms.openOrders() };
}

/** Nothing gets through a latched switch, also after the OMS was killed and is back. */
async function latched(platform: RunningPlatform, desk: Desk, venue: Venue, best: number): Promise<string[]> {
  const violations: string[] = [];
  const price = (Math.floor(best * 0.95) - 1).toFixed(2);
  for (const when of ['after the kill', 'after a restart']) {
    const { reply } = await desk.place(price);
    if (reply.code !== 'RISK_KILLED') violations.push(`${when} an order was answered ${reply.code ?? 'as taken'}`);
    if ((await venue.openOrders()).length > 0) violations.push(`${when} an order is open at the exchange`);
    if (when === 'after the kill') await platform.killAndAwait('oms');
  }
  return violations;
}

/**
 * The kill switch under load: `n` open orders, a person presses it while further orders come in. How long until new orders
 * are refused, until all are cancelled, and until that is verified at the exchange; then nothing may get through, nor after
 * kill -9 of the OMS.
 */
async function run({ n, say }: { n: number; seed: number; say: Say }) {
  const directory = mkdtempSync(join(realpathSync(tmpdir()), 'bourseworks-kill-'));
  // Limits that let a desk of this size trade: what is shown is the switch.
  const limits = join(directory, 'limits.json');
  const rules = [{ scope: 'firm', id: 'all', maxOpenOrders: n + 100 }];
  writeFileSync(limits, JSON.stringify({ version: 1, rules }));
  const platform = await RunningPlatform.start({
    DATA_DIR: join(directory, 'data'),
    STRATEGIES: '[]',
    RISK_FILE: limits,
  });
  try {
    const oms = new OmsView((topic, body, timeoutMs) => platform.ask(topic, body, timeoutMs), ACCOUNT);
    const venue = new Venue(platform.http['exchange'], ACCOUNT);
    await venue.refreshQuotes([SYMBOL]);
    const best = venue.quote(SYMBOL)?.bid ?? 0;
    const desk = new Desk(platform, 'desk');
    await fillBook(desk, oms, best, n);
    say(`${n} orders are open`);
    const { open, ...done } = await press(platform, desk, oms, venue, best);
    const violations = open.map(({ clOrdId, ordStatus }) => `${clOrdId} is ${ordStatus} after the kill`);
    if (done.cancelled < n) violations.push(`cancels of ${done.cancelled} orders were sent, not of ${n}`);
    violations.push(...(await latched(platform, desk, venue, best)));
    const round = (ms: number): number => Math.round(ms * 10) / 10;
    return {
      orders: n,
      cancelled: done.cancelled,
      acceptedWhilePressing: done.accepted,
      answeredMs: round(done.answeredMs),
      blockedMs: round(done.blockedMs),
      refusalMs: { p50: round(quantile(done.refused, 0.5)), max: round(Math.max(0, ...done.refused)) },
      cancelledMs: round(done.cancelledMs),
      settledMs: round(done.settledMs),
      end: done.end,
      stillLatched: !violations.some((text) => text.startsWith('after')),
      violations,
    };
  } finally {
    await platform.stop();
    rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

export const chaos = { n: 1_000, seed: 1, run };
