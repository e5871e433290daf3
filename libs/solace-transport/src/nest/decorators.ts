import { EventPattern, MessagePattern } from '@nestjs/microservices';
import { SOLACE } from '../constants.js';

/** A handler of requests on a topic or pattern; the same as `@MessagePattern(topic, SOLACE)`. */
export function SolaceMessagePattern(topic: string | string[], extras?: Record<string, unknown>): MethodDecorator {
  return MessagePattern(topic, SOLACE, extras);
}

/** A handler of events on a topic or pattern; the same as `@EventPattern(topic, SOLACE)`. */
export function SolaceEventPattern(topic: string | string[], extras?: Record<string, unknown>): MethodDecorator {
  return EventPattern(topic, SOLACE, extras);
}
