import type { ListReceipt, OrderListTicket } from '../order-lists/order-list.dto.js';
import type { CancelAllAnswer, FailedCommand, OrderPreview, OrderReceipt, OrderTicket } from './order.dto.js';

/** The plain values behind the classes that the controllers speak in. */
type Plain<T> = { readonly [K in keyof T]: T[K] };

export type Ticket = Plain<OrderTicket>;
export type ListTicket = Plain<OrderListTicket>;
/** What a person asks to place under one id. */
export type Asked = Ticket | ListTicket;
/** Of an order, or of a list. */
export type Receipt = Plain<OrderReceipt> & Plain<Pick<ListReceipt, 'listId' | 'orders'>>;
export type Preview = Plain<OrderPreview>;
export type Failed = Plain<FailedCommand>;
export type CancelAllResult = Plain<CancelAllAnswer>;
