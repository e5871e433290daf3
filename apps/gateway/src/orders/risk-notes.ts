import type { RefusalDetails } from '@bourseworks/domain';
import { PATTERNS, type RiskEventShape } from '@bourseworks/dto/shapes';
import { EventLog } from '@bourseworks/ports';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { PlatformBus } from '../bus/platform-bus.js';

const MAX_NOTES = 1_000;
/** The event leaves before the reply; on a busy bus it may come a moment later. */
const WAIT_MS = 200;

/**
 * Limit and observed value of denials, which the OMS publishes beside its replies. Nice to have: a denial whose event is
 * lost is told without them.
 */
@Injectable()
export class RiskNotes implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly notes = new Map<string, RiskEventShape>();
  private readonly awaited = new Map<string, () => void>();
  private endUp: () => void = () => undefined;
  private endListening: () => void = () => undefined;

  constructor(
    private readonly bus: PlatformBus,
    private readonly log: EventLog,
  ) {}

  onApplicationBootstrap(): void {
    let listening = false;
    this.endUp = this.bus.onUp(() => {
      if (listening) return;
      listening = true;
      this.bus
        .listen<RiskEventShape>(PATTERNS.risk, (event) => this.take(event))
        .then(
          (end) => (this.endListening = end),
          (error: unknown) => {
            listening = false;
            this.log.debug({ event: 'risk.not_heard', reason: String(error) });
          },
        );
    });
  }

  beforeApplicationShutdown(): void {
    this.endUp();
    this.endListening();
  }

  /** The numbers behind the denial of a command; nothing where there are none. */
  async of(commandId: string): Promise<RefusalDetails> {
    if (!this.notes.has(commandId)) await this.coming(commandId);
    const event = this.notes.get(commandId);
    this.notes.delete(commandId);
    if (event === undefined) return {};
    const { limit, observed, scope, id } = event;
    return {
      scope: `${scope} ${id}`,
      ...(limit === undefined ? {} : { limit }),
      ...(observed === undefined ? {} : { observed }),
    };
  }

  private coming(commandId: string): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => done(), WAIT_MS);
      const done = (): void => {
        clearTimeout(timer);
        this.awaited.delete(commandId);
        resolve();
      };
      this.awaited.set(commandId, done);
    });
  }

  private take(event: RiskEventShape): void {
    if (event.commandId === undefined) return;
    this.notes.set(event.commandId, event);
    this.awaited.get(event.commandId)?.();
    if (this.notes.size <= MAX_NOTES) return;
    const [oldest] = this.notes.keys();
    if (oldest !== undefined) this.notes.delete(oldest);
  }
}
