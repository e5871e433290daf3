import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { programTest, tempDir } from '@bourseworks/testkit';
import { SHELLS } from '../completion/scripts.js';
import { runCli } from '../testing/run-cli.js';

describe('bourse completion', () => {
  it.each(SHELLS)('prints code for %s that calls this very program', async (shell) => {
    const { code, stdout, stderr } = await runCli(['completion', shell]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(process.execPath);
    expect(stdout).toContain('main.js');
  });

  it('asks the program itself', async () => {
    expect((await runCli(['complete', '--', 'completion', 'z'])).stdout).toBe('zsh\t\n:none\n');
    expect((await runCli(['complete', '--next', '--', 'demo', '--data'])).stdout).toBe(':directories\n');
  });

  programTest('completes in bash, and evaluates nothing of what is typed', 'bash', async () => {
    const { stdout: script } = await runCli(['completion', 'bash']);
    const folder = tempDir('bash');
    const ask = [
      'ask() { COMP_LINE="$1"; COMP_POINT=${#1}; _bourse; echo "${COMPREPLY[*]}"; }',
      "ask 'bourse dem'",
      "ask 'bourse demo --sec'",
      "ask 'bourse completion '",
      `ask 'bourse demo --cash "$(touch ${join(folder, 'evil')})" --hist'`,
      `cd '${folder}' && ls`,
    ];
    writeFileSync(join(folder, 'ask.sh'), `${script}\n${script}\n${ask.join('\n')}\n`);
    const { stdout, stderr } = spawnSync('bash', ['--norc', join(folder, 'ask.sh')], { encoding: 'utf8' });
    expect({ lines: stdout.trimEnd().split('\n'), stderr }).toEqual({
      lines: ['demo', '--seconds', 'bash zsh fish powershell', '--history', 'ask.sh'],
      stderr: '',
    });
  });
});
