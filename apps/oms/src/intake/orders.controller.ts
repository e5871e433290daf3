import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import {
  CancelRequest,
  ListRequest,
  OrderRequest,
  OrderStatusRequest,
  PATTERNS,
  ReplaceRequest,
  type ListReplyShape,
  type OrderEventShape,
  type OrderReplyShape,
} from '@bourseworks/dto';
import { CodedRpcException, SolaceContext, SolaceMessagePattern } from '@bourseworks/solace-transport';
import { orderEventShape } from '../publish/order-event-shape.js';
import { checkTopic } from './commands.js';
import { Intake } from './intake.js';
import { People } from './people.js';
import { opensNothing } from './opens-nothing.js';

/** Commands about orders. Each is answered once its outcome is durable. */
@Controller()
export class OrdersController {
  constructor(
    private readonly intake: Intake,
    private readonly people: People,
  ) {}

  @SolaceMessagePattern(PATTERNS.submit)
  submit(@Payload() request: OrderRequest, @Ctx() context: SolaceContext): Promise<OrderReplyShape> {
    checkTopic(context.getTopic(), request);
    // Whoever answers for risk may close what is held, and open nothing.
    const also = (): readonly string[] => (opensNothing(request) ? ['risk'] : []);
    return this.intake.submit(request, this.people.ofOrder('order.submit', context.getTopic(), request, also));
  }

  @SolaceMessagePattern(PATTERNS.submitList)
  submitList(@Payload() request: ListRequest, @Ctx() context: SolaceContext): Promise<ListReplyShape> {
    checkTopic(context.getTopic(), request);
    return this.intake.submitList(request, this.people.ofOrder('order.submit', context.getTopic(), request));
  }

  @SolaceMessagePattern(PATTERNS.cancel)
  cancel(@Payload() request: CancelRequest, @Ctx() context: SolaceContext): Promise<OrderReplyShape> {
    checkTopic(context.getTopic(), request);
    return this.intake.cancel(request, this.people.ofOrder('order.cancel', context.getTopic(), request));
  }

  @SolaceMessagePattern(PATTERNS.replace)
  replace(@Payload() request: ReplaceRequest, @Ctx() context: SolaceContext): Promise<OrderReplyShape> {
    checkTopic(context.getTopic(), request);
    const { quantity, price, stopPrice, trailBy, displayQty, goodTillTime } = request;
    if ([quantity, price, stopPrice, trailBy, displayQty, goodTillTime].every((one) => one === undefined)) {
      throw new CodedRpcException('BAD_REQUEST', 'a replace changes quantity, price or an instruction', {
        field: 'quantity',
      });
    }
    return this.intake.replace(request, this.people.ofOrder('order.replace', context.getTopic(), request));
  }

  @SolaceMessagePattern(PATTERNS.orderStatus)
  async status(@Payload() request: OrderStatusRequest, @Ctx() context: SolaceContext): Promise<OrderEventShape> {
    checkTopic(context.getTopic(), request);
    const event = await this.intake.status(request);
    if (event === undefined)
      throw new CodedRpcException('ORDER_UNKNOWN', 'no such order', { clOrdId: request.clOrdId ?? null });
    return orderEventShape(event);
  }
}
