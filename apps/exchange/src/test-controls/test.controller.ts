import { Body, Controller, Get, Post, UseFilters } from '@nestjs/common';
import { FeedServer } from '../feed/feed-server.js';
import { asBody } from '../orders/order-request.js';
import { VenueError } from '../refusal.js';
import { VenueErrorFilter } from '../rest/venue-error.filter.js';
import { FAULT_OPS, FAULTS, FaultSwitch, type FaultOp } from './fault-switch.js';

/** Lets tests break what clients send. There only with EXCHANGE_TEST_CONTROLS, for anyone who can reach the port. */
@Controller('api/test')
@UseFilters(VenueErrorFilter)
export class TestController {
  constructor(
    private readonly faults: FaultSwitch,
    private readonly feed: FeedServer,
  ) {
    faults.enable();
  }

  /** `{op, fault}`: what happens to the next command of that kind. */
  @Post('faults')
  arm(@Body() raw: unknown): object {
    const body = asBody(raw);
    const op = FAULT_OPS.find((one) => one === body['op']);
    const fault = FAULTS.find((one) => one === body['fault']);
    if (op === undefined) throw new VenueError('BAD_REQUEST', `op must be one of ${FAULT_OPS.join(', ')}`);
    if (fault === undefined) throw new VenueError('BAD_REQUEST', `fault must be one of ${FAULTS.join(', ')}`);
    this.faults.arm(op, fault);
    return { op, fault };
  }

  /** Cuts every WebSocket of every client. */
  @Post('cut')
  cut(): { cut: number } {
    return { cut: this.feed.cut() };
  }

  @Get('commands')
  commands(): { commands: readonly FaultOp[] } {
    return { commands: this.faults.commands() };
  }
}
