import { Module } from '@nestjs/common';
import { OrderStream } from '../orders/order-stream.js';
import { OrderProjection } from './order-projection.js';

/** Orders, fills and positions as the OMS's events left them. */
@Module({
  providers: [OrderProjection, { provide: OrderStream, useExisting: OrderProjection }],
  exports: [OrderProjection, OrderStream],
})
export class ProjectionModule {}
