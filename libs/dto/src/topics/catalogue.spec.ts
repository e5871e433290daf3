import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Result, StreamKind } from '@bourseworks/domain';
import { repoRoot } from '@bourseworks/testkit';
import { TOPIC_CATALOGUE } from './catalogue.js';
import * as topics from './topics.js';

const entries = TOPIC_CATALOGUE.flatMap((group) => group.topics);
const catalogued = new Set(entries.map(({ topic }) => topic));

/** What each builder makes of the names of its levels. */
const built: Record<string, readonly string[]> = {
  liveTopic: [topics.liveTopic('{kind}' as StreamKind, '{venue}', '{symbol}')],
  statusTopic: [topics.statusTopic('{venue}', '{symbol}')],
  recordedTopic: [topics.recordedTopic('{kind}' as StreamKind, '{venue}', '{symbol}')],
  recordedStatusTopic: [topics.recordedStatusTopic('{venue}', '{symbol}')],
  instanceTopic: (['join', 'snapshot', 'cancel', 'feeds'] as const).map((what) =>
    topics.instanceTopic('{instance}', what),
  ),
  orderRequestTopic: (['submit', 'submit-list', 'cancel', 'replace', 'status'] as const).map((verb) =>
    topics.orderRequestTopic(verb, '{account}', '{strategy}'),
  ),
  orderEventTopic: [topics.orderEventTopic('{account}', '{strategy}', '{clOrdId}')],
  portfolioTopic: [topics.portfolioTopic('{account}', '{strategy}')],
  riskEventTopic: [topics.riskEventTopic('{code}', '{scope}', '{id}')],
  killTopic: (['kill', 'rearm'] as const).map((action) => topics.killTopic(action, '{scope}' as 'firm', '{id}')),
  strategyLeaseTopic: [topics.strategyLeaseTopic('{account}', '{strategy}')],
  sessionLeaseTopic: [topics.sessionLeaseTopic('{session}')],
  riskUsageTopic: [topics.riskUsageTopic('{account}')],
  tradingStateTopic: [topics.tradingStateTopic('{scope}' as 'firm', '{id}')],
  limitsTopic: [topics.limitsTopic()],
  locateTopic: [topics.locateTopic('{account}')],
  cashTopic: [topics.cashTopic('{account}')],
  reconcileTopic: [topics.reconcileTopic('{adapter}')],
  strategyControlTopic: [topics.strategyControlTopic('{host}')],
  strategyMethodTopic: [topics.strategyMethodTopic('{id}', '{method}')],
  signalTopic: [topics.signalTopic('{strategy}', '{name}')],
  replayTopic: (['start', 'status', 'step', 'done'] as const).map((what) => topics.replayTopic(what, '{run}')),
};

const fixed: readonly string[] = [...Object.values(topics.MARKET_DATA_REQUEST), ...Object.values(topics.ORDER_QUERY)];

/** A topic as it is used, from the names of its levels. */
const sample = (topic: string): string => topic.replace('{kind}', 'trade').replace(/[{}]/g, '');

const matches = (pattern: string, topic: string): boolean =>
  new RegExp(`^${pattern.replaceAll('*', '[^/]+').replace('>', '.+')}$`).test(topic);

/** Functions of the module by name. */
const functions = (name: RegExp): [string, (topic: string) => Result<unknown>][] =>
  Object.entries(topics).flatMap(([key, value]) =>
    typeof value === 'function' && name.test(key) ? [[key, value as (topic: string) => Result<unknown>]] : [],
  );

describe('the catalogue of topics', () => {
  it('holds exactly what the builders and constants make', () => {
    expect([...catalogued].toSorted()).toEqual([...fixed, ...Object.values(built).flat()].toSorted());
    expect(entries).toHaveLength(catalogued.size);
  });

  it('is compared with every builder that there is', () => {
    const builders = functions(/^(?!parse).*Topic$/).map(([name]) => name);
    expect(builders.toSorted()).toEqual(Object.keys(built).toSorted());
  });

  it.each(Object.entries(topics.PATTERNS))('explains what matches the pattern %s', (_name, pattern) => {
    expect(entries.filter(({ topic }) => matches(pattern, sample(topic)))).not.toEqual([]);
  });

  it.each(functions(/^parse/))('holds a topic that %s reads', (_name, parse) => {
    expect(entries.filter(({ topic }) => parse(sample(topic)).ok)).not.toEqual([]);
  });

  it('names shapes that exist', () => {
    const folder = join(repoRoot(), 'libs/dto/src/shapes');
    const source = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
    const shapes = new Set([...source.join('\n').matchAll(/^export (?:interface|type) (\w+)/gm)].map((m) => m[1]));
    const named = entries.flatMap(({ body, answer }) => [body, answer]).filter((name) => name !== undefined);
    expect(named.filter((name) => !shapes.has(name) && !name.startsWith('{'))).toEqual([]);
  });
});
