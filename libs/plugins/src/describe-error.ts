import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { isOutside, placeOf } from './platform-hook.js';

const MAX_TEXT = 1_000;
/** A line of a stack that names a file: `at create (file:///a.js:1:2)`, `at async /a.ts:1:2`, `file:///a.js:1`. */
const PLACE = /^(?: +at (?:async )?(?:.*\()?)?((?:file:\/\/\/|\/|[A-Za-z]:\\)[^()]*?:\d+)(?::\d+)?\)?$/;

/** Where the stack of an error first leaves our code. Node keeps no place of some syntax errors. */
function origin({ stack }: Error): string {
  for (const line of (stack ?? '').split('\n')) {
    const place = PLACE.exec(line)?.[1];
    if (place === undefined) continue;
    const url = place.startsWith('file:') ? place : pathToFileURL(place).href;
    if (isOutside(url)) return ` (${placeOf(url)})`;
  }
  return '';
}

/** What any thrown value says, in one line, with the place where that helps. */
export function describeError(error: unknown): string {
  const said = error instanceof Error ? `${error.name}: ${error.message}` : inspect(error, { depth: 1 });
  const line = said.replace(/\s*\n\s*/g, ' ').slice(0, MAX_TEXT);
  return error instanceof Error ? line + origin(error) : line;
}
