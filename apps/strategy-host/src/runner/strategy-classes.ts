import { refuse, type Result } from '@bourseworks/domain';
import { looksLikePath, MODULE_LOADER_URL, parsePluginPath } from '@bourseworks/plugins';
import type { StrategyModule } from '@bourseworks/strategy';
import { breakoutModule } from '@bourseworks/strategies/breakout';
import { crossVenueArbitrageModule } from '@bourseworks/strategies/cross-venue-arbitrage';
import { executionModule } from '@bourseworks/strategies/execution';
import { marketMakerModule } from '@bourseworks/strategies/market-maker';
import { meanReversionModule } from '@bourseworks/strategies/mean-reversion';
import { movingAverageModule } from '@bourseworks/strategies/moving-average';
import { pairsTradingModule } from '@bourseworks/strategies/pairs-trading';

/** Classes that have a name. */
export const BUILT_IN_STRATEGIES: Readonly<Record<string, StrategyModule>> = {
  'pairs-trading': pairsTradingModule,
  'market-maker': marketMakerModule,
  breakout: breakoutModule,
  'mean-reversion': meanReversionModule,
  'cross-venue-arbitrage': crossVenueArbitrageModule,
  execution: executionModule,
  'moving-average': movingAverageModule,
};

/**
 * Where the class of a type is: a built-in name, or `path/to/module.js#ExportedClass` (absolute, a file URL, or relative to
 * the working directory) for strategies of one's own. Refuses STRATEGY_UNKNOWN, and PLUGIN_INVALID for a path without a
 * file; what is wrong inside of the file only its thread finds out.
 */
export function findStrategyClass(type: string): Result<StrategyModule> {
  if (Object.hasOwn(BUILT_IN_STRATEGIES, type)) return { ok: true, value: BUILT_IN_STRATEGIES[type] };
  if (!looksLikePath(type)) {
    const types = Object.keys(BUILT_IN_STRATEGIES).join(', ');
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
