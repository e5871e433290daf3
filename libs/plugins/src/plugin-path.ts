import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ok, refuse, type Result } from '@bourseworks/domain';

/** An export of a module, by file. */
export interface PluginPath {
  readonly path: string;
  readonly url: string;
  readonly exportName: string;
}

/** Whether a text means a file and not a name: it says which export, looks like a path, or ends like a module. */
export function looksLikePath(text: string): boolean {
  return /[#/\\]|\.[cm]?[jt]s$/.test(text);
}

function pathOf(file: string): string | undefined {
  if (!file.startsWith('file:')) return resolve(file);
  try {
    return fileURLToPath(file);
  } catch {
    return undefined;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/**
 * Reads `path/to/module.js#export`: an absolute path, a file URL, or a path relative to the working directory of the
 * process. The last `#` counts: a folder may have one in its name. Refuses PLUGIN_INVALID, also when no file is there.
 */
export function parsePluginPath(text: string): Result<PluginPath> {
  const [, file, exportName = ''] = /^(.*?)(?:#([^#/\\]*))?$/s.exec(text) ?? ['', text];
  const path = pathOf(file);
  const invalid = (complaint: string): Result<PluginPath> =>
    refuse('PLUGIN_INVALID', `${text} ${complaint}`, { path: path ?? file });
  if (!/\.[cm]?js$/.test(file)) return invalid('is no JavaScript module (.js, .mjs, .cjs): build it first');
  if (exportName === '') return invalid('does not say which export: write path/to/module.js#export');
  if (path === undefined) return invalid('is no file URL of this machine');
  if (!isFile(path)) return invalid(`cannot be found: there is no file ${path}`);
  return ok({ path, url: pathToFileURL(path).href, exportName });
}
