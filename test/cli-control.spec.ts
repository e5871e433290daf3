import { userInfo } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@bourseworks/testkit';
import { CommandLine } from './support/command-line.js';
import { RunningPlatform } from './support/running-platform.js';

let platform: RunningPlatform;
let bourse: CommandLine;
let resting: string[] = [];
beforeAll(async () => {
  platform = await RunningPlatform.start();
  bourse = new CommandLine(platform.solaceUrl, platform.dataDir);
  const { results } = await bourse.json('book', 'BTCUSD', '--depth', '1');
  const [{ price }] = (results[0] as unknown as { bids: { price: string }[] }).bids;
  resting = ['order', 'place', 'BTCUSD', 'BUY', '0.02', '--limit', `${Math.floor(Number(price) * 0.95)}`];
}, 120_000);
afterAll(async () => {
  await platform.stop();
}, 60_000);

const number = expect.any(Number) as unknown;
const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}Z$/) as unknown;
const ownId = expect.stringMatching(/^cli-[0-9a-f-]{36}$/) as unknown;

describe('the kill switch', () => {
  it('needs a reason, a scope that fits, and somebody who is sure', async () => {
    const [noReason, noId, noYes] = await Promise.all([
      bourse.json('kill', '--yes'),
      bourse.json('kill', '--scope', 'account', '--reason', 'x', '--yes'),
      bourse.json('kill', '--reason', 'x'),
    ]);
    for (const { code, error } of [noReason, noId, noYes]) expect([code, error?.exitCode]).toEqual([2, 2]);
    expect(noReason.error?.message).toContain('--reason');
    expect(noId.error?.message).toContain('which account?');
    expect(noYes.error?.remedy).toContain('--yes');
    expect(platform.events('control.killed')).toEqual([]);
  });

  it('cancels what is open, blocks new orders, and lets them through again when re-armed', async () => {
    const placed = await bourse.json(...resting);
    const clOrdId = placed.results[0]?.['clOrdId'];
    const killed = await bourse.json('kill', '--scope', 'strategy', '--id', 'manual', '--reason', 'drill', '--yes');
    const scope = { scope: 'strategy', id: 'manual' };
    const rearm = `bourse rearm --scope strategy --id manual --reason WHY --url ${platform.solaceUrl}`;
    const order = { clOrdId, account: 'SIM', strategy: 'manual', venue: 'sim', symbol: 'BTCUSD', side: 'BUY' };
    expect(killed.code).toBe(0);
    expect(killed.results).toEqual([
      {
        ...scope,
        killed: true,
        cancelled: 1,
        sequence: number,
        commandId: ownId,
        actor: userInfo().username,
        reason: 'drill',
        orders: [{ ...order, leavesQty: '0.02000' }],
        rearm,
      },
    ]);

    const blocked = await bourse.json(...resting);
    expect(blocked).toMatchObject({ code: 3, error: { code: 'RISK_KILLED', details: { scope: 'strategy manual' } } });
    expect(blocked.error?.remedy).toContain('bourse rearm');

    const args = [
      'rearm',
      '--scope',
      'strategy',
      '--id',
      'manual',
      '--actor',
      'jane',
      '--reason',
      'drill over',
      '--yes',
    ];
    const rearmed = await bourse.json(...args);
    expect(rearmed.results).toEqual([
      {
        ...scope,
        killed: false,
        cancelled: 0,
        sequence: number,
        commandId: ownId,
        actor: 'jane',
        reason: 'drill over',
      },
    ]);
    expect((await bourse.json(...resting)).code).toBe(0);
    expect(platform.events('control.rearmed')[0]).toMatchObject({ actor: 'jane', reason: 'drill over' });
  });

  it('of the firm stops strategies too, and says how to take it off', async () => {
    const killed = await bourse.run('kill', '--reason', "it's a drill", '--yes');
    expect(killed.code).toBe(0);
    expect(killed.text).toMatch(
      /^Killed: firm all\. New orders are refused; a cancel was sent for [1-9]\d* open orders?\.$/m,
    );
    expect(killed.text).toMatch(/To re-arm: bourse rearm --reason WHY/);
    const rearmed = await bourse.run('rearm', '--reason', 'over', '--yes');
    expect([rearmed.code, rearmed.text]).toEqual([0, 'Re-armed: firm all.']);
  });
});

