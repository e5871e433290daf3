import { failureOf } from './failure.js';
import { Output } from './output/output.js';
import { createProgram } from './program.js';
import { Shown } from './usage-errors.js';

/** Runs one command line; `process.exitCode` says how it ended. */
export async function runProgram(argv: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync(argv);
  } catch (error) {
    if (error instanceof Shown) {
      process.exitCode = error.exitCode;
      return;
    }
    const failure = failureOf(error);
    // What is wrong may be the command line itself: whether it asks for JSON is read from the words.
    new Output(argv.includes('--json')).failure(failure);
    process.exitCode = failure.exitCode;
  }
}
