import { run, type CommonOptions } from '../../command.js';
import { EXIT } from '../../exit-codes.js';
import { CliFailure, codeOf, failureOf } from '../../failure.js';
import type { Output } from '../../output/output.js';

/** The libraries depend on nothing of ours: each has its own table of codes. Loaded only where one was raised. */
async function failureOfLibrary(error: unknown): Promise<unknown> {
  const code = codeOf(error);
  if (code === undefined || !(error instanceof Error)) return error;
  const [{ INDICATOR_ERRORS }, { PRICING_ERRORS }, { STATISTICS_ERRORS }] = await Promise.all([
    import('@bourseworks/indicators'),
    import('@bourseworks/pricing'),
    import('@bourseworks/statistics'),
  ]);
  const tables: Readonly<Record<string, { readonly remedy: string }>> = {
    ...INDICATOR_ERRORS,
    ...PRICING_ERRORS,
    ...STATISTICS_ERRORS,
  };
  if (!Object.hasOwn(tables, code)) return error;
  const { details } = error as { details?: Readonly<Record<string, string | number>> };
  return new CliFailure(EXIT.usage, error.message, tables[code].remedy, code, details);
}

/** A failure over one row of a file, which its message then names. */
export async function failureAtLine(error: unknown, line: number): Promise<CliFailure> {
  const { exitCode, message, remedy, code, details } = failureOf(await failureOfLibrary(error));
  return new CliFailure(exitCode, `line ${line}: ${message}`, remedy, code, { line, ...details });
}

/** `run` for a command that computes here: what a library refuses is wrong on the command line or in the file. */
export function runResearch(options: CommonOptions, work: (output: Output) => Promise<void>): Promise<void> {
  return run(options, async (output) => {
    try {
      await work(output);
    } catch (error) {
      throw await failureOfLibrary(error);
    }
  });
}
