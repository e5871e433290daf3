import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { entry, repoRoot, tempDir } from '@bourseworks/testkit';

interface Finished {
  readonly code: number | null;
  readonly output: string;
}

function node(folder: string, ...args: string[]): Finished {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  return { code: status, output: stdout + stderr };
}

const bourse = (folder: string, ...words: string[]): Finished => node(folder, entry('apps/cli/src/main.js'), ...words);

describe('bourse strategy new', () => {
  it('writes a strategy that compiles and whose tests pass', () => {
    const folder = tempDir('new-strategy');
    const { code, output } = bourse(folder, 'strategy', 'new', 'ema-trend', '--json');
    expect({ code, output }).toMatchObject({ code: 0 });
    const project = join(folder, 'ema-trend');
    const type = `${join(project, 'dist', 'ema-trend.strategy.js')}#EmaTrendStrategy`;
    expect(JSON.parse(output.split('\n')[0])).toMatchObject({ folder: project, type });
    const compiled = node(project, join(repoRoot(), 'node_modules', '@typescript', 'native', 'bin', 'tsc'));
    expect(compiled).toEqual({ code: 0, output: '' });
    const register = entry('libs/plugins/src/register.js');
    const tested = node(project, '--import', register, '--test', '--test-reporter=tap', 'dist/**/*.test.js');
    expect(tested.output).toContain('# pass 3\n');
    expect(tested.code).toBe(0);
    const lines = readdirSync(join(project, 'src')).flatMap((file) =>
      readFileSync(join(project, 'src', file), 'utf8').split('\n'),
    );
    expect(lines.filter((line) => line.length > 120)).toEqual([]);
  });

  it('leaves a folder that has something in it alone', () => {
    const folder = tempDir('new-strategy');
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    const { code, output } = bourse(folder, 'strategy', 'new', 'mine', '--to', '.');
    expect({ code, output }).toMatchObject({ code: 2, output: expect.stringContaining('is not empty') });
    expect(readdirSync(folder)).toEqual(['notes.txt']);
  });

  it.each(['Mine', '1st', 'a--b', '-a', '../up'])('refuses the name %s', (name) => {
    const folder = tempDir('new-strategy');
    expect(bourse(folder, 'strategy', 'new', '--', name)).toMatchObject({ code: 2 });
    expect(readdirSync(folder)).toEqual([]);
  });
});
