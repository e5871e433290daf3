import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { dataTest, describeWithProgram } from '@bourseworks/testkit';
import { checkout } from './support/checkout.js';
import { expectDefaultRecording, type DemoFigures } from './support/demo.js';
import { commandsOf, type DocCommand } from './support/doc-commands.js';
import { perform, PERFORM_TIMEOUT_MS } from './support/perform.js';
import { ShellSession, type ShellResult } from './support/shell-session.js';

type Check = (result: ShellResult, shell: ShellSession) => void | Promise<void>;

/** What `bourse … --json` says, object by object. */
async function ask(shell: ShellSession, command: string): Promise<Record<string, unknown>[]> {
  const { code, stdout, stderr } = await shell.run(`npx bourse ${command} --json`);
  if (code !== 0) throw new Error(`bourse ${command}: ${stderr}`);
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

async function strategyState(shell: ShellSession): Promise<unknown> {
  return (await ask(shell, 'strategy list'))[0]?.['state'];
}

const summary = ({ stdout }: ShellResult): DemoFigures =>
  JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as DemoFigures;

/** Beyond its exit code: what a command of the README must have done. */
const CHECKS: readonly { readonly pattern: RegExp; readonly check: Check }[] = [
  {
    pattern: /bourse health/,
    check: ({ stdout }) => {
      const rows = stdout.trim().split('\n').slice(1);
      expect(rows).toHaveLength(6);
      expect(rows.filter((row) => !/^\S+ +ready /.test(row))).toEqual([]);
    },
  },
  {
    pattern: /bourse watch/,
    check: ({ stdout }) => expect(stdout.match(/^(?:BTC|ETH)USD .*\d\.\d/gm)).toHaveLength(6),
  },
  {
    pattern: /bourse order list --open/,
    check: ({ stdout }) => expect(stdout).toMatch(/^dev-manual-\S+ .*BUY.*50000.*New/m),
  },
  {
    pattern: /bourse order cancel/,
    check: async (_result, shell) => {
      const orders = await ask(shell, 'order list --strategy manual');
      expect(orders.map(({ ordStatus }) => ordStatus)).toEqual(['Canceled']);
    },
  },
  { pattern: /bourse strategy stop/, check: async (_, shell) => expect(await strategyState(shell)).toBe('STOPPED') },
  { pattern: /bourse kill/, check: ({ stdout }) => expect(stdout).toMatch(/^Killed: firm all/m) },
  {
    pattern: /# refused/,
    check: ({ code, stderr }) => {
      expect(code).toBe(3);
      expect(stderr).toContain('RISK_KILLED');
    },
  },
  {
    pattern: /bourse rearm/,
    check: async (_, shell) => {
      const [reply] = await ask(shell, 'order place BTCUSD BUY 0.01 --limit 50000');
      expect(reply).not.toHaveProperty('code');
    },
  },
  {
    pattern: /bourse strategy start/,
    check: async (_, shell) => expect(['STARTING', 'RUNNING']).toContain(await strategyState(shell)),
  },
  {
    pattern: /npm run demo/,
    check: (result) => {
      const { barsPublished, barsReceived, gaps, fills } = summary(result);
      expect([barsReceived, gaps]).toEqual([barsPublished, 0]);
      expect(fills).toBeGreaterThan(0);
    },
  },
  // The one place that runs it: its figures are exact.
  { pattern: /npm run demo(?!.*--feed)/, check: (result) => expectDefaultRecording(summary(result)) },
];

/** The commands of the README in their order; `npm test` is what runs this. */
const commands = commandsOf('README.md').filter(({ text }) => text !== 'npm test');

function step({ text, line }: DocCommand, body: () => Promise<void>): void {
  const name = `line ${line}: ${text}`;
  if (text.includes('../shared/data')) dataTest(name, ['README.md'], body, PERFORM_TIMEOUT_MS);
  else it(name, body, PERFORM_TIMEOUT_MS);
}

describeWithProgram('a newcomer with nothing but the README', 'bash', () => {
  let shell: ShellSession;
  let folder: string;
  beforeAll(() => {
    folder = checkout();
    shell = new ShellSession(folder);
  });
  afterAll(() => shell.stop().then(() => undefined), 60_000);

  it('is shown how to start, watch, trade, stop and kill', () => {
    const shown = commands.map(({ text }) => text).join('\n');
    for (const { pattern } of CHECKS) expect(shown).toMatch(pattern);
    expect(commands[0].text).toBe('npm start');
  });

  describe('does as it says', () => {
    for (const command of commands) {
      step(command, async () => {
        const result = await perform(shell, command);
        if (result === undefined) return;
        // What npx does, without the seconds that it takes: that it finds the command is seen by now.
        if (command.text.startsWith('npx bourse'))
          shell.substitute('npx bourse', `PATH='${join(folder, 'node_modules', '.bin')}':$PATH bourse`);
        for (const { pattern, check } of CHECKS) if (pattern.test(command.text)) await check(result, shell);
      });
    }
  });
});
