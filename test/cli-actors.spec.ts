import { chmodSync, readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tempDir } from '@bourseworks/testkit';
import { CommandLine } from './support/command-line.js';
import { RunningPlatform } from './support/running-platform.js';

const REST = ['order', 'place', 'BTCUSD', 'BUY', '0.01', '--limit', '50000'];

let platform: RunningPlatform;
let bourse: CommandLine;
beforeAll(async () => {
  platform = await RunningPlatform.start({ STRATEGIES: '[]' });
  bourse = new CommandLine(platform.solaceUrl, platform.dataDir);
}, 120_000);
afterAll(() => platform.stop(), 60_000);

const key = (): string => join(platform.dataDir, 'actor', 'private.key');

// In this order: each test goes on where the one before it ended.
describe('who is behind the commands of the command line', () => {
  it('is whoever may read the key of this machine, which the first command makes', async () => {
    const [first, second] = await Promise.all([bourse.json(...REST), bourse.json(...REST)]);
    expect([first.text, first.code, second.code]).toEqual([first.text, 0, 0]);
    if (process.platform !== 'win32') expect(statSync(key()).mode & 0o777).toBe(0o600);
    const { username } = userInfo();
    const who = { actor: username, actorId: username, via: 'cli' };
    expect(platform.events('order.submit_received', 'oms')).toEqual([
      expect.objectContaining(who),
      expect.objectContaining(who),
    ]);
    const kill = ['kill', '--reason', 'drill', '--actor', 'ann', '--yes'];
    expect((await bourse.json(...kill)).code).toBe(0);
    expect(platform.events('control.killed', 'oms')).toEqual([expect.objectContaining({ ...who, actor: 'ann' })]);
    expect((await bourse.json('rearm', '--reason', 'over', '--yes')).code).toBe(0);
    expect(JSON.stringify(platform.lines)).not.toContain(readFileSync(key(), 'utf8').split('\n')[1]);
  });

  it('is nobody to a platform with other keys, and the command says what to do', async () => {
    const stranger = new CommandLine(platform.solaceUrl, tempDir('other'));
    for (const args of [REST, ['order', 'cancel', 'x'], ['kill', '--reason', 'drill', '--yes']]) {
      const { code, error, text } = await stranger.json(...args);
      expect({ code, text }).toEqual({ code: 3, text: expect.stringContaining('ACTOR_CLAIM_INVALID') });
      expect(error?.remedy).toContain('DATA_DIR');
    }
    expect((await bourse.json('order', 'list', '--open', '--account', 'SIM')).code).toBe(0);
  });

  it('is nobody without a key that can be trusted: nothing is sent', async () => {
    if (process.platform === 'win32') return;
    const before = platform.events('order.submit_received', 'oms').length;
    chmodSync(key(), 0o644);
    const { code, error } = await bourse.json(...REST);
    chmodSync(key(), 0o600);
    expect({ code, error }).toMatchObject({
      code: 1,
      error: { code: 'ACTOR_KEY_MISSING', message: `${key()} can be read by others (mode 644): chmod 600 it` },
    });
    expect(error?.remedy).toContain('ACTOR_KEYS_DIR');
    expect((await bourse.json(...REST)).code).toBe(0);
    expect(platform.events('order.submit_received', 'oms')).toHaveLength(before + 1);
  });
});
