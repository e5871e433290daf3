import { Argument, type Command } from 'commander';
import {
  ORDER_QUERY,
  RISK_SCOPES,
  TRADING_STATES,
  tradingStateTopic,
  type RiskScopeName,
  type TradingStateName,
  type TradingStateSetShape,
  type TradingStateShape,
  type TradingStatesReplyShape,
} from '@bourseworks/dto/shapes';
import { idArgument } from '../../arguments/parsers.js';
import { newBusCommand, runOnBus } from '../../command.js';
import { usage } from '../../failure.js';
import type { Column, Output, Style } from '../../output/output.js';
import { isoOf, withIsoTimes } from '../../streams/iso-time.js';
import { confirm } from '../confirm.js';
import { actorOption, reasonOption, sendRiskControl, type RiskControlOptions } from './risk-control.js';

interface StateOptions extends Omit<RiskControlOptions, 'reason'> {
  readonly reason?: string;
  readonly yes: boolean;
}

const STYLES: Readonly<Record<TradingStateName, Style>> = { ACTIVE: 'good', REDUCING: 'warn', HALTED: 'bad' };
const MEANING: Readonly<Record<TradingStateName, string>> = {
  ACTIVE: 'Orders are let through again; what losses are counted from begins anew.',
  REDUCING: 'Only orders that make a position smaller pass; others are cancelled.',
  HALTED: 'No new order passes; open ones are cancelled.',
};

function table(output: Output, states: readonly TradingStateShape[]): string {
  if (states.length === 0) return 'Every scope is ACTIVE.';
  const columns: Column<TradingStateShape>[] = [
    { header: 'scope', cell: (row) => row.scope },
    { header: 'id', cell: (row) => output.style('strong', row.id) },
    { header: 'state', cell: (row) => output.style(STYLES[row.state], row.state) },
    { header: 'cause', cell: (row) => row.cause },
    { header: 'by', cell: (row) => row.actor },
    { header: 'since', cell: (row) => isoOf(row.time) },
    { header: 'reason', cell: (row) => row.reason },
  ];
  return output.table(columns, states);
}

function setText(output: Output, { scope, id, state, cancelled }: TradingStateSetShape): string {
  const sent =
    state === 'ACTIVE' ? '' : ` A cancel was sent for ${cancelled} open ${cancelled === 1 ? 'order' : 'orders'}.`;
  return `${output.style(STYLES[state], `${scope} ${id} is ${state}.`)} ${MEANING[state]}${sent}`;
}

function show(options: StateOptions): Promise<void> {
  return runOnBus(options, async (bus, output) => {
    const { states } = await bus.query<TradingStatesReplyShape>(ORDER_QUERY.tradingStates, {});
    if (output.json) for (const row of states) output.result(withIsoTimes(row), () => '');
    else output.line(table(output, states));
  });
}

async function set(scope: RiskScopeName, id: string, state: TradingStateName, options: StateOptions): Promise<void> {
  const { reason } = options;
  if (reason === undefined) throw usage('why is the state set?', 'Give --reason: it is kept in the journal.');
  if (scope === 'firm' && id !== 'all') throw usage('the id of the firm is all', 'Give: firm all');
  if (scope === 'symbol' && !/^[^/]+\/./.test(id)) throw usage('a symbol is named with its venue', 'Give: sim/BTCUSD');
  if (!options.yes) await confirm(`Set ${scope} ${id} ${state}: ${MEANING[state]} Continue?`);
  await runOnBus(options, async (bus, output) => {
    const control = {
      action: 'control.state',
      topic: tradingStateTopic(scope, id),
      body: { state },
      again: ['risk', 'state', scope, id, state, '--reason', reason, '--yes'],
      look: ['risk', 'state'],
    } as const;
    const reply = await sendRiskControl<TradingStateSetShape>(bus, control, { ...options, reason });
    output.result(reply, () => setText(output, reply));
  });
}

export function stateCommand(): Command {
  return newBusCommand('state', 'scopes that are not ACTIVE; or set one ACTIVE, REDUCING or HALTED', [
    'risk state',
    "risk state strategy pts REDUCING --reason 'odd fills'",
    "risk state strategy pts ACTIVE --reason 'looked into' --yes",
  ])
    .addArgument(new Argument('[scope]', 'how far it reaches').choices(RISK_SCOPES))
    .addArgument(new Argument('[id]', '`all` for the firm, venue/symbol for a symbol').argParser(idArgument))
    .addArgument(new Argument('[state]', 'what passes from now on').choices(TRADING_STATES))
    .addOption(reasonOption())
    .addOption(actorOption())
    .option('--yes', 'do not ask first; needed where nobody can be asked', false)
    .action(
      (
        scope: RiskScopeName | undefined,
        id: string | undefined,
        state: TradingStateName | undefined,
        options: StateOptions,
      ) => {
        if (scope === undefined) return show(options);
        if (id === undefined || state === undefined)
          throw usage('a state is set of a scope, with its id', 'Give: strategy pts REDUCING');
        return set(scope, id, state, options);
      },
    );
}
