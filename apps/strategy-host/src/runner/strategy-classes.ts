import { refuse, type Result } from '@bourseworks/domain';
import { looksLikePath, MODULE_LOADER_URL, parsePluginPath } from '@bourseworks/plugins';
import type { StrategyModule } from '@bourseworks/strategy';
import { movingAverageModule } from '@bourseworks/strategies/moving-average';
import { pairsTradingModule } from '@bourseworks/strategies/pairs-trading';

const BUILT_IN: Readonly<Record<string, StrategyModule>> = {
  'pairs-trading': pairsTradingModule,
  'moving-average': movingAverageModule,
};

/**
 * Where the class of a type is: a built-in name, or `path/to/module.js#ExportedClass` (absolute, a file URL, or relative to
 * the working directory) for strategies of one's own. Refuses STRATEGY_UNKNOWN, and PLUGIN_INVALID for a path without a
 * file; what is wrong inside of the file only its thread finds out.
 */
export function findStrategyClass(type: string): Result<StrategyModule> {
  if (Object.hasOwn(BUILT_IN, type)) return { ok: true, value: BUILT_IN[type] };
  if (!looksLikePath(type)) {
    const types = Object.keys(BUILT_IN).join(', ');
    return refuse('STRATEGY_UNKNOWN', `no strategy class is named ${type}; use one of ${types} or path.js#Class`, {
      types,
    });
  }
  const found = parsePluginPath(type);
  if (!found.ok) return found;
  const { url, exportName } = found.value;
  // A built-in strategy does without the loader: its thread starts no slower for what plug-ins need.
  return { ok: true, value: { url, exportName, loader: MODULE_LOADER_URL } };
}
