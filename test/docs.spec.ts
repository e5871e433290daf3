import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { repoRoot, tempDir } from '@bourseworks/testkit';

const root = repoRoot();
const skipped = new Set(['node_modules', 'dist', 'coverage', 'fixtures', 'testing', 'test']);

/** Files below a folder whose path ends in `extension`; test-only folders are left out where `product`. */
function filesBelow(folder: string, extension: string, product = false): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return product && skipped.has(entry.name) ? [] : filesBelow(path, extension, product);
    return path.endsWith(extension) && !(product && path.endsWith('.spec.ts')) ? [path] : [];
  });
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'libs/ring/README.md',
  ...filesBelow('docs', '.md'),
].filter((path) => existsSync(join(root, path)));

/** Text outside of code: what a reader sees as prose and links. */
const prose = (path: string): string =>
  read(path)
    .replace(/```[\s\S]*?```/g, '')
    .replace(/^ {4}.*$/gm, '')
    .replace(/`[^`]*`/g, '');

/** Ids that headings get on the usual hosts: small letters, spaces to dashes, other punctuation gone. */
function anchors(path: string): Set<string> {
  const headings = [...read(path).matchAll(/^#{1,6} (.+)$/gm)].map(([, text]) => text ?? '');
  return new Set(
    headings.map((text) =>
      text
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-'),
    ),
  );
}

function brokenLinks(page: string): string[] {
  const targets = [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '');
  return targets.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [path = '', anchor] = target.split('#');
    const file = path === '' ? page : relative(root, resolve(root, dirname(page), path));
    if (!existsSync(join(root, file))) return true;
    return anchor !== undefined && !anchors(file).has(anchor);
  });
}

/** Whether an index has a link to a page. */
const lists = (index: string, page: string): boolean =>
  prose(index).includes(`(${relative(dirname(index), page).replaceAll('\\', '/')})`);

const INDEX = join('docs', 'README.md');

/** Whether the index lists a page, or lists the README of the page's folder and that the page. */
function isReachable(page: string): boolean {
  if (lists(INDEX, page)) return true;
  const own = join(dirname(page), 'README.md');
  return own !== page && existsSync(join(root, own)) && lists(INDEX, own) && lists(own, page);
}

/** What the machine or the user's shell sets, not us. */
const foreign = new Set(['PATH']);

/** Documented because people set them for us, and read by Node itself. */
const readByNode = new Set(['NO_COLOR', 'FORCE_COLOR']);

/** Variables that a source file reads, in every way that the code base reads them. */
function variablesOf(source: string): string[] {
  const patterns = [
    /\benv(?:\[['"]|\.)([A-Z][A-Z0-9_]+)/g,
    /@EnvVar\('([A-Z][A-Z0-9_]+)'\)/g,
    /\b(?:portVar|variable): '([A-Z][A-Z0-9_]+)'/g,
    /\b(?:text|port)\('([A-Z][A-Z0-9_]+)'/g,
    /\b\w+Of\(\s*env,\s*'([A-Z][A-Z0-9_]+)'/g,
  ];
  // Properties of a configuration class are variables of their own names.
  if (/from 'class-validator'/.test(source) && /class \w+Config\b/.test(source)) {
    patterns.push(/^ {2}(?:readonly )?([A-Z][A-Z0-9_]+)[?!]?(?:: [^=;]+)?(?: =|;)/gm);
  }
  const found = patterns.flatMap((pattern) => [...source.matchAll(pattern)].map(([, name]) => name ?? ''));
  // `const { A, B } = process.env`
  const taken = [...source.matchAll(/\{([^{}]+)\} = process\.env/g)].flatMap(
    ([, names]) => (names ?? '').match(/\b[A-Z][A-Z0-9_]+\b/g) ?? [],
  );
  return [...found, ...taken].filter((name) => !foreign.has(name));
}

describe('the documentation', () => {
  it.each(pages)('%s has no broken link', (page) => {
    expect(brokenLinks(page)).toEqual([]);
  });

  it('is reachable from the index, page by page', () => {
    const missing = filesBelow('docs', '.md').filter((page) => !isReachable(page));
    expect(missing).toEqual([INDEX]);
  });

  it('declares exactly the environment variables that the code reads', () => {
    const sources = ['apps', 'libs', 'adapters', 'strategies'].flatMap((folder) => filesBelow(folder, '.ts', true));
    const inCode = new Set(sources.flatMap((path) => variablesOf(read(path))));
    // The page is made from the declarations of the settings; the next test holds it to them.
    const page = read('docs/reference/configuration.md');
    const documented = new Set([...page.matchAll(/^\| `([A-Z][A-Z0-9_]+)` \|/gm)].map(([, name]) => name ?? ''));
    const undocumented = [...inCode].filter((name) => !documented.has(name));
    const invented = [...documented].filter((name) => !inCode.has(name) && !readByNode.has(name));
    expect({ undocumented, invented }).toEqual({ undocumented: [], invented: [] });
  });

  it('has the references that `npm run docs` makes from the code', () => {
    const writer = join(root, 'scripts', 'docs', 'write.mjs');
    const { stdout, stderr, status } = spawnSync(process.execPath, [writer, '--check'], { encoding: 'utf8' });
    expect({ stdout, stderr, status }).toEqual({ stdout: '', stderr: '', status: 0 });
  });

  it('shows an example strategy that compiles', () => {
    const block = /<!-- example:start -->\s*```ts\n([\s\S]*?)```/.exec(read('docs/how-to/write-a-strategy.md'));
    const folder = tempDir('docs-example');
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
    writeFileSync(join(folder, 'example.ts'), block?.[1] ?? '');
    const { compilerOptions } = JSON.parse(read('tsconfig.json')) as {
      compilerOptions: { paths: Record<string, string[]> };
    };
    const paths = Object.entries(compilerOptions.paths).map(([alias, targets]) => [
      alias,
      targets.map((target) => join(root, target)),
    ]);
    const options = {
      rootDir: resolve(root, '/'),
      typeRoots: [join(root, 'node_modules', '@types')],
      noEmit: true,
      paths: Object.fromEntries(paths) as Record<string, string[]>,
    };
    const config = {
      extends: join(root, 'tsconfig.json'),
      compilerOptions: options,
      include: ['example.ts'],
      exclude: [],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const compiler = join(root, 'node_modules', '@typescript', 'native', 'bin', 'tsc');
    const { stdout, status } = spawnSync(process.execPath, [compiler, '--project', folder], { encoding: 'utf8' });
    expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
    expect(block?.[1]).toContain('extends Strategy');
  });
});
