import { busAddress } from '../launcher/settings.js';
import { DEFAULT_ACCOUNT } from './options.js';

/** A word of a command line as a shell reads it back. */
export const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/** `bourse …` with the options that lead to the same platform and account. */
export function commandLine(
  words: readonly string[],
  { account, url }: { readonly account?: string; readonly url: string },
): string {
  const extra = [
    ...(account === undefined || account === DEFAULT_ACCOUNT ? [] : ['--account', account]),
    ...(url === busAddress(process.env) ? [] : ['--url', url]),
  ];
  return ['bourse', ...words, ...extra].map(shellWord).join(' ');
}
