import { parseControlTopic, type RiskScopeName } from '@bourseworks/dto';
import type { ControlReply } from '@bourseworks/order-engine';
import { CodedRpcException } from '@bourseworks/solace-transport';

/** What a command of control is about. */
export interface Place {
  readonly scope: RiskScopeName;
  readonly id: string;
}

/** What a topic of control names. @throws CodedRpcException BAD_TOPIC where the scope is none of `allowed` */
export function placeOf(topic: string, allowed: readonly RiskScopeName[]): Place {
  const parsed = parseControlTopic(topic);
  if (!parsed.ok) throw new CodedRpcException('BAD_TOPIC', parsed.refusal.message);
  const { id } = parsed.value;
  const scope = allowed.find((known) => known === parsed.value.scope);
  if (scope === undefined) throw new CodedRpcException('BAD_TOPIC', `the scope is one of ${allowed.join(', ')}`);
  if (scope === 'firm' && id !== 'all') throw new CodedRpcException('BAD_TOPIC', 'the id of scope firm is all', { id });
  if (scope === 'symbol' && !/^[^/]+\/./.test(id))
    throw new CodedRpcException('BAD_TOPIC', 'the id of scope symbol is venue/symbol', { id });
  return { scope, id };
}

/** The answer of the engine, unless it is a refusal. @throws CodedRpcException with its code */
export function accepted(reply: ControlReply): ControlReply {
  if (reply.code === undefined) return reply;
  throw new CodedRpcException(reply.code, reply.reason ?? 'the command was refused');
}
