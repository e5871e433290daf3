import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { programTest, repoRoot, tempDir } from '@bourseworks/testkit';

const posix = process.platform !== 'win32';

/** A clone without its dependencies, whose command only says that it is ours. */
function clone(): string {
  const folder = tempDir('clone');
  cpSync(join(repoRoot(), 'scripts'), join(folder, 'scripts'), { recursive: true });
  cpSync(join(repoRoot(), 'package.json'), join(folder, 'package.json'));
  const stub = '#!/usr/bin/env node\nconsole.log("ours", process.argv.slice(2).join(" "));\n';
  writeFileSync(join(folder, 'scripts', 'bourse.mjs'), stub);
  return folder;
}

describe('bourse in a clone', () => {
  it('is the "bin" of the package: a script that a shell can start', () => {
    const { bin } = JSON.parse(readFileSync(join(repoRoot(), 'package.json'), 'utf8')) as { bin: { bourse: string } };
    expect(readFileSync(join(repoRoot(), bin.bourse), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  it('stands beside the tools of node_modules after an installation', () => {
    const folder = clone();
    mkdirSync(join(folder, 'node_modules', '.bin'), { recursive: true });
    const install = join(folder, 'scripts', 'install-command.mjs');
    for (const _twice of [1, 2]) expect(spawnSync(process.execPath, [install]).status).toBe(0);
    const link = join(folder, 'node_modules', '.bin', posix ? 'bourse' : 'bourse.cmd');
    expect(posix ? realpathSync(link) : readFileSync(link, 'utf8')).toContain('bourse.mjs');
  });

  programTest('is found by npx before any installation, without a question to the registry', 'npx', async () => {
    const asked: string[] = [];
    const registry = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
    const { port } = registry.address() as AddressInfo;
    const env = {
      ...process.env,
      npm_config_registry: `http://127.0.0.1:${port}`,
      npm_config_cache: tempDir('npm-cache'),
    };
    const child = spawn('npx', ['bourse', 'health', '--json'], { cwd: clone(), env, shell: !posix });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    await new Promise((resolve) => child.once('close', resolve));
    registry.close();
    expect({ stdout, asked }).toEqual({ stdout: 'ours health --json\n', asked: [] });
  });
});
