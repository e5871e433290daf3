import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tempDir } from '@bourseworks/testkit';
import { CommandLine } from './support/command-line.js';
import { RunningPlatform } from './support/running-platform.js';

let platform: RunningPlatform;
let bourse: CommandLine;
beforeAll(async () => {
  // Nothing but what is asked for here moves cash.
  platform = await RunningPlatform.start({ STRATEGIES: '[]' });
  bourse = new CommandLine(platform.solaceUrl, platform.dataDir);
}, 120_000);
afterAll(async () => {
  await platform.stop();
}, 60_000);

const number = expect.any(Number) as unknown;
const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}Z$/) as unknown;

function limitsFile(version: number, rules: readonly object[]): string {
  const file = join(tempDir('limits'), 'limits.json');
  writeFileSync(file, JSON.stringify({ version, rules }));
  return file;
}

describe('limits that are changed at run time', () => {
  it('are shown with what changes, put in force once somebody is sure, and obeyed', async () => {
    const [before] = (await bourse.json('limits')).results as unknown as [{ config: { version: number } }];
    expect(before.config.version).toBe(1);
    const rules = [
      { scope: 'firm', id: 'all', maxOpenOrders: 5_000 },
      { scope: 'account', id: 'SIM', maxOrderQuantity: '0.5', priceCollar: { bps: 1_000 } },
    ];
    const file = limitsFile(2, rules);
    const unsure = await bourse.json('limits', 'set', file, '--reason', 'new desk');
    expect([unsure.code, unsure.error?.remedy]).toEqual([2, expect.stringContaining('--yes')]);
    const set = await bourse.json('limits', 'set', file, '--reason', 'new desk', '--yes');
    expect(set).toMatchObject({ code: 0, results: [{ version: 2, sequence: number }] });
    expect(set.results[0]?.['changes']).toEqual(
      expect.arrayContaining(['- firm all maxGrossNotional: 50000000', '+ account SIM maxOrderQuantity: 0.5']),
    );
    expect(platform.events('control.limits_set')[0]).toMatchObject({
      before: 1,
      version: 2,
      actor: userInfo().username,
      via: 'cli',
      reason: 'new desk',
    });

    const again = await bourse.json('limits', 'set', file, '--reason', 'new desk', '--yes');
    expect(again).toMatchObject({ code: 3, error: { code: 'RISK_VERSION' } });
    const refused = await bourse.json('order', 'place', 'BTCUSD', 'BUY', '0.6');
    const details = { limit: '0.5', observed: '0.6', scope: 'account SIM' };
    expect(refused).toMatchObject({ code: 3, error: { code: 'RISK_ORDER_QUANTITY', details } });
    const shown = await bourse.run('limits');
    expect(shown.text).toMatch(/Limits of version 2 are in force\.[^]*account SIM maxOrderQuantity +0\.5/);
  });
});

describe('bourse risk check', () => {
  it('says what would become of an order, with the limit and the observed value where it would be refused', async () => {
    const passes = await bourse.run('risk', 'check', 'BTCUSD', 'BUY', '0.01');
    expect([passes.code, passes.text]).toEqual([
      0,
      expect.stringMatching(/^It would be sent: 0\.01\d* at the market to sim/),
    ]);
    const denied = await bourse.json('risk', 'check', 'BTCUSD', 'BUY', '0.6');
    expect(denied).toMatchObject({
      code: 3,
      results: [{ passes: false, version: 2, denial: { code: 'RISK_ORDER_QUANTITY', limit: '0.5', observed: '0.6' } }],
    });
    const text = await bourse.run('risk', 'check', 'BTCUSD', 'BUY', '0.6');
    expect(text.text).toContain('limit 0.5, observed 0.6, account SIM, limits of version 2');
    expect(
      (await bourse.json('order', 'list', '--open')).results.filter((one) => one['strategy'] === 'manual'),
    ).toEqual([]);
  });
});

describe('bourse risk state', () => {
  const state = (...words: string[]) => bourse.json('risk', 'state', ...words);

  it('sets a scope, shows who and why, and sets it back', async () => {
    const [noReason, noId, noYes] = await Promise.all([
      state('strategy', 'manual', 'HALTED', '--yes'),
      state('strategy'),
      state('strategy', 'manual', 'HALTED', '--reason', 'x'),
    ]);
    for (const { code } of [noReason, noId, noYes]) expect(code).toBe(2);
    const set = await state('strategy', 'manual', 'HALTED', '--reason', 'drill', '--actor', 'jane', '--yes');
    expect(set).toMatchObject({ code: 0, results: [{ scope: 'strategy', id: 'manual', state: 'HALTED' }] });
    expect((await state()).results).toEqual([
      {
        scope: 'strategy',
        id: 'manual',
        state: 'HALTED',
        cause: 'person',
        code: 'RISK_HALTED',
        actor: 'jane',
        reason: 'drill',
        time: iso,
        sequence: number,
      },
    ]);
    const blocked = await bourse.json('order', 'place', 'BTCUSD', 'BUY', '0.01');
    expect(blocked).toMatchObject({ code: 3, error: { code: 'RISK_HALTED' } });
    expect((await bourse.run('risk', 'state', 'strategy', 'manual', 'ACTIVE', '--reason', 'over', '--yes')).code).toBe(
      0,
    );
    expect((await bourse.run('risk', 'state')).text).toBe('Every scope is ACTIVE.');
  });
});

