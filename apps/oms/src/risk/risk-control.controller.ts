import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import type { ActorIdentity } from '@bourseworks/actor';
import { parseDecimal, parseNanos, type Instrument } from '@bourseworks/domain';
import {
  LimitsRequest,
  LocateRequest,
  PATTERNS,
  RISK_SCOPES,
  TradingStateRequest,
  type LimitsSetShape,
  type LocateSetShape,
  type TradingStateSetShape,
} from '@bourseworks/dto';
import { EventLog } from '@bourseworks/ports';
import { CodedRpcException, SolaceContext, SolaceMessagePattern } from '@bourseworks/solace-transport';
import { BrokerDirectory } from '../brokers/broker-directory.js';
import { accountUnknown, isAccount } from '../core/accounts.js';
import { OmsCore } from '../core/oms-core.js';
import { People } from '../intake/people.js';
import { accepted, placeOf, type Place } from './control-command.js';

/** Commands of people about what is allowed: trading states, limits, locates. */
@Controller()
export class RiskControlController {
  constructor(
    private readonly core: OmsCore,
    private readonly people: People,
    private readonly directory: BrokerDirectory,
    private readonly log: EventLog,
  ) {}

  @SolaceMessagePattern(PATTERNS.state)
  async state(@Payload() request: TradingStateRequest, @Ctx() context: SolaceContext): Promise<TradingStateSetShape> {
    const place = placeOf(context.getTopic(), RISK_SCOPES);
    const who = this.people.ofControl('control.state', context.getTopic(), request);
    this.checkState(place);
    const { commandId, actor, reason, state } = request;
    const command = { commandId, actor, reason, state, ...place };
    const reply = accepted(await this.core.control((engine, nowUs) => engine.setState(command, nowUs)));
    const { cancelled, sequence } = reply;
    this.told('control.state_set', { ...place, state, cancelled, sequence }, request, who);
    const entries = this.core.engine.tradingStates();
    const now = entries.find(({ scope, id }) => scope === place.scope && id === place.id)?.state ?? 'ACTIVE';
    return { ...place, state: now, cancelled, sequence };
  }

  @SolaceMessagePattern(PATTERNS.limits)
  async limits(@Payload() request: LimitsRequest, @Ctx() context: SolaceContext): Promise<LimitsSetShape> {
    placeOf(context.getTopic(), ['firm']);
    const who = this.people.ofControl('control.limits', context.getTopic(), request);
    const { commandId, actor, reason } = request;
    const before = this.core.engine.limits.version;
    // The engine validates it, whatever it is.
    const command = { commandId, actor, reason, config: request.config };
    const { sequence } = accepted(await this.core.control((engine, nowUs) => engine.setLimits(command, nowUs)));
    const { version } = this.core.engine.limits;
    this.told('control.limits_set', { version, before, sequence }, request, who);
    return { version, sequence };
  }

  @SolaceMessagePattern(PATTERNS.locate)
  async locate(@Payload() request: LocateRequest, @Ctx() context: SolaceContext): Promise<LocateSetShape> {
    const { id: account } = placeOf(context.getTopic(), ['account']);
    const who = this.people.ofControl('control.locate', context.getTopic(), request);
    if (!isAccount(this.core.engine, account)) throw accountUnknown(this.core.engine);
    const { commandId, actor, reason, venue, symbol, quantity, expireTime } = request;
    const offered = this.instrumentOf(request);
    const units = parseDecimal(quantity, offered.qtyScale);
    if (!units.ok) throw new CodedRpcException('QUANTITY_INVALID', units.refusal.message, { field: 'quantity' });
    const expires = parseNanos(expireTime);
    if (!expires.ok) throw new CodedRpcException('BAD_REQUEST', expires.refusal.message, { field: 'expireTime' });
    const terms = { account, venue, symbol, offered, quantity: units.value, expireUs: expires.value.us };
    const command = { commandId, actor, reason, ...terms };
    const { sequence } = accepted(await this.core.control((engine, nowUs) => engine.setLocate(command, nowUs)));
    this.told('control.locate_set', { account, venue, symbol, quantity, expireTime, sequence }, request, who);
    return { account, venue, symbol, quantity, expireTime, sequence };
  }

  private told(
    event: string,
    facts: Readonly<Record<string, unknown>>,
    { actor, reason }: { readonly actor: string; readonly reason: string },
    who: ActorIdentity,
  ): void {
    this.log.warn({ ...facts, event, actor, actorId: who.id, via: who.via, reason });
  }

  private instrumentOf({ venue, symbol, adapter }: LocateRequest): Instrument {
    const route = this.directory.route(venue, adapter);
    if (!route.ok) throw new CodedRpcException(route.refusal.code, route.refusal.message);
    const instrument = this.directory.instrument(route.value.adapter, venue, symbol);
    if (instrument !== undefined) return instrument;
    throw new CodedRpcException('INSTRUMENT_UNKNOWN', `${route.value.adapter} does not trade ${venue}/${symbol}`);
  }

  /** "Halted" of a misspelt account would be believed while its orders go on. What is not ACTIVE can always be set back. */
  private checkState({ scope, id }: Place): void {
    const { engine } = this.core;
    if (scope !== 'account' || isAccount(engine, id)) return;
    if (engine.tradingStates().some((entry) => entry.scope === scope && entry.id === id)) return;
    throw accountUnknown(engine);
  }
}
