import { ConfigError } from '@bourseworks/observability';
import { describeError, exportedFunction, importModule, parsePluginPath } from '@bourseworks/plugins';
import type { RiskCheck } from '@bourseworks/risk';

/** What a module named in RISK_CHECKS exports. */
type MakeCheck = () => RiskCheck;

function isCheck(value: unknown): value is RiskCheck {
  if (typeof value !== 'object' || value === null) return false;
  const { name, check } = value as Partial<RiskCheck>;
  return typeof name === 'string' && name !== '' && typeof check === 'function';
}

async function loadCheck(entry: string): Promise<RiskCheck> {
  const path = parsePluginPath(entry);
  if (!path.ok) throw new ConfigError([`RISK_CHECKS: ${path.refusal.message}`]);
  const { url, exportName } = path.value;
  const make = exportedFunction(await importModule(url), url, exportName) as MakeCheck;
  const check = make();
  if (isCheck(check)) return check;
  throw new ConfigError([`RISK_CHECKS: ${entry} does not return a check, {name, check(order)}`]);
}

/**
 * The checks of RISK_CHECKS, `path/to/module.js#makeCheck` separated by commas. Rejects with ConfigError for one that
 * cannot be loaded: an OMS without a check that is asked for does not start.
 */
export async function loadOwnChecks(entries: string | undefined): Promise<RiskCheck[]> {
  const checks: RiskCheck[] = [];
  for (const entry of (entries ?? '').split(',').map((one) => one.trim())) {
    if (entry === '') continue;
    try {
      checks.push(await loadCheck(entry));
    } catch (error) {
      if (error instanceof ConfigError) throw error;
      throw new ConfigError([`RISK_CHECKS: ${entry}: ${describeError(error)}`]);
    }
  }
  return checks;
}
