import type { Command } from 'commander';
import {
  ORDER_QUERY,
  reconcileTopic,
  type ReconcileReplyShape,
  type ReconcileReportShape,
} from '@bourseworks/dto/shapes';
import { given } from '../arguments/options.js';
import { idArgument } from '../arguments/parsers.js';
import type { Bus } from '../bus.js';
import { newBusCommand, runOnBus } from '../command.js';
import type { Output } from '../output/output.js';
import { isoOf, withIsoTimes } from '../streams/iso-time.js';
import { actorOption, reasonOption, sendRiskControl, type RiskControlOptions } from './risk/risk-control.js';

interface ReconcileOptions extends RiskControlOptions {
  readonly now: boolean;
}

/** Rows of all differences: what, where, ours, the broker's, what was done. */
function rowsOf({ outside, positions, cash }: ReconcileReportShape): readonly (readonly string[])[] {
  return [
    ...outside.map((order) => {
      const { account, clOrdId, instrument, side, quantity, action } = order;
      return ['outside order', account, `${clOrdId} ${instrument}`, '-', `${side} ${quantity}`, action];
    }),
    ...positions.map(({ account, venue, symbol, ours, broker, action }) => {
      return ['position', account, `${venue}/${symbol}`, ours, broker, action];
    }),
    ...cash.map(({ account, currency, ours, broker, action }) => ['cash', account, currency, ours, broker, action]),
  ];
}

export function reportText(output: Output, report: ReconcileReportShape): string {
  const { adapter, trigger, endTime, orders, missedFills, positionsCompared, notes } = report;
  const rows = rowsOf(report);
  const found = rows.length === 0 ? 'no difference' : `${rows.length} difference${rows.length === 1 ? '' : 's'}`;
  const compared = `${orders} open orders, ${missedFills} missed fills, ${positionsCompared} positions compared`;
  const head = `${adapter}: ${found} (${trigger}, ${isoOf(endTime)}; ${compared})`;
  const names = ['difference', 'account', 'of', 'ours', 'broker', 'action'];
  const columns = names.map((title, at) => ({ header: title, cell: (row: readonly string[]) => row[at] ?? '' }));
  const table = rows.length === 0 ? [] : [output.table(columns, rows)];
  return [head, ...table, ...notes.map((note) => `Not compared: ${note}`)].join('\n');
}

/** With --now each broker is compared, one after the other; a broker that is not reconciled now is not asked again. */
async function ask(bus: Bus, adapter: string | undefined, options: ReconcileOptions): Promise<ReconcileReplyShape> {
  const last = await bus.query<ReconcileReplyShape>(ORDER_QUERY.reconcile, given('adapter', adapter));
  if (!options.now) return last;
  const names = adapter === undefined ? last.reports.map((report) => report.adapter) : [adapter];
  let { waitingFor } = last;
  const reports: ReconcileReportShape[] = [];
  for (const name of names) {
    const control = {
      action: 'control.reconcile',
      topic: reconcileTopic(name),
      body: {},
      again: ['reconcile', name, '--now'],
      look: ['reconcile', name],
    } as const;
    const reply = await sendRiskControl<ReconcileReplyShape>(bus, control, options);
    reports.push(...reply.reports);
    ({ waitingFor } = reply);
  }
  return { reports, waitingFor };
}

export function reconcileCommand(): Command {
  return newBusCommand('reconcile', 'how orders, positions and cash compare with the brokers', [
    'reconcile',
    'reconcile sim --now',
    'reconcile --json',
  ])
    .argument('[adapter]', 'one broker; all of them without it', idArgument)
    .option('--now', 'compare again now, instead of showing the last comparison', false)
    .addOption(reasonOption().default('asked for'))
    .addOption(actorOption())
    .action((adapter: string | undefined, options: ReconcileOptions) =>
      runOnBus(options, async (bus, output) => {
        const { reports, waitingFor } = await ask(bus, adapter, options);
        if (output.json) for (const report of reports) output.result(withIsoTimes(report), () => '');
        else if (reports.length === 0) output.result(undefined, () => 'Nothing has been reconciled yet.');
        else output.result(undefined, () => reports.map((report) => reportText(output, report)).join('\n\n'));
        if (!output.json && waitingFor.length > 0)
          output.result(undefined, () => `Closed for orders, waiting for ${waitingFor.join('; ')}`);
      }),
    );
}
