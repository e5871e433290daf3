import {
  EXEC_TYPES,
  LOCAL_STATES,
  ORDER_TYPES,
  ORD_STATUSES,
  SIDES,
  TIMES_IN_FORCE,
  type ErrorCode,
  type ExecType,
  type LocalState,
  type OrderType,
  type OrdStatus,
  type Side,
  type TimeInForce,
} from '@bourseworks/domain';
import { LIST_ROLES, type ListRole, type OrderView as OrderViewShape } from '@bourseworks/dto/shapes';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IsText } from '../database/validators/is-text.js';
import {
  DecimalField,
  IsCursor,
  IsForeignName,
  IsLimit,
  IsName,
  IsPlainDecimal,
  MayBeLeftOut,
  OptionalField,
  TimeField,
} from '../http/dto-parts.js';

import { InstructionChanges, InstructionsView, OrderInstructionFields } from './instructions.dto.js';

const MAX_REASON = 500;

/** What is asked for, alone or in a list. */
export abstract class OrderTerms extends OrderInstructionFields {
  @IsForeignName()
  venue: string;

  @IsForeignName()
  symbol: string;

  @MayBeLeftOut()
  @IsForeignName({ required: false, description: "Default: the venue's." })
  adapter?: string;

  @IsIn(SIDES)
  side: Side;

  @IsIn(ORDER_TYPES)
  type: OrderType;

  @IsIn(TIMES_IN_FORCE)
  timeInForce: TimeInForce;

  @IsPlainDecimal()
  quantity: string;

  @MayBeLeftOut()
  @IsPlainDecimal({ required: false, description: 'Limit: LIMIT and STOP_LIMIT only.' })
  price?: string;

  @MayBeLeftOut()
  @IsText(1, MAX_REASON)
  reason?: string;
}

/** An order as a person asks for it. */
export class OrderTicket extends OrderTerms {
  @IsName({ description: 'Unique for the account for ever: the same again gets the first answer again.' })
  clientOrderId: string;

  @IsForeignName()
  account: string;
}

/** NotReceived: the OMS certainly never had it, and takes it no more. */
export const RECEIPT_STATES = [...LOCAL_STATES, 'NotReceived'] as const;

/** What became of a command. */
export abstract class CommandReceipt {
  @OptionalField({ description: 'Of what was placed.' })
  clientOrderId?: string;

  @ApiProperty({ description: 'Of what was placed: what the OMS knows it by. Else the one that you sent.' })
  commandId: string;

  @OptionalField({ enum: ORD_STATUSES })
  ordStatus?: OrdStatus;

  @ApiProperty({ enum: RECEIPT_STATES, description: 'Unknown: nobody answered yet; it is being found out.' })
  state: LocalState | 'NotReceived';

  @ApiProperty({ description: 'It was asked for before, and this is the first answer again.' })
  duplicate: boolean;

  @OptionalField({ type: Number, description: 'Journal sequence of the outcome.' })
  sequence?: number;

  @OptionalField()
  code?: ErrorCode;

  @OptionalField()
  reason?: string;
}

export class OrderReceipt extends CommandReceipt {
  @OptionalField()
  clOrdId?: string;
}

/** Something that would refuse the order. */
export class PreviewProblem {
  @ApiProperty({ type: String })
  code: ErrorCode;

  @ApiProperty()
  message: string;
}

export const REFERENCES = ['limit', 'stop', 'mark', 'bar'] as const;

/** What an order would be; nothing is sent. */
export class OrderPreview {
  @ApiProperty({ description: 'Nothing was found that would refuse it. The OMS looks again when it comes.' })
  ok: boolean;

  @ApiProperty({ type: [PreviewProblem] })
  problems: PreviewProblem[];

  @DecimalField({ required: false })
  referencePrice?: string;

  @OptionalField({
    enum: REFERENCES,
    description: 'Whence: its own limit or trigger, the mark of the OMS, the close of a bar.',
  })
  referenceFrom?: (typeof REFERENCES)[number];

  @DecimalField({ required: false })
  notional?: string;

  @OptionalField()
  currency?: string;

  @DecimalField({ description: 'Of the account in this instrument, all strategies together; signed.' })
  positionBefore: string;

  @DecimalField({ description: 'If all of it is filled.' })
  positionAfter: string;
}

/** An order as its last event left it. */
export class OrderView extends InstructionsView implements OrderViewShape {
  @ApiProperty()
  clOrdId: string;

  @OptionalField({ description: 'Of orders that people placed here.' })
  clientOrderId?: string;

  @OptionalField({ description: 'Who placed it, where that is known.' })
  user?: string;

  @ApiProperty()
  account: string;

  @ApiProperty({ description: '`manual` for people.' })
  strategy: string;

  @OptionalField({ description: 'List that it is one of.' })
  listId?: string;

  @OptionalField({ enum: LIST_ROLES, description: 'What it is for there.' })
  listRole?: ListRole;

