import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { entry, repoRoot, tempDir } from '@bourseworks/testkit';
import { runCli } from './testing/run-cli.js';

describe('a wrong command line', () => {
  it.each<[string, string[], unknown[]]>([
    ['an unknown command', ['demmo'], ["unknown command 'demmo' (Did you mean demo?)", 'See: bourse --help']],
    ['an unknown option', ['up', '--jsn'], ["unknown option '--jsn' (Did you mean --json?)", 'See: bourse up --help']],
    ['too many words', ['up', 'x'], [expect.stringContaining('too many arguments'), 'See: bourse up --help']],
    ['a missing word', ['completion'], ["missing required argument 'shell'.", 'See: bourse completion --help']],
    ['a count of one book', ['book', 'BTCUSD', '--count', '3'], ['--count is for --follow', 'Add --follow.']],
    [
      'an address that is none',
      ['pnl', '--url', ''],
      [expect.stringContaining('Give tcp://HOST:PORT'), 'See: bourse pnl --help'],
    ],
    [
      'a symbol of no letters',
      ['history', ''],
      [expect.stringContaining('1 to 64 characters'), 'See: bourse history --help'],
    ],
    ['a value out of range', ['demo', '--seconds', '0'], [expect.stringContaining('--seconds takes a whole number')]],
  ])('%s ends with 2 and says what would be right', async (_name, args, lines) => {
    const { code, stdout, stderr } = await runCli(args);
    expect({ code, stdout, lines: stderr.trimEnd().split('\n') }).toEqual({ code: 2, stdout: '', lines });
  });

  it('is told as JSON where JSON is asked for', async () => {
    const { code, stderr } = await runCli(['demmo', '--json']);
    expect([code, JSON.parse(stderr)]).toEqual([
      2,
      { error: { message: expect.stringContaining('demmo'), remedy: 'See: bourse --help', exitCode: 2 } },
    ]);
  });

  it('of nothing at all shows the help and ends with 2', async () => {
    const { code, stdout, stderr } = await runCli([]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Run the platform:');
  });
});

describe('help and version', () => {
  it('are results: on stdout, with 0', async () => {
    const { version } = JSON.parse(readFileSync(join(repoRoot(), 'package.json'), 'utf8')) as { version: string };
    expect(await runCli(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
    const help = await runCli(['--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const part of ['Run the platform:', 'This machine:', 'Examples:', 'Exit codes:']) {
      expect(help.stdout).toContain(part);
    }
    expect((await runCli(['up', '--help'])).stdout).toMatch(/Examples:\n {2}bourse up/);
  });

  it.each([[['--version']], [['--help']], [['complete', '--', 'o']]])(
    '%j loads neither Nest nor the client of the broker: it must be quick',
    async (args) => {
      const folder = tempDir('loaded');
      await runCli(args, { NODE_V8_COVERAGE: folder });
      const loaded = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
      expect(loaded.join('')).toContain('commander');
      for (const heavy of ['solclientjs', '@nestjs', 'class-validator']) expect(loaded.join('')).not.toContain(heavy);
    },
  );
});

describe('output', () => {
  it('has colours only where they are wanted', async () => {
    expect((await runCli(['demmo'], { NO_COLOR: '1' })).stderr).not.toContain('\u001b');
    const env = { ...process.env, FORCE_COLOR: '1' };
    delete (env as NodeJS.ProcessEnv)['NO_COLOR'];
    const child = spawn(process.execPath, [entry('apps/cli/src/main.js'), 'demmo'], { env });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    await new Promise((resolve) => child.once('close', resolve));
    expect(stderr).toContain('\u001b[31munknown command');
  });

  it('that nobody reads any more ends the command quietly, with 0', async () => {
    const child = spawn(process.execPath, [entry('apps/cli/src/main.js'), 'completion', 'bash']);
    child.stdout.destroy();
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect([code, stderr]).toEqual([0, '']);
  });
});
