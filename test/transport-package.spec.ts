import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GuaranteedMessaging, SmfBroker } from '@bourseworks/smf-broker';
import { repoRoot, tempDir } from '@bourseworks/testkit';
import { blocks, readPage } from './support/doc-commands.js';

const README = 'libs/solace-transport/README.md';
const TIMEOUT_MS = 120_000;

const options = {
  module: 'nodenext',
  moduleResolution: 'nodenext',
  target: 'es2023',
  types: ['node'],
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  strict: true,
  strictPropertyInitialization: false,
  // The types of the package are looked at like those of a program.
  skipLibCheck: false,
};

/** Packages named by import and export statements, and by types that are imported where they stand. */
const IMPORTED = /(?:^(?:import|export)\b[^"'\n=]*\bfrom |^import |^\} from |import\()["']([^."'][^"']*)["']/gm;

interface Finished {
  readonly code: number | null;
  readonly output: string;
}

/** Beside this process, whose broker it may need. */
function run(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Finished> {
  const all = { ...process.env, NODE_OPTIONS: '', ...env };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { cwd, env: all }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, output: stdout + stderr }),
    );
  });
}

/** A project that has the packed package and those that it names, and nothing else of this tree. */
function outside(packed: string): string {
  const folder = tempDir('package');
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync(join(repoRoot(), 'node_modules'))) {
    if (!name.startsWith('.') && name !== '@bourseworks')
      symlinkSync(join(repoRoot(), 'node_modules', name), join(modules, name));
  }
  cpSync(packed, join(modules, '@bourseworks', 'solace-transport'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options }));
  return folder;
}

describe('the transport as a package of its own', () => {
  let packed: string;
  let folder: string;
  let broker: SmfBroker;
  let url: string;

  beforeAll(async () => {
    packed = join(tempDir('packed'), 'solace-transport');
    const packing = await run(repoRoot(), ['scripts/pack-transport.mjs', packed]);
    expect(packing).toMatchObject({ code: 0 });
    folder = outside(packed);
    broker = new SmfBroker({ extensions: [new GuaranteedMessaging()] });
    url = `tcp://127.0.0.1:${(await broker.start()).tcpPort}`;
  }, TIMEOUT_MS);
  afterAll(() => broker.stop());

  it('names every package that it imports, and nothing of this tree', () => {
    const manifest = JSON.parse(readFileSync(join(packed, 'package.json'), 'utf8')) as Record<string, object>;
    const named = new Set([...Object.keys(manifest['dependencies']), ...Object.keys(manifest['peerDependencies'])]);
    const files = readdirSync(join(packed, 'src'), { recursive: true, encoding: 'utf8' });
    const imported = files
      .filter((file) => /\.(?:js|d\.ts)$/.test(file))
      .flatMap((file) => [...readFileSync(join(packed, 'src', file), 'utf8').matchAll(IMPORTED)])
      .map(([, name]) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name)
      .filter((name) => !name.startsWith('node:'));
    expect([...new Set(imported)].filter((name) => !named.has(name))).toEqual([]);
    expect(imported.length).toBeGreaterThan(20);
    expect(files.filter((file) => /spec|\.map$/.test(file))).toEqual([]);
  });

  it.each(blocks(README).filter(({ language }) => language === 'ts'))(
    'does what the example in line $firstLine of its README says',
    async ({ lines, firstLine }) => {
      writeFileSync(join(folder, 'example.ts'), lines.join('\n'));
      const tsc = join(repoRoot(), 'node_modules', '@typescript', 'native', 'bin', 'tsc');
      const { output: problems } = await run(folder, [tsc, '-p', '.']);
      // The types of the client name a package that it does not bring.
      expect(problems.split('\n').filter((line) => line !== '' && !line.includes('/solclientjs/'))).toEqual([]);
      const { code, output } = await run(folder, ['example.js'], { SOLACE_URL: url });
      const after = readPage(README).split('\n').slice(firstLine).join('\n');
      const says = [...(/It prints ([^.]*(?:\.\d[^.]*)*)\./.exec(after)?.[1].matchAll(/`([^`]+)`/g) ?? [])];
      expect({ code, printed: output.trim().split('\n') }).toEqual({ code: 0, printed: says.map(([, text]) => text) });
    },
    TIMEOUT_MS,
  );
});
