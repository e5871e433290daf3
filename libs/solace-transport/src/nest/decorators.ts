import { EventPattern, MessagePattern } from '@nestjs/microservices';
import { SOLACE } from '../constants.js';

/** What a handler may ask for; other keys are kept as extras of its pattern. */
export interface SolaceExtras extends Record<string, unknown> {
  /** Group of replicas of which one gets each message; false = none, whatever the server's default. */
  readonly queueGroup?: string | false;
}

export interface SolaceEventExtras extends SolaceExtras {
  /**
   * True: called directly, with its payload checked by what the decorators of its class compile to, and without pipe,
   * guard, interceptor, filter or promise, global ones included.
   */
  readonly hot?: boolean;
}

/** A handler of requests on a topic or pattern; the same as `@MessagePattern(topic, SOLACE)`. */
export function SolaceMessagePattern(topic: string | string[], extras?: SolaceExtras): MethodDecorator {
  return MessagePattern(topic, SOLACE, extras);
}

/** A handler of events on a topic or pattern; the same as `@EventPattern(topic, SOLACE)`. */
export function SolaceEventPattern(topic: string | string[], extras?: SolaceEventExtras): MethodDecorator {
  return EventPattern(topic, SOLACE, extras);
}
