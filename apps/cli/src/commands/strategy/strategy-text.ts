import type { StrategyState, StrategyStatusShape } from '@bourseworks/dto/shapes';
import type { Column, Output, Style } from '../../output/output.js';
import { isoOf } from '../../streams/iso-time.js';

const STYLE: Readonly<Record<StrategyState, Style>> = {
  STARTING: 'warn',
  RUNNING: 'good',
  STOPPING: 'warn',
  STOPPED: 'dim',
  FAILED: 'bad',
};

const stateText = (output: Output, { state }: StrategyStatusShape): string => output.style(STYLE[state], state);

const counter = (name: string): Column<StrategyStatusShape> => ({
  header: name,
  cell: ({ counters }) => String(counters[name] ?? 0),
  align: 'right',
});

export function strategyTable(output: Output, strategies: readonly StrategyStatusShape[]): string {
  const columns: Column<StrategyStatusShape>[] = [
    { header: 'id', cell: ({ id }) => output.style('strong', id) },
    { header: 'type', cell: ({ type }) => type },
    { header: 'account', cell: ({ account }) => account },
    { header: 'state', cell: (strategy) => stateText(output, strategy) },
    { header: 'since', cell: ({ since }) => isoOf(since) },
    counter('received'),
    counter('orders'),
    counter('gaps'),
    {
      header: '',
      cell: ({ error }) => output.style('bad', error === undefined ? '' : `${error.code}: ${error.message}`),
    },
  ];
  return output.table(columns, strategies);
}

export function strategyDetails(output: Output, strategy: StrategyStatusShape): string {
  const { id, type, account, since, parameters, counters, error } = strategy;
  const rows = Object.entries({
    type,
    account,
    ...Object.fromEntries(Object.entries(parameters).map(([name, value]) => [`parameter ${name}`, String(value)])),
    ...Object.fromEntries(Object.entries(counters).map(([name, value]) => [name, String(value)])),
  });
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    `${output.style('strong', id)} is ${stateText(output, strategy)} since ${isoOf(since)}`,
    ...(error === undefined ? [] : [output.style('bad', `${error.code}: ${error.message}`)]),
    ...rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`),
  ].join('\n');
}
