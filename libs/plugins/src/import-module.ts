import { DomainError } from '@bourseworks/domain';
import { describeError } from './describe-error.js';
import { allowPlatformImports, isOutside, placeOf } from './platform-hook.js';

/** This module, for threads that import it by URL. */
export const MODULE_LOADER_URL = import.meta.url;

type Exports = Readonly<Record<string, unknown>>;

/** CommonJS exports that Node does not find in the text of the module, such as those of a bundle. */
function withCommonJs(module: Exports): Exports {
  const all = module['module.exports'];
  return typeof all === 'object' && all !== null ? { ...all, ...module } : module;
}

/**
 * Imports a module by URL, with our libraries at hand where it lies outside of the tree. Rejects with DomainError
 * PLUGIN_INVALID (not there, syntax error, threw at its top level), PLUGIN_IMPORT (imports what is not public).
 */
export async function importModule(url: string): Promise<Exports> {
  if (isOutside(url)) allowPlatformImports();
  try {
    return withCommonJs((await import(url)) as Exports);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'PLUGIN_IMPORT') throw error;
    const path = placeOf(url);
    throw new DomainError({
      code: 'PLUGIN_INVALID',
      message: `${path} could not be loaded: ${describeError(error)}`,
      details: { path },
    });
  }
}
