import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** Lines of a gzip file of at most some tens of megabytes, without empty ones. */
export function* gzipLines(file: string): Generator<string> {
  const bytes = gunzipSync(readFileSync(file));
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(0x0a, from);
    const to = end < 0 ? bytes.length : end;
    if (to > from) yield bytes.toString('utf8', from, to);
    from = to + 1;
  }
}
