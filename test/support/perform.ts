import { expect } from '@jest/globals';
import type { DocCommand } from './doc-commands.js';
import type { ShellResult, ShellSession } from './shell-session.js';

const COMMAND_TIMEOUT_MS = 150_000;
/** For the test around one command. */
export const PERFORM_TIMEOUT_MS = 180_000;

/** Commands that go on until Ctrl-C, and what they print when they are of use. */
const ENDLESS: readonly { readonly pattern: RegExp; readonly shows: RegExp }[] = [
  { pattern: /\bbourse (?:watch|.*--follow)\b(?!.*--(?:count|seconds))/, shows: /\S/ },
  { pattern: /^(?:[A-Z_]+=\S+ )*node dist\/apps\/\S+\/main\.js/, shows: /"event":"service\.(?:ready|waiting)"/ },
];
const NEEDS_PLATFORM = /\b(?:bourse (?!demo|doctor|config|completion|--)|curl |deploy\/healthcheck)/;
/** Lines that start a platform of the page's own. */
export const STARTS = /^(?:[A-Z_]+=(?:'[^']*'|\S+) )*npm start\b/;

/**
 * Does what a page tells its reader: `npm start` goes on beside the rest, what never ends is ended by Ctrl-C, and only what
 * the page says is refused may fail. Resolves with what the command printed, undefined for `npm start`.
 */
export async function perform(shell: ShellSession, { text, refused }: DocCommand): Promise<ShellResult | undefined> {
  if (STARTS.test(text)) {
    await shell.start(text);
    return undefined;
  }
  // A page that does not start the platform itself takes for granted that it runs.
  if (NEEDS_PLATFORM.test(text)) await shell.ensurePlatform();
  const interruptAfter = ENDLESS.find(({ pattern }) => pattern.test(text))?.shows;
  const options = interruptAfter === undefined ? {} : { interruptAfter };
  const result = await shell.run(text, { timeoutMs: COMMAND_TIMEOUT_MS, ...options });
  // Ctrl-C is how the reader ends it.
  const failed = result.code !== 0 && !(interruptAfter !== undefined && result.code === 130);
  // Pages show the id of a first order; the reader takes the one of his own.
  const placed = /\bOrder (dev-manual-\d+-\d+) is\b/.exec(result.stdout)?.[1];
  if (placed !== undefined) shell.substitute('dev-manual-1-1', placed);
  const said = !failed || refused ? '' : `${result.stdout}${result.stderr}`;
  expect({ failed, said }).toEqual({ failed: refused, said: '' });
  return result;
}