describe('bourse risk locate', () => {
  it('tells what may be sold short, until when', async () => {
    const given = await bourse.json('risk', 'locate', 'ETHUSD', '2', '--for', '1h', '--reason', 'lender 7');
    expect(given).toMatchObject({
      code: 0,
      results: [{ account: 'SIM', symbol: 'ETHUSD', quantity: '2', expireTime: iso }],
    });
    expect(platform.events('control.locate_set')[0]).toMatchObject({ symbol: 'ETHUSD', reason: 'lender 7' });
    expect(await bourse.json('risk', 'locate', 'NOPE', '2', '--reason', 'x')).toMatchObject({
      code: 3,
      error: { code: 'INSTRUMENT_UNKNOWN' },
    });
  });
});

describe('bourse portfolio cash', () => {
  it('books money once somebody is sure, and says what there is then', async () => {
    const deposit = ['portfolio', 'cash', 'SIM', 'deposit', '1000', '--reason', 'wire 4711'];
    expect(await bourse.json(...deposit)).toMatchObject({
      code: 2,
      error: { remedy: expect.stringContaining('--yes') },
    });
    const [before] = (await bourse.json('portfolio')).results;
    const booked = await bourse.json(...deposit, '--yes');
    expect(booked).toMatchObject({ code: 0, results: [{ account: 'SIM', kind: 'deposit', amount: '1000.00' }] });
    expect(Number(booked.results[0]?.['cash'])).toBeCloseTo(Number(before?.['cash']) + 1_000, 6);
    expect(platform.events('control.cash_booked')[0]).toMatchObject({
      kind: 'deposit',
      reason: 'wire 4711',
      via: 'cli',
    });
    const split = ['portfolio', 'cash', 'SIM', 'split', 'NOPE', '2:1', '--price', '5', '--reason', 'x', '--yes'];
    expect(await bourse.json(...split)).toMatchObject({ code: 3, error: { code: 'INSTRUMENT_UNKNOWN' } });
    expect((await bourse.json('portfolio', 'cash', 'SIM', 'deposit', '--reason', 'x', '--yes')).code).toBe(2);
  });
});

describe('bourse portfolio', () => {
  it('shows figures and positions of the firm', async () => {
    await bourse.json('order', 'place', 'ETHUSD', 'BUY', '0.5', '--wait');
    const { code, text } = await bourse.run('portfolio', '--strategy', 'manual');
    expect(code).toBe(0);
    expect(text).toMatch(/^account +strategy +equity[^]*SIM +manual[^]*SIM +sim\/ETHUSD +0\.5000/);
    const { results } = await bourse.json('portfolio');
    const report = {
      level: 'account',
      byKind: expect.objectContaining({ deposit: '1000.00' }),
      performance: expect.objectContaining({ risk: expect.objectContaining({ reason: expect.any(String) }) }),
    };
    const row = { account: 'SIM', strategy: 'all', time: iso, report: expect.objectContaining(report) };
    expect(results).toEqual([expect.objectContaining(row)]);
    expect(text).toMatch(/account +strategy +long[^]*account +strategy +return[^]*SIM manual: not (?:known|measured)/);
    expect(await bourse.json('portfolio', '--account', 'NOBODY')).toMatchObject({
      code: 3,
      error: { code: 'ACCOUNT_UNKNOWN' },
    });
  });
});

describe('the comparison with the broker', () => {
  it('is shown, and made anew on demand under the name of who asks', async () => {
    const { results } = await bourse.json('reconcile');
    expect(results).toMatchObject([{ adapter: 'sim', trigger: 'start', endTime: iso, outside: [] }]);
    const now = await bourse.json('reconcile', 'sim', '--now', '--reason', 'end of day');
    expect(now).toMatchObject({ code: 0, results: [{ adapter: 'sim', trigger: 'command', startTime: iso }] });
    expect(platform.events('control.reconcile')[0]).toMatchObject({
      adapter: 'sim',
      actor: userInfo().username,
      reason: 'end of day',
    });
    expect((await bourse.run('reconcile')).text).toMatch(/^sim: (?:no|\d+) differences? \(command, /);
    expect(await bourse.json('reconcile', 'nowhere')).toMatchObject({ code: 3, error: { code: 'ADAPTER_UNKNOWN' } });
  });
});
