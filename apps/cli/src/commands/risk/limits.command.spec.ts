import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { repoRoot, tempDir } from '@bourseworks/testkit';
import { runCli } from '../../testing/run-cli.js';
import { changeLine, limitChanges } from './limits-diff.js';
import { headroom } from './usage-table.js';

function fileOf(text: string): string {
  const file = join(tempDir('limits'), 'limits.yaml');
  writeFileSync(file, text);
  return file;
}

describe('a limits file', () => {
  it('of the examples is right', async () => {
    const { code, stdout } = await runCli(['limits', 'validate', join(repoRoot(), 'examples/risk-limits.yaml')]);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/risk-limits\.yaml is right: version 2, 4 rules\.\n$/)]);
  });

  it('may be JSON, and is refused with the field that is wrong', async () => {
    const right = fileOf('{"version": 3, "rules": []}');
    const { code, stdout } = await runCli(['limits', 'validate', right, '--json']);
    expect([code, JSON.parse(stdout)]).toEqual([0, { file: right, version: 3, rules: 0 }]);
    const wrong = fileOf('version: 3\nrules:\n  - { scope: firm, id: all, maxOpenOrders: many }\n');
    const refused = await runCli(['limits', 'validate', wrong]);
    expect([refused.code, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toContain('rules[0].maxOpenOrders is to be an integer');
    expect(await runCli(['limits', 'validate', 'no/such/file'])).toMatchObject({ code: 1 });
  });

  it('is described by a schema', async () => {
    const { stdout } = await runCli(['limits', 'schema']);
    expect(JSON.parse(stdout)).toMatchObject({ title: 'Risk limits', required: ['version', 'rules'] });
  });
});

describe('what new limits change', () => {
  const inForce = {
    version: 1,
    rules: [
      { scope: 'firm', id: 'all', maxOpenOrders: 100, maxGrossNotional: '5' },
      { scope: 'account', id: 'A', symbol: 'v/X', maxLong: '1' },
      { scope: 'account', id: 'A', symbol: 'v/X', maxLong: '2' },
    ],
  } as const;

  it('is told limit by limit, whatever the order of the rules', () => {
    const [firm, first] = inForce.rules;
    const next = {
      version: 2,
      currency: 'USD',
      rules: [first, { scope: 'firm', id: 'all', maxOpenOrders: 50, orderRate: { count: 1, windowUs: 2 } }],
    } as const;
    expect(limitChanges(inForce, next).map(changeLine)).toEqual([
      '~ firm all maxOpenOrders: 100 -> 50',
      '- firm all maxGrossNotional: 5',
      '- account A v/X maxLong (2): 2',
      '+ currency: USD',
      '+ firm all orderRate: {"count":1,"windowUs":2}',
    ]);
    expect(limitChanges(inForce, { version: 9, rules: [inForce.rules[1], inForce.rules[2], firm] })).toEqual([]);
  });
});

describe('what is left of a limit', () => {
  it('is exact, and nothing where it is passed', () => {
    expect(headroom({ limit: '5.00000001', used: '2' })).toBe('3.00000001');
    expect(headroom({ limit: '90071992547409931', used: '1' })).toBe('90071992547409930');
    expect(headroom({ limit: '5', used: '5' })).toBe('0');
    expect(headroom({ limit: '5', used: '7' })).toBe('0');
  });
});