  @ApiProperty()
  venue: string;

  @ApiProperty()
  symbol: string;

  @ApiProperty()
  adapter: string;

  @ApiProperty({ enum: SIDES })
  side: Side;

  @ApiProperty({ enum: ORDER_TYPES })
  type: OrderType;

  @ApiProperty({ enum: TIMES_IN_FORCE })
  timeInForce: TimeInForce;

  @DecimalField()
  quantity: string;

  @DecimalField({ required: false })
  price?: string;

  @DecimalField()
  cumQty: string;

  @DecimalField()
  leavesQty: string;

  @DecimalField({ required: false })
  avgPx?: string;

  @ApiProperty({ enum: ORD_STATUSES })
  ordStatus: OrdStatus;

  @ApiProperty({ enum: LOCAL_STATES })
  state: LocalState;

  @ApiProperty({ description: 'Nothing more can happen to it but a late fill.' })
  closed: boolean;

  @OptionalField()
  venueOrderId?: string;

  @OptionalField()
  code?: ErrorCode;

  @OptionalField()
  reason?: string;

  @TimeField()
  createdAt: number;

  @TimeField()
  updatedAt: number;

  @ApiProperty({ description: 'Journal sequence of its last event.' })
  sequence: number;
}

/** One event of an order. */
export class OrderHistoryView {
  @ApiProperty({ description: 'Journal sequence.' })
  sequence: number;

  @TimeField()
  time: number;

  @ApiProperty({ enum: EXEC_TYPES })
  execType: ExecType;

  @ApiProperty({ enum: ORD_STATUSES })
  ordStatus: OrdStatus;

  @ApiProperty({ enum: LOCAL_STATES })
  state: LocalState;

  @DecimalField({ description: 'Of the order, as the event left it.' })
  quantity: string;

  @DecimalField({ required: false })
  price?: string;

  @OptionalField()
  execId?: string;

  @OptionalField({ description: 'Of the execution that this one corrects or takes back.' })
  execRefId?: string;

  @DecimalField({ required: false, description: 'Of this execution.' })
  lastQty?: string;

  @DecimalField({ required: false })
  lastPx?: string;

  @DecimalField({ required: false, description: 'Positive: paid.' })
  fee?: string;

  @OptionalField()
  feeCurrency?: string;

  @DecimalField()
  cumQty: string;

  @DecimalField()
  leavesQty: string;

  @OptionalField()
  code?: ErrorCode;

  @OptionalField()
  reason?: string;
}

export class OrderWithHistory extends OrderView {
  @ApiProperty({ type: [OrderHistoryView], description: 'Oldest first.' })
  history: OrderHistoryView[];
}

export class OrdersQuery {
  @IsOptional()
  @IsForeignName({ required: false })
  account?: string;

  @IsOptional()
  @IsForeignName({ required: false })
  strategy?: string;

  @IsOptional()
  @IsForeignName({ required: false })
  symbol?: string;

  @IsOptional()
  @IsForeignName({ required: false, description: 'Only those of this list.' })
  listId?: string;

  @IsOptional()
  @IsIn(['true', 'false'])
  open?: 'true' | 'false';

  @IsCursor()
  before?: string;

  @IsLimit(500)
  limit = 100;
}

export class OrderPage {
  @ApiProperty({ type: [OrderView], description: 'Newest first.' })
  orders: OrderView[];

  @OptionalField({ description: '`before` of the next page.' })
  next?: string;
}

/** What every command carries: the same id again changes nothing more. */
export class CommandBody {
  @IsName({ description: 'A new one for each command; a repeat of the same one is safe.' })
  commandId: string;
}

export class ReplaceBody extends InstructionChanges {
  @IsName({ description: 'A new one for each command; a repeat of the same one is safe.' })
  commandId: string;

  @MayBeLeftOut()
  @IsPlainDecimal({ required: false, description: 'New total, what is filled included.' })
  quantity?: string;

  @MayBeLeftOut()
  @IsPlainDecimal({ required: false })
  price?: string;
}

export class CancelAllBody extends CommandBody {
  @MayBeLeftOut()
  @IsForeignName({ required: false, description: 'Default: all accounts.' })
  account?: string;

  @MayBeLeftOut()
  @IsForeignName({ required: false })
  venue?: string;

  @MayBeLeftOut()
  @IsForeignName({ required: false })
  symbol?: string;
}

export class FailedCommand {
  @OptionalField()
  clOrdId?: string;

  @OptionalField({ description: 'Of an order that could not be placed.' })
  symbol?: string;

  @ApiProperty({ type: String })
  code: ErrorCode;

  @ApiProperty()
  message: string;
}

export class CancelAllAnswer {
  @ApiProperty({ description: 'Orders whose cancel the OMS took.' })
  requested: number;

  @ApiProperty({ type: [FailedCommand] })
  failed: FailedCommand[];
}
