import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { refuse, type Result } from '@bourseworks/domain';
import type { StrategyModule } from '@bourseworks/strategy';
import { movingAverageModule } from '@bourseworks/strategies/moving-average';
import { pairsTradingModule } from '@bourseworks/strategies/pairs-trading';

const BUILT_IN: Readonly<Record<string, StrategyModule>> = {
  'pairs-trading': pairsTradingModule,
  'moving-average': movingAverageModule,
};

/**
 * Where the class of a type is: a built-in name, or `path/to/module.js#ExportedClass` (relative to the working directory) for
 * strategies of one's own.
 */
export function findStrategyClass(type: string): Result<StrategyModule> {
  if (Object.hasOwn(BUILT_IN, type)) return { ok: true, value: BUILT_IN[type] };
  const [path, exportName] = type.split('#');
  if (exportName === undefined || exportName === '' || !/\.[cm]?js$/.test(path)) {
    const types = Object.keys(BUILT_IN).join(', ');
    return refuse('STRATEGY_UNKNOWN', `no strategy class is named ${type}; use one of ${types} or path.js#Class`, {
      types,
    });
  }
  const url = path.startsWith('file:')
    ? path
    : pathToFileURL(isAbsolute(path) ? path : `${process.cwd()}/${path}`).href;
  return { ok: true, value: { url, exportName } };
}
