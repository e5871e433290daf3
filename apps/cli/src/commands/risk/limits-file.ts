import { readFileSync } from 'node:fs';
import { validateRiskConfig, type RiskConfig } from '@bourseworks/risk';
import { EXIT } from '../../exit-codes.js';
import { CliFailure } from '../../failure.js';

const MAX_ALIASES = 100;

/** Reads and checks a limits file, JSON or YAML. @throws CliFailure naming the first field that is wrong */
export async function readLimitsFile(file: string): Promise<RiskConfig> {
  // Loaded by the command alone.
  const { parse } = await import('yaml');
  let plain: unknown;
  try {
    // JSON is YAML as well: one reader for both.
    plain = parse(readFileSync(file, 'utf8'), { maxAliasCount: MAX_ALIASES });
  } catch (error) {
    throw new CliFailure(EXIT.failed, `${file} cannot be read: ${(error as Error).message}`);
  }
  const checked = validateRiskConfig(plain);
  if (checked.ok) return checked.value;
  const { code, message } = checked.refusal;
  const remedy = 'Correct the field that is named; `bourse limits schema` tells an editor what may stand where.';
  throw new CliFailure(EXIT.failed, `${file}: ${message}`, remedy, code);
}
