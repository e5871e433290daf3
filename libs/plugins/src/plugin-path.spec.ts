import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { expectOk } from '@bourseworks/domain';
import { tempDir } from '@bourseworks/testkit';
import { looksLikePath, parsePluginPath } from './plugin-path.js';

const folder = join(tempDir('plugins'), 'c# and more');
mkdirSync(join(folder, 'folder.js'), { recursive: true });
const file = join(folder, 'plugin.js');
writeFileSync(file, '');

describe('parsePluginPath', () => {
  it.each([
    ['an absolute path', file],
    ['a path relative to the working directory', relative(process.cwd(), file)],
    ['a file URL', pathToFileURL(file).href],
  ])('takes %s', (_what, text) => {
    const { path, url, exportName } = expectOk(parsePluginPath(`${text}#create`));
    expect({ path, url, exportName }).toEqual({ path: file, url: pathToFileURL(file).href, exportName: 'create' });
  });

  it.each([
    [file, 'does not say which export'],
    [`${file}#`, 'does not say which export'],
    [join(folder, 'absent.js#create'), `there is no file ${join(folder, 'absent.js')}`],
    [join(folder, 'folder.js#create'), 'there is no file'],
    [join(folder, 'plugin.ts#create'), 'build it first'],
    ['file://elsewhere%2F/plugin.js#create', 'no file'],
  ])('refuses %s', (text, complaint) => {
    const refused = parsePluginPath(text);
    expect(refused).toMatchObject({
      ok: false,
      refusal: { code: 'PLUGIN_INVALID', details: { path: expect.any(String) } },
    });
    expect(refused).toMatchObject({ refusal: { message: expect.stringContaining(complaint) } });
  });

  it('tells a path from a name', () => {
    const texts = ['sim', 'pairs-trading', 'no such', './a.js', 'a.mjs', 'x#Y', 'C:\\a', 'file:///a.js#b', 'a.ts'];
    expect(texts.filter((text) => !looksLikePath(text))).toEqual(['sim', 'pairs-trading', 'no such']);
  });
});
