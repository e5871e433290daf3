import { createInterface } from 'node:readline';
import { EXIT } from '../exit-codes.js';
import { CliFailure, usage } from '../failure.js';

/** Asks on the terminal. @throws CliFailure when nobody can be asked, or the answer is not yes */
export async function confirm(question: string): Promise<void> {
  if (!process.stdin.isTTY) throw usage('there is no terminal to ask for confirmation', 'Say --yes when you are sure.');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await new Promise<string>((resolve) => {
    lines.question(`${question} [y/N] `, resolve);
    // Ctrl-C and Ctrl-D: without this the answer would never come.
    lines.once('close', () => resolve(''));
  });
  lines.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new CliFailure(EXIT.interrupted, 'not confirmed: nothing was done');
}
