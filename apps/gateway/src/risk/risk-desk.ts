import type { ActorAction } from '@bourseworks/actor';
import { DomainError, ok, refuse, type Refused, type Result } from '@bourseworks/domain';
import {
  limitsTopic,
  tradingStateTopic,
  type LimitsConfigShape,
  type LimitsReplyShape,
  type LimitsRequestShape,
  type LimitsSetShape,
  type RiskCheckReplyShape,
  type RiskCheckRequestShape,
  type RiskScopeName,
  type TradingStateName,
  type TradingStateRequestShape,
  type TradingStateSetShape,
  type TradingStateShape,
  type TradingStateView,
} from '@bourseworks/dto/shapes';
import { Injectable } from '@nestjs/common';
import { millisOf } from '../bus/wire-time.js';
import { CommandAudit, type Subject } from '../commands/command-audit.js';
import { platformCommandId } from '../commands/command-ids.js';
import { roleRefusal, type Operator } from '../commands/operator.js';
import { leavesOutcomeOpen } from '../commands/outcome.js';
import { SignedCommands } from '../commands/signed-commands.js';
import { OmsQueries } from '../oms/oms-queries.js';

export interface StateCommand {
  readonly commandId: string;
  readonly scope: RiskScopeName;
  readonly id: string;
  readonly state: TradingStateName;
  readonly reason: string;
}

export interface LimitsCommand {
  readonly commandId: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly reason: string;
}

/** A command whose answer was lost is sent again at once: the OMS carries it out once. */
const ATTEMPTS = 2;

export function tradingStateView({ time, sequence: _sequence, ...entry }: TradingStateShape): TradingStateView {
  return { ...entry, since: millisOf(time) };
}

/** Limits, trading states and orders that are only thought of. */
@Injectable()
export class RiskDesk {
  constructor(
    private readonly oms: OmsQueries,
    private readonly commands: SignedCommands,
    private readonly audit: CommandAudit,
  ) {}

  /** In force, and how far they are used. @throws DomainError when the OMS does not answer */
  limits(filter: { readonly account?: string; readonly strategy?: string; readonly limit?: number }) {
    return this.oms.limits(filter) satisfies Promise<LimitsReplyShape>;
  }

  /** Scopes that are not ACTIVE. @throws DomainError when the OMS does not answer */
  async states(): Promise<TradingStateView[]> {
    return (await this.oms.tradingStates()).map(tradingStateView);
  }

  /** @throws DomainError when the OMS does not answer */
  async check(operator: Operator, order: RiskCheckRequestShape): Promise<Result<RiskCheckReplyShape>> {
    // Of an order that was sent: whoever may send or answer for one.
    return roleRefusal(operator, 'order.cancel') ?? ok(await this.oms.riskCheck(order));
  }

  /** @throws DomainError when the OMS refused it or did not answer; repeating it is safe */
  async setState(operator: Operator, command: StateCommand): Promise<Result<TradingStateSetShape>> {
    const { commandId, scope, id, state, reason } = command;
    const subject = {
      action: 'trading_state',
      resource: 'risk',
      resourceId: `${scope}/${id}`,
      details: { ...command },
    };
    const refused = await this.refusal(operator, 'control.state', subject, placeRefusal(command));
    if (refused !== undefined) return refused;
    const body: TradingStateRequestShape = {
      // Of the scope too: the OMS takes an id for a repeat whatever scope it is of, and a repeat sets nothing.
      commandId: platformCommandId('state', scope, id, commandId),
      actor: operator.username,
      reason,
      state,
    };
    const work = async (): Promise<TradingStateSetShape> => {
      const topic = tradingStateTopic(scope, id);
      const reply = await this.send<TradingStateSetShape>(operator, 'control.state', topic, body);
      if (reply.state !== state) throw undone(`${scope} ${id} is ${reply.state}`);
      return reply;
    };
    const tell = ({ cancelled, sequence }: TradingStateSetShape): object => ({ state, cancelled, sequence });
    return ok(await this.audit.run(operator, subject, work, tell));
  }

  /** Puts limits in force, whole. @throws DomainError as above */
  async setLimits(operator: Operator, { commandId, config, reason }: LimitsCommand): Promise<Result<LimitsSetShape>> {
    const { version, rules } = config;
    // The limits themselves are in the journal of the OMS: a row that is too large keeps nothing but its digest.
    const details = { commandId, reason, version, rules: Array.isArray(rules) ? rules.length : 0 };
    const subject = { action: 'limits', resource: 'risk', resourceId: 'firm/all', details };
    const refused = await this.refusal(operator, 'control.limits', subject);
    if (refused !== undefined) return refused;
    const body: LimitsRequestShape = {
      commandId: platformCommandId('limits', commandId),
      actor: operator.username,
      reason,
      // Whatever it is: the OMS says what is wrong with it.
      config: config as unknown as LimitsConfigShape,
    };
    const work = async (): Promise<LimitsSetShape> => {
      const reply = await this.send<LimitsSetShape>(operator, 'control.limits', limitsTopic(), body);
      if (reply.version !== version) throw undone(`version ${reply.version} is in force`);
      return reply;
    };
    return ok(await this.audit.run(operator, subject, work, ({ sequence }) => ({ version, sequence })));
  }

  private async refusal(
    operator: Operator,
    action: ActorAction,
    subject: Subject,
    more?: Refused,
  ): Promise<Refused | undefined> {
    const refused = roleRefusal(operator, action) ?? more;
    if (refused !== undefined) await this.audit.refused(operator, subject, refused.refusal.code);
    return refused;
  }

  private async send<T>(operator: Operator, action: ActorAction, topic: string, body: object): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.commands.send<T>(operator, action, topic, body);
      } catch (error) {
        if (attempt === ATTEMPTS || !leavesOutcomeOpen(error)) throw error;
      }
    }
  }
}

/** A repeat of what somebody has changed since does nothing: whoever means it anew must not be told that it is done. */
function undone(now: string): DomainError {
  const message = `this command was executed before and something else was set since: ${now}; give a new commandId`;
  return new DomainError({ code: 'COMMAND_CONFLICT', message });
}

function placeRefusal({ scope, id }: StateCommand): Refused | undefined {
  if (scope === 'firm' && id !== 'all') return refuse('BAD_REQUEST', 'the id of scope firm is all');
  if (scope === 'symbol' && !/^[^/]+\/./.test(id))
    return refuse('BAD_REQUEST', 'the id of scope symbol is venue/symbol');
  return undefined;
}
