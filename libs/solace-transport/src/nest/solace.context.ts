import { BaseRpcContext } from '@nestjs/microservices';
import { QueueMessage } from '../session/queue/queue-message.js';
import { HEADER, type Headers, type HeaderValue } from '../wire/headers.js';
import type { InboundMessage } from '../wire/inbound-message.js';
import type { TraceContext } from '../wire/trace-context.js';

/** What a handler may know about its message besides the payload. */
export class SolaceContext extends BaseRpcContext<[topic: string, message: InboundMessage, correlationId?: string]> {
  private topicLevels: readonly string[] | undefined;
  private controller: AbortController | undefined;

  getTopic(): string {
    return this.args[0];
  }

  getMessage(): InboundMessage {
    return this.args[1];
  }

  /** In a handler of a queue; undefined in others. */
  getQueueMessage(): QueueMessage | undefined {
    return this.args[1] instanceof QueueMessage ? this.args[1] : undefined;
  }

  getHeaders(): Headers {
    return this.args[1].headers;
  }

  getHeader(name: string): HeaderValue | undefined {
    return this.args[1].headers[name];
  }

  /** The sender's tracing id, or the one made here when a correlation hook is configured. */
  getCorrelationId(): string | undefined {
    if (this.args[2] !== undefined) return this.args[2];
    const given = this.getHeader(HEADER.correlationId);
    return given === undefined ? undefined : String(given);
  }

  /** W3C Trace Context of the sender, if it gave a valid one. */
  getTraceContext(): TraceContext | undefined {
    return this.args[1].trace;
  }

  /** Levels of the concrete topic; percent-encoding is left as it is. */
  getLevels(): readonly string[] {
    return (this.topicLevels ??= this.args[0].split('/'));
  }

  /** Level by index, from the end if negative. */
  level(index: number): string | undefined {
    return this.getLevels().at(index);
  }

  /**
   * Fires when nobody waits for the answer any more: its caller unsubscribed, or the caller's deadline is over. Hand it to
   * what takes long (`fetch`, timers, queries). An observable that was returned is unsubscribed then anyway.
   */
  get signal(): AbortSignal {
    return (this.controller ??= new AbortController()).signal;
  }

  /** Of the server. */
  abort(): void {
    (this.controller ??= new AbortController()).abort();
  }
}
