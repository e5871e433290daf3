import type { CancelAllAnswer, FailedCommand, OrderPreview, OrderReceipt, OrderTicket } from './order.dto.js';

/** The plain values behind the classes that the controllers speak in. */
type Plain<T> = { readonly [K in keyof T]: T[K] };

export type Ticket = Plain<OrderTicket>;
export type Receipt = Plain<OrderReceipt>;
export type Preview = Plain<OrderPreview>;
export type Failed = Plain<FailedCommand>;
export type CancelAllResult = Plain<CancelAllAnswer>;
