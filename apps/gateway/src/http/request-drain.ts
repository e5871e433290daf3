import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '@bourseworks/domain';
import { EventLog } from '@bourseworks/ports';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { NextFunction, Request, RequestHandler, Response } from 'express';

/** An order is answered within seconds or its outcome is unknown; the service has to end within ten. */
const LIMIT_MS = 6_000;
const LOOK_MS = 20;

/**
 * Lets requests that are being answered come to their end before the server cuts its connections: an order that was sent
 * is answered for. Those that come meanwhile are refused; another instance may take them.
 */
@Injectable()
export class RequestDrain implements BeforeApplicationShutdown {
  private answering = 0;
  private stopping = false;

  constructor(private readonly log: EventLog) {}

  middleware(): RequestHandler {
    return (_request: Request, response: Response, next: NextFunction): void => {
      if (this.stopping) {
        response.setHeader('connection', 'close');
        next(new DomainError({ code: 'BUSY', message: 'the gateway stops' }));
        return;
      }
      this.answering += 1;
      // Comes once in any case: after the answer, or when the caller is gone.
      response.once('close', () => (this.answering -= 1));
      next();
    };
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    const end = performance.now() + LIMIT_MS;
    while (this.answering > 0 && performance.now() < end) await sleep(LOOK_MS);
    if (this.answering > 0) this.log.warn({ event: 'http.cut_off', requests: this.answering });
  }
}
