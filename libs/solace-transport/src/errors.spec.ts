import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repoRoot } from '@bourseworks/testkit';
import { describe, expect, it } from '@jest/globals';
import { TRANSPORT_ERRORS } from './errors.js';

describe('the error table of the reference', () => {
  it('is the table of the code', () => {
    const page = readFileSync(join(repoRoot(), 'docs/reference/transport.md'), 'utf8');
    const rows = page.slice(page.indexOf('## Error codes')).match(/^\| `.*$/gm);
    const expected = Object.entries(TRANSPORT_ERRORS).map(
      ([code, { meaning, remedy }]) => `| \`${code}\` | ${meaning} | ${remedy} |`,
    );
    expect(rows).toEqual(expected);
  });
});
