import type { InboundMessage } from '../wire/inbound-message.js';
import type { TraceHooks } from '../wire/trace-context.js';
import type { TransportMetrics } from './metrics.js';
import type { SessionLogger } from './session-log.js';

/** Calls back with what arrived: one broken subscriber must neither keep the others from it nor upset the client library. */
export class Deliveries {
  constructor(
    private readonly metrics: TransportMetrics,
    private readonly logger: SessionLogger,
    private readonly trace: TraceHooks | undefined,
  ) {}

  /** To each of them, inside the trace of the message if it has one and there are hooks. */
  tell<T extends InboundMessage>(message: T, callbacks: readonly ((message: T) => void)[]): void {
    const { trace } = this;
    const context = trace === undefined ? undefined : message.trace;
    for (let index = 0; index < callbacks.length; index++) {
      const callback = callbacks[index];
      if (trace === undefined || context === undefined) this.call(callback, message);
      else this.call((traced) => trace.run(context, () => callback(traced)), message);
    }
  }

  call<T extends InboundMessage>(callback: (message: T) => void, message: T): void {
    const { topic } = message;
    try {
      callback(message);
    } catch (error) {
      this.metrics.handlerErrors++;
      this.logger.error(`a subscriber of "${topic}" failed: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
}
