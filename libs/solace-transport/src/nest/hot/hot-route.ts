import type { TransportMetrics } from '../../session/metrics.js';
import type { SolaceSession } from '../../session/solace-session.js';
import type { CodecRegistry } from '../../wire/codec.js';
import type { InboundMessage } from '../../wire/inbound-message.js';
import { sizeProblem } from '../../wire/payload-bound.js';
import type { HotFaults } from './hot-faults.js';
import type { HotHandler } from './hot-handler.js';

/** One hot handler on the bus: decode, check, call. Nothing that it does can throw, wait or keep anything. */
export class HotRoute {
  private readonly metrics: TransportMetrics;
  private readonly maxBytes: number;

  constructor(
    private readonly handler: HotHandler,
    private readonly codecs: CodecRegistry,
    { metrics, maxPayloadBytes }: SolaceSession,
    private readonly faults: HotFaults,
  ) {
    this.metrics = metrics;
    this.maxBytes = maxPayloadBytes;
  }

  readonly onMessage = (message: InboundMessage): void => {
    const { check, run } = this.handler;
    try {
      const codec = this.codecs.find(message.contentType);
      if (codec === undefined) return this.unreadable(message, 'UNSUPPORTED_CONTENT_TYPE', 'no codec for it');
      const { payload } = message;
      const tooLarge = sizeProblem(payload, this.maxBytes);
      if (tooLarge !== undefined) return this.unreadable(message, 'PAYLOAD_TOO_LARGE', tooLarge);
      const decoded = codec.decode(payload);
      if (!decoded.ok) return this.unreadable(message, decoded.refusal.code, decoded.refusal.message);
      const fault = check?.(decoded.value);
      if (fault !== undefined) return this.invalid(message, fault);
      const result = run(decoded.value, message);
      if (result != null) this.returned(message, result);
    } catch (error) {
      this.failed(message, error);
    }
  };

  private unreadable(message: InboundMessage, code: string, text: string): void {
    this.metrics.badMessages++;
    this.faults.report(code, this.handler.name, message.topic, text);
  }

  private invalid(message: InboundMessage, path: string): void {
    this.metrics.invalidMessages++;
    // The path may end in the sender's own text.
    const text = path === '' ? 'the payload is no object' : `${JSON.stringify(path)} is not as its class says`;
    this.faults.report('BAD_REQUEST', this.handler.name, message.topic, text);
  }

  private failed(message: InboundMessage, error: unknown): void {
    this.metrics.handlerErrors++;
    const text = error instanceof Error ? String(error.stack) : String(error);
    this.faults.report('INTERNAL_ERROR', this.handler.name, message.topic, text);
  }

  /** A promise in disguise: if it is rejected, nobody else would hear of it, and the process would end. */
  private returned(message: InboundMessage, result: unknown): void {
    const { then } = result as { then?: unknown };
    if (typeof then !== 'function') return;
    then.call(result, undefined, (error: unknown) => this.failed(message, error));
  }
}
