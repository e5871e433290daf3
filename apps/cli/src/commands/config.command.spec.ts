import { describe, expect, it } from '@jest/globals';
import { runCli } from '../testing/run-cli.js';

interface Part {
  readonly service: string;
  readonly settings: readonly { name: string; value: string | null; source: string; secret: boolean }[];
}

const parts = (stdout: string): Part[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Part);

describe('bourse config', () => {
  it('shows what each part reads, where it comes from, and never a secret', async () => {
    const env = { OMS_PORT: '4002', BROKER_SMF_PORT: '5001', SOLACE_PASSWORD: 'hunter2' };
    const { code, stdout, stderr } = await runCli(['config', '--json', '--changed'], env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const all = parts(stdout);
    expect(all.map(({ service }) => service)).toEqual([
      'launcher',
      'broker',
      'exchange',
      'market-data',
      'oms',
      'strategy-host',
      'gateway',
    ]);
    const oms = all.find(({ service }) => service === 'oms')?.settings ?? [];
    expect(oms.map(({ name, value, source }) => [name, value, source])).toEqual(
      expect.arrayContaining([
        ['OMS_PORT', '4002', 'environment'],
        ['SOLACE_PASSWORD', null, 'environment'],
        ['SOLACE_URL', 'tcp://127.0.0.1:5001', 'launcher'],
      ]),
    );
    expect(stdout).not.toContain('hunter2');
  });

  it('shows a value that is refused with the reason, and ends with 1', async () => {
    const { code, stdout, stderr } = await runCli(['config', '--service', 'oms'], { ACCOUNTS: '[' });
    expect(code).toBe(1);
    expect(stdout).toMatch(/oms +ACCOUNTS +\[ +environment/);
    expect(stderr).toMatch(/^oms: ACCOUNTS is not JSON; it is a list such as .*\nCorrect what is named/);
  });
});
