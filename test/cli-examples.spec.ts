import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithProgram } from '@bourseworks/testkit';
import { checkout, directCommand } from './support/checkout.js';
import { readPage } from './support/doc-commands.js';
import { ShellSession, type ShellResult } from './support/shell-session.js';

/** The examples that the help of each command ends with, in their order. */
const examples = readPage('docs/reference/cli.md')
  .split(/^Examples:$/m)
  .slice(1)
  .flatMap((after) => /^\n((?: {4}.*\n)+)/.exec(after.slice(1))?.[1]?.split('\n') ?? [])
  .map((line) => line.trim())
  .filter((line) => line !== '');

/** What cannot run here as it stands, and why. */
const ELSEWHERE: readonly { readonly pattern: RegExp; readonly why: string }[] = [
  { pattern: /^bourse completion \w+ \||<\(bourse completion/, why: 'wants that shell: completion.command.spec.ts' },
  { pattern: /^bourse (?:kill|rearm)(?!.*--yes)/, why: 'asks at a terminal: control.command.spec.ts' },
  {
    pattern: /^bourse (?:limits set|risk state \w+|portfolio cash)(?!.*--yes)/,
    why: 'asks at a terminal: cli-risk.spec.ts',
  },
  { pattern: /\bbourse up --json/, why: 'every spec with a running platform starts it so: flow.spec.ts' },
  { pattern: /^bourse demo .*--data/, why: 'newcomer, demo-binance and demo-recording.spec.ts run it' },
];

/** Those whose outcome is right although it is not 0: what they name is an example, or this machine is small. */
const OTHER_CODES: readonly { readonly pattern: RegExp; readonly codes: readonly number[] }[] = [
  { pattern: /--from \d{4}-/, codes: [0, 3] },
  { pattern: /--host host2/, codes: [4] },
  // Nothing is recorded unless RECORD_STREAMS says so.
  { pattern: /--source store/, codes: [3] },
  { pattern: /^bourse doctor/, codes: [0, 1] },
  // The order that rests is a limit order, there is no copy of the journal, and the OMS that runs has it.
  { pattern: /^bourse order replace .*--stop/, codes: [3] },
  { pattern: /^bourse journal verify --data-dir backup/, codes: [1] },
  { pattern: /^bourse journal archive/, codes: [3] },
];

/** What a reader looks at for a while has done all that it does after a few seconds. */
const SHORTER = [
  ['--seconds 20', '--seconds 3'],
  ['--seconds 10', '--seconds 5'],
  ['--kind bar-1s --count 10', '--kind bar-1s --count 3'],
] as const;

/** Ended by Ctrl-C. */
const ENDLESS = /^bourse (?:watch|.*--follow)\b(?!.*--(?:count|seconds))/;
/** Starts the platform that all the others are for. */
const STARTS = 'bourse up';
/** The order that the examples speak of. */
const ORDER = 'dev-manual-1-1';
/** And the list of orders. */
const LIST = 'dev-manual-1-7';

describeWithProgram('the examples of the command line', 'bash', () => {
  let folder: string;
  let shell: ShellSession;
  beforeAll(async () => {
    folder = checkout({ built: true });
    const places = [directCommand(folder), join(folder, 'node_modules', '.bin'), process.env['PATH'] ?? ''];
    shell = new ShellSession(folder, { PATH: places.join(':') });
    for (const [shown, run] of SHORTER) shell.substitute(shown, run);
    await shell.start(`npx ${STARTS}`);
  }, 180_000);
  afterAll(async () => {
    const code = await shell.stop();
    // npm says 130 after Ctrl-C, whatever the program under it says.
    expect([0, 130]).toContain(code);
    expect(shell.log.endsWith('Stopped.\n')).toBe(true);
  }, 60_000);

  it('are there for every command', () => {
    expect(examples.length).toBeGreaterThan(40);
    expect(examples).toContain(STARTS);
    expect(SHORTER.filter(([shown]) => !examples.some((example) => example.includes(shown)))).toEqual([]);
  });

  it(STARTS, () => {
    expect(shell.log).toContain('Bourseworks is up.');
  });

  /** The examples change an order that rests in the book: each gets one of its own. */
  async function restingOrder(): Promise<void> {
    const { stdout } = await shell.run('bourse order place BTCUSD BUY 0.01 --limit 50000 --json');
    shell.substitute(ORDER, (JSON.parse(stdout) as { clOrdId: string }).clOrdId);
  }

  async function restingList(): Promise<void> {
    const exits = '--take-profit 63000 --stop-loss 45000';
    const { stdout } = await shell.run(`bourse order bracket BTCUSD BUY 0.01 --entry 50000 ${exits} --json`);
    shell.substitute(LIST, (JSON.parse(stdout) as { listId: string }).listId);
  }

  /** What a gateway leaves behind, and a copy of it. */
  async function auditLog(): Promise<void> {
    if (existsSync(join(folder, 'backup'))) return;
    if (!existsSync(join(folder, 'var', 'gateway', 'gateway.db'))) {
      const gateway = 'GATEWAY_PORT=0 node dist/apps/gateway/src/main.js';
      await shell.run(`SOLACE_URL=tcp://127.0.0.1:55555 ${gateway}`, { interruptAfter: /service\.ready/ });
    }
    const { code, stderr } = await shell.run('cp -rp var/gateway backup');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  }

  /** Thirty days, as somebody may have exported them: bars, options, and the closes of a pair. */
  function tables(): void {
    let spread = 0;
    const days = Array.from({ length: 30 }, (_, day) => {
      spread = 0.6 * spread + (((day * day * 31 + day * 1_009) % 23) - 11) / 20;
      const close = 100 + ((day * day * 7_919 + day * 104_729) % 97) / 10;
      return { date: `2024-01-${String(day + 1).padStart(2, '0')}`, close, spread };
    });
    const write = (file: string, header: string, rows: readonly string[]): void =>
      writeFileSync(join(folder, file), [header, ...rows, ''].join('\n'));
    const bars = days.map(({ date, close }) => [date, close - 1, close + 2, close - 2, close, close / 2].join(','));
    write('bars.csv', 'Date,Open,High,Low,Close,Adj Close', bars);
    const pair = days.map((day) => [day.date, day.close, day.close / 2 + day.spread, day.spread].join(','));
    write('prices.csv', 'date,GLD,GDX,spread', pair);
    write('options.csv', 'kind,spot,strike,years,volatility', ['call,100,95,0.5,0.2', 'put,100,105,0.25,0.3']);
  }

  async function recording(): Promise<void> {
    if (existsSync(join(folder, 'recordings'))) return;
    const { code } = await shell.run('bourse record BTCUSD ETHUSD --kind trade --kind book --seconds 3');
    expect(code).toBe(0);
  }

  async function perform(example: string): Promise<ShellResult> {
    if (example.includes(ORDER)) await restingOrder();
    if (example.includes(LIST)) await restingList();
    if (/(?:bars|prices|options)\.csv/.test(example)) tables();
    if (example.includes('audit verify')) await auditLog();
    if (/^bourse (?:replay|history .*recording:)/.test(example)) await recording();
    // An example before it has killed the account.
    if (example.includes('risk check'))
      await shell.run("bourse rearm --scope account --id SIM --reason 'the next example' --force --yes");
    if (example.includes('strategy start')) await shell.run('bourse strategy stop pts');
    return shell.run(example, { timeoutMs: 90_000, ...(ENDLESS.test(example) ? { interruptAfter: /\S/ } : {}) });
  }

  const here = examples.filter(
    (example) => example !== STARTS && !ELSEWHERE.some(({ pattern }) => pattern.test(example)),
  );
  it.each(here)(
    '%s',
    async (example) => {
      const { code, stdout, stderr } = await perform(example);
      const codes = OTHER_CODES.find(({ pattern }) => pattern.test(example))?.codes ?? [
        0,
        ...(ENDLESS.test(example) ? [130] : []),
      ];
      const right = codes.includes(code);
      expect(right ? '' : `${code}: ${stdout}${stderr}`).toBe('');
    },
    120_000,
  );
});
