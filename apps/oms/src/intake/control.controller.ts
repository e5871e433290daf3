import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import type { ActorIdentity } from '@bourseworks/actor';
import {
  KILL_SCOPES,
  KillRequest,
  parseControlTopic,
  PATTERNS,
  type KillReplyShape,
  type KillScope,
} from '@bourseworks/dto';
import type { ControlCommand, ControlReply } from '@bourseworks/order-engine';
import { EventLog } from '@bourseworks/ports';
import { CodedRpcException, SolaceContext, SolaceMessagePattern } from '@bourseworks/solace-transport';
import { accountUnknown, isAccount } from '../core/accounts.js';
import { OmsCore } from '../core/oms-core.js';
import { KillWatch } from '../guard/kill-watch.js';
import { People } from './people.js';

/** What a switch is set on, by its topic. */
function placeOf(topic: string): Pick<ControlCommand, 'scope' | 'id'> {
  const parsed = parseControlTopic(topic);
  if (!parsed.ok) throw new CodedRpcException('BAD_TOPIC', parsed.refusal.message);
  const { scope, id } = parsed.value;
  if (!KILL_SCOPES.some((known) => known === scope)) {
    throw new CodedRpcException('BAD_TOPIC', `the scope is one of ${KILL_SCOPES.join(', ')}`, { scope });
  }
  if (scope === 'firm' && id !== 'all') throw new CodedRpcException('BAD_TOPIC', 'the id of scope firm is all', { id });
  return { scope: scope as KillScope, id };
}

function killReply(reply: ControlReply): KillReplyShape {
  if (reply.code !== undefined) throw new CodedRpcException(reply.code, reply.reason ?? 'the command was refused');
  const { id, killed, cancelled, awaiting, sequence } = reply;
  const scope = reply.scope as KillScope;
  return { scope, id, killed, cancelled, sequence, ...(awaiting ? { awaits: 'second-person' } : {}) };
}

/** The kill switch: blocks new orders of its scope and cancels the open ones; latched until a person re-arms it. */
@Controller()
export class ControlController {
  constructor(
    private readonly core: OmsCore,
    private readonly people: People,
    private readonly watch: KillWatch,
    private readonly log: EventLog,
  ) {}

  @SolaceMessagePattern(PATTERNS.kill)
  async kill(@Payload() request: KillRequest, @Ctx() context: SolaceContext): Promise<KillReplyShape> {
    const { command, who } = this.read('control.kill', request, context.getTopic());
    const reply = killReply(await this.core.control((engine, nowUs) => engine.kill(command, nowUs)));
    this.watch.wake();
    this.told('control.killed', reply, command, who);
    return reply;
  }

  @SolaceMessagePattern(PATTERNS.rearm)
  async rearm(@Payload() request: KillRequest, @Ctx() context: SolaceContext): Promise<KillReplyShape> {
    const { command, who } = this.read('control.rearm', request, context.getTopic());
    const answer = await this.core.control((engine, nowUs) => engine.rearm(command, nowUs));
    if (answer.code !== undefined) this.refused(answer, command, who);
    const reply = killReply(answer);
    this.told(reply.awaits === undefined ? 'control.rearmed' : 'control.rearm_proposed', reply, command, who);
    return reply;
  }

  private read(action: 'control.kill' | 'control.rearm', request: KillRequest, topic: string) {
    const place = placeOf(topic);
    const who = this.people.ofControl(action, topic, request);
    this.checkAccount(place);
    const { commandId, actor, reason, flatten, force } = request;
    const more = { ...(flatten === true ? { flatten } : {}), ...(force === true ? { force } : {}) };
    const command: ControlCommand = { commandId, actor, actorId: who.id, reason, ...place, ...more };
    return { command, who };
  }

  private refused({ code, reason: why }: ControlReply, command: ControlCommand, who: ActorIdentity): void {
    const { scope, id, actor, reason } = command;
    const by = { actor, actorId: who.id, via: who.via, reason };
    this.log.warn({ event: 'control.rearm_refused', scope, id, code, why, ...by });
  }

  private told(event: string, reply: KillReplyShape, command: ControlCommand, who: ActorIdentity): void {
    const { actor, reason, flatten, force } = command;
    this.log.warn({ ...reply, event, actor, actorId: who.id, via: who.via, reason, flatten, force });
  }

  /**
   * An account that is misspelt: "killed" would be believed while its orders go on. A switch of an account that is configured
   * no more can be taken off.
   */
  private checkAccount({ scope, id }: Pick<ControlCommand, 'scope' | 'id'>): void {
    const { engine } = this.core;
    if (scope !== 'account' || isAccount(engine, id)) return;
    if (engine.killed().some((entry) => entry.scope === scope && entry.id === id)) return;
    throw accountUnknown(engine);
  }
}
