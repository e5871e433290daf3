import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { getSystemErrorMap } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { LIST_ROLES } from '@bourseworks/dto';
import { ERRORS, ORDER_TYPES, RESTATEMENTS, STREAM_STATES } from '@bourseworks/domain';
import { BROKER_INSTRUCTIONS } from '@bourseworks/ports';
import { INDICATOR_ERRORS } from '@bourseworks/indicators';
import { PRICING_ERRORS } from '@bourseworks/pricing';
import { SELF_TRADE_MODES } from '@bourseworks/risk';
import { DISCONNECT_CODES } from '@bourseworks/smf-broker';
import { TRANSPORT_ERROR_CODES } from '@bourseworks/solace-transport';
import { STATISTICS_ERRORS } from '@bourseworks/statistics';
import { entry, repoRoot } from '@bourseworks/testkit';
import { codesIn, productSources, type FoundCode } from './support/source-codes.js';

/** A program imports no other: the table of the venue is read from the build. */
const { VENUE_ERRORS } = (await import(pathToFileURL(entry('apps/exchange/src/refusal.js')).href)) as {
  VENUE_ERRORS: Readonly<Record<string, { readonly meaning: string; readonly remedy: string }>>;
};

/** Where the tables themselves stand: there a code is no use of it. */
const tables =
  /^libs\/domain\/src\/errors\/|^libs\/(?:solace-transport|indicators|pricing|statistics)\/src\/errors\.ts$|^apps\/exchange\/src\/refusal\.ts$/;

const page = readFileSync(join(repoRoot(), 'docs/reference/configuration.md'), 'utf8');
const variables = [...page.matchAll(/^\| `([A-Z][A-Z0-9_]+)` \|/gm)].map(([, name]) => name ?? '');

/** Why a venue client did not send something: adapters say it in words or by a code of the table. */
const NOT_SENT = ['QUEUE_FULL', 'TOO_LATE', 'TOO_COSTLY', 'CLOSED', 'NOT_SENT'];
/** What Binance calls its order types, states, filters and events. */
const WORDS_OF_BINANCE =
  'LIMIT_MAKER STOP_LOSS_LIMIT STOP_MARKET CONTRACT_PRICE REQUEST_WEIGHT PENDING_NEW PARTIALLY_FILLED PENDING_CANCEL PRICE_FILTER LOT_SIZE MIN_NOTIONAL ORDER_TRADE_UPDATE ALGO_UPDATE ACCOUNT_UPDATE'.split(
    ' ',
  );

/**
 * Words of the same shape that are no codes of ours: variables (the configuration page is held to the code by its own
 * test), states of streams, modes, codes of the operating system.
 */
const otherWords = new Set([
  ...variables,
  'NODE_OPTIONS',
  'JEST_WORKER_ID',
  ...STREAM_STATES,
  ...SELF_TRADE_MODES,
  ...ORDER_TYPES,
  ...BROKER_INSTRUCTIONS,
  ...RESTATEMENTS,
  ...LIST_ROLES,
  ...NOT_SENT,
  ...WORDS_OF_BINANCE,
  ...[...getSystemErrorMap().values()].map(([name]) => name),
]);

/** Tables besides the platform's, and where their codes are spoken. */
const otherTables = [
  { codes: VENUE_ERRORS, spoken: /^(?:apps\/exchange|adapters\/sim)\// },
  { codes: DISCONNECT_CODES, spoken: /^libs\/smf-broker\// },
  { codes: INDICATOR_ERRORS, spoken: /^libs\/indicators\// },
  { codes: STATISTICS_ERRORS, spoken: /^libs\/statistics\// },
  { codes: PRICING_ERRORS, spoken: /^libs\/pricing\// },
];

const found = codesIn(productSources()).filter(({ file }) => !tables.test(file));

const isKnown = ({ code, file }: FoundCode): boolean =>
  Object.hasOwn(ERRORS, code) ||
  otherWords.has(code) ||
  otherTables.some(({ codes, spoken }) => spoken.test(file) && Object.hasOwn(codes, code));

const unused = (codes: readonly string[], where: RegExp): string[] => {
  const raised = new Set(found.filter((one) => one.raised && where.test(one.file)).map(({ code }) => code));
  return codes.filter((code) => !raised.has(code));
};

describe('error codes', () => {
  it('are found in the sources', () => {
    expect(found.length).toBeGreaterThan(200);
    expect(found).toContainEqual(expect.objectContaining({ code: 'BUSY', raised: true }));
  });

  it('are all in a table', () => {
    const unknown = found.filter((one) => !isKnown(one));
    expect(unknown.map(({ code, file, line }) => `${code} in ${file}:${line}`)).toEqual([]);
  });

  it('of the platform are all raised somewhere', () => {
    expect(unused(Object.keys(ERRORS), /./)).toEqual([]);
  });

  it.each(otherTables)('of another table are all raised where they are spoken ($spoken)', ({ codes, spoken }) => {
    expect(unused(Object.keys(codes), spoken)).toEqual([]);
  });

  it('of the transport are in the table of the platform, and raised there', () => {
    expect(TRANSPORT_ERROR_CODES.filter((code) => !Object.hasOwn(ERRORS, code))).toEqual([]);
    expect(unused(TRANSPORT_ERROR_CODES, /^libs\/solace-transport\//)).toEqual([]);
  });

  it('have a meaning and a remedy in every table that people read', () => {
    const all = [ERRORS, VENUE_ERRORS, INDICATOR_ERRORS, PRICING_ERRORS, STATISTICS_ERRORS];
    for (const { meaning, remedy } of all.flatMap((table) => Object.values(table))) {
      expect(meaning).toMatch(/^[A-Z].*\.$/);
      expect(remedy).toMatch(/^[A-Z].*\.$/);
    }
  });
});
