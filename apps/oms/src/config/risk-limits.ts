import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { ConfigError } from '@bourseworks/observability';
import { RiskBuilder, validateRiskConfig, type RiskConfig } from '@bourseworks/risk';

/**
 * Limits of a first run: wide enough to trade the simulated exchange, narrow enough that a runaway strategy is stopped.
 * A desk gives its own in RISK_FILE.
 */
export function defaultRiskLimits(): RiskConfig {
  return RiskBuilder.for('firm')
    .maxOpenOrders(5_000)
    .maxGrossNotional('50000000')
    .for('account', '*')
    .maxOrderNotional('250000')
    .maxGrossNotional('5000000')
    .maxOpenOrders(1_000)
    .priceCollar({ bps: 1_000 })
    .orderRate({ count: 200, windowUs: 1_000_000 })
    .for('strategy', '*')
    .maxOpenOrders(200)
    .orderRate({ count: 50, windowUs: 1_000_000 })
    .build();
}

/** The limits of a file, JSON or YAML, or the built-in ones. Throws ConfigError naming RISK_FILE and the field that is wrong. */
export function loadRiskLimits(file: string | undefined): RiskConfig {
  if (file === undefined) return defaultRiskLimits();
  let plain: unknown;
  try {
    // JSON is YAML as well: one reader for both.
    plain = parse(readFileSync(file, 'utf8'), { maxAliasCount: 100 });
  } catch (error) {
    throw new ConfigError([`RISK_FILE ${file} cannot be read: ${(error as Error).message}`]);
  }
  const checked = validateRiskConfig(plain);
  if (!checked.ok) throw new ConfigError([`RISK_FILE ${file}: ${checked.refusal.message}`]);
  return checked.value;
}
