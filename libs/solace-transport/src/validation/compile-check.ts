import { TransportError } from '../errors.js';
import type { Check } from './check.js';
import type { DtoClass } from './dto-class.js';
import { DtoReader, type DtoPlan } from './dto-plan.js';
import { generateCheck } from './generate-check.js';
import { interpretCheck } from './interpret-check.js';

export interface CompileCheckOptions {
  /** False: no code is made at run time, as where Node runs with --disallow-code-generation-from-strings. Default: try. */
  readonly generate?: boolean;
}

/**
 * Compiles the class-validator decorators of a class to one function that says of plain messages what
 * `validateSync(plainToInstance(dto, message), { whitelist: true, forbidNonWhitelisted: true })` says, some hundred times
 * quicker. Two differences, both on the strict side: names of Object.prototype (`constructor`, `toString`), which
 * class-transformer drops, are refused as unknown; and values are those of JSON, no String or Boolean objects.
 * @throws TransportError HOT_DTO_UNSUPPORTED, naming every class and property that uses what cannot be compiled
 */
export function compileCheck(dto: DtoClass, { generate = true }: CompileCheckOptions = {}): Check {
  const reader = new DtoReader();
  const plan = reader.read(dto);
  if (reader.problems.length > 0) throw TransportError.of('HOT_DTO_UNSUPPORTED', reader.problems.join('; '));
  return generate ? generated(plan) : interpretCheck(plan);
}

function generated(plan: DtoPlan): Check {
  try {
    return generateCheck(plan);
  } catch (error) {
    if (error instanceof Error && error.name === 'EvalError') return interpretCheck(plan);
    throw error;
  }
}
