import { MessagePattern } from '@nestjs/microservices';
import { SOLACE } from '../../constants.js';
import { resolveQueueOptions, type ResolvedQueueOptions, type SolaceQueueOptions } from './queue-options.js';

/** Key of the extras of a handler of a queue. */
const QUEUE = 'solaceQueue';

/**
 * A handler of the messages of a durable queue. Pipes, guards, interceptors and filters apply as to any other handler. A
 * message is accepted when the handler is done; when it fails, the policy decides. A message with a reply-to gets the
 * answer of the handler.
 */
export function SolaceQueue(name: string, options: SolaceQueueOptions = {}): MethodDecorator {
  // As a pattern of its own kind, so that two handlers of one queue are found as two handlers of one topic are.
  return MessagePattern(`queue://${name}`, SOLACE, { [QUEUE]: resolveQueueOptions(name, options) });
}

/** Undefined for a handler of topics. */
export function queueOptionsOf(extras: Record<string, unknown>): ResolvedQueueOptions | undefined {
  return extras[QUEUE] as ResolvedQueueOptions | undefined;
}