describe('a switch of what is not there', () => {
  const words = (action: string, scope: string): string[] => [
    action,
    '--scope',
    scope,
    '--id',
    'pst',
    '--reason',
    'x',
    '--yes',
  ];

  it('is refused for an account: "killed" would be believed while its orders go on', async () => {
    const [kill, rearm] = await Promise.all([
      bourse.json(...words('kill', 'account')),
      bourse.json(...words('rearm', 'account')),
    ]);
    for (const { code, error } of [kill, rearm])
      expect([code, error?.code, error?.details]).toEqual([3, 'ACCOUNT_UNKNOWN', { accounts: 'SIM' }]);
  });

  it('is done for a strategy, which may come yet, and doubted', async () => {
    const killed = await bourse.run(...words('kill', 'strategy'));
    expect([killed.code, killed.text]).toEqual([0, expect.stringContaining('no order of a strategy pst')]);
    const rearmed = await bourse.run(...words('rearm', 'strategy'));
    expect([rearmed.code, rearmed.text]).toEqual([0, expect.stringContaining('no order of a strategy pst')]);
  });
});

describe('bourse strategy', () => {
  const state = async (): Promise<unknown> => (await bourse.json('strategy', 'status', 'pts')).results[0]?.['state'];

  it('lists the strategies of a host', async () => {
    const { code, results } = await bourse.json('strategy', 'list');
    expect(code).toBe(0);
    const [pts] = results;
    expect(pts).toEqual({
      id: 'pts',
      type: 'pairs-trading',
      account: 'SIM',
      parameters: expect.objectContaining({ venue: 'sim', y: 'BTCUSD', x: 'ETHUSD' }) as unknown,
      state: 'RUNNING',
      since: iso,
      counters: expect.objectContaining({ received: number, orders: number, gaps: number }) as unknown,
    });
  });

  it('stops one and starts it again', async () => {
    const stopped = await bourse.json('strategy', 'stop', 'pts');
    expect(stopped).toMatchObject({ code: 0, results: [{ id: 'pts', state: 'STOPPED' }] });
    const started = await bourse.run('strategy', 'start', 'pts');
    expect(started).toMatchObject({ code: 0, text: 'pts is STARTING.' });
    await eventually(async () => (await state()) === 'RUNNING', { timeoutMs: 20_000, everyMs: 200 });
  });

  it('refuses one that is not there, and a host that is not there is not reached', async () => {
    const [stop, status, host] = await Promise.all([
      bourse.json('strategy', 'stop', 'nobody'),
      bourse.json('strategy', 'status', 'nobody'),
      bourse.json('strategy', 'list', '--host', 'nowhere'),
    ]);
    for (const { code, error } of [stop, status]) expect([code, error?.code]).toEqual([3, 'STRATEGY_UNKNOWN']);
    expect([host.code, host.error?.exitCode]).toEqual([4, 4]);
  });
});

describe('figures that are followed', () => {
  it('come as they change, until Ctrl-C', async () => {
    const following = [bourse.start('pnl', '--follow', '--json'), bourse.start('positions', '--follow')];
    const [pnl, positions] = following;
    await pnl.waitFor((line) => line['strategy'] === 'all');
    await positions.waitFor((line) => typeof line['text'] === 'string');
    await bourse.json('order', 'place', 'ETHUSD', 'BUY', '0.5', '--wait');
    await pnl.waitFor((line) => line['strategy'] === 'manual' && /^-?\d+\.\d+$/.test(String(line['equity'])));
    await positions.waitFor((line) => /SIM +manual +sim\/ETHUSD +0\.5000/.test(String(line['text'])));
    for (const process of following) process.signal('SIGINT');
    expect(await Promise.all(following.map((process) => process.exited))).toMatchObject([{ code: 0 }, { code: 0 }]);
  });

  it('of an unknown account are refused with the known ones', async () => {
    const asked = [['pnl'], ['positions'], ['order', 'list']].map((words) =>
      bourse.json(...words, '--account', 'NOBODY'),
    );
    for (const { code, error } of await Promise.all(asked))
      expect([code, error?.code, error?.details]).toEqual([3, 'ACCOUNT_UNKNOWN', { accounts: 'SIM' }]);
  });
});
