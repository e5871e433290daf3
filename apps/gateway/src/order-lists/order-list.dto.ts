import type { ErrorCode } from '@bourseworks/domain';
import {
  LIST_KINDS,
  LIST_LEG_CANCELS,
  LIST_LEG_ENDS,
  LIST_RELEASES,
  LIST_ROLES,
  LIST_STATES,
  type ListKind,
  type ListRole,
  type ListStateName,
} from '@bourseworks/dto/shapes';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsOptional, ValidateNested } from 'class-validator';
import {
  DecimalField,
  IsForeignName,
  IsLimit,
  IsName,
  MayBeLeftOut,
  OptionalField,
  TimeField,
} from '../http/dto-parts.js';
import { CommandReceipt, OrderTerms, OrderView } from '../orders/order.dto.js';

const MAX_ORDERS = 10;
/** CLOSE is made by the OMS alone. */
const ASKED_ROLES = ['ENTRY', 'CHILD', 'LEG', 'TAKE_PROFIT', 'STOP_LOSS'] as const;

/** An order of a list: as if it were placed alone. */
export class ListedOrder extends OrderTerms {
  @IsIn(ASKED_ROLES)
  role: (typeof ASKED_ROLES)[number];
}

/** Orders that depend on each other, as a person asks for them. */
export class OrderListTicket {
  @IsName({ description: 'Unique for the account for ever, orders included: the same again gets the first answer.' })
  clientOrderId: string;

  @IsForeignName()
  account: string;

  @IsIn(LIST_KINDS)
  @ApiProperty({
    enum: LIST_KINDS,
    description: 'OTO: an ENTRY and 1 to 9 CHILD. OCO: two LEG. BRACKET: an ENTRY, a TAKE_PROFIT and a STOP_LOSS.',
  })
  kind: ListKind;

  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(MAX_ORDERS)
  @ValidateNested({ each: true })
  @Type(() => ListedOrder)
  @ApiProperty({ type: [ListedOrder] })
  orders: ListedOrder[];

  @MayBeLeftOut()
  @IsIn(LIST_RELEASES)
  @ApiProperty({
    enum: LIST_RELEASES,
    required: false,
    description: 'PROPORTIONAL (default): exits follow each fill of the entry. FULL: they wait for all of it.',
  })
  release?: (typeof LIST_RELEASES)[number];

  @MayBeLeftOut()
  @IsIn(LIST_LEG_CANCELS)
  @ApiProperty({
    enum: LIST_LEG_CANCELS,
    required: false,
    description: 'What your cancel of one exit does to the other. Default: CANCEL for an OCO, KEEP for a bracket.',
  })
  onLegCancel?: (typeof LIST_LEG_CANCELS)[number];

  @MayBeLeftOut()
  @IsBoolean()
  @ApiProperty({ required: false, description: 'A market order takes back what both exits filled in a race.' })
  closeOvershoot?: boolean;
}

export class ListMember {
  @ApiProperty({ enum: LIST_ROLES })
  role: ListRole;

  @ApiProperty()
  clOrdId: string;
}

/** What became of a command about a list. */
export class ListReceipt extends CommandReceipt {
  @OptionalField()
  listId?: string;

  @OptionalField({ type: [ListMember], description: 'Of a list that was placed, where the OMS itself answered.' })
  orders?: readonly ListMember[];
}

/** One place of a list: what its orders have come to together. */
export class OrderListLeg {
  @ApiProperty({ enum: LIST_ROLES })
  role: ListRole;

  @ApiProperty({ description: 'Newest order of it.' })
  clOrdId: string;

  @ApiProperty()
  venue: string;

  @ApiProperty()
  symbol: string;

  @DecimalField()
  quantity: string;

  @DecimalField()
  cumQty: string;

  @DecimalField({ description: 'Open; what waits for the list is not.' })
  leavesQty: string;

  @DecimalField({ description: 'Part of leavesQty that the OMS holds until its trigger.' })
  heldQty: string;

  @ApiProperty({ description: 'Waits at the OMS for its list.' })
  waiting: boolean;

  @OptionalField({ enum: LIST_LEG_ENDS, description: 'Why nothing more is made for it.' })
  ended?: (typeof LIST_LEG_ENDS)[number];

  @DecimalField({ description: 'What is due of it and neither open nor to come.' })
  uncovered: string;

  @OptionalField({ description: 'Code by which risk denied its release last.' })
  denied?: ErrorCode;
}

/** A list as the OMS has it. */
export class OrderListView {
  @ApiProperty()
  listId: string;

  @OptionalField({ description: 'Of lists that people placed here.' })
  clientOrderId?: string;

  @OptionalField({ description: 'Who placed it, where that is known.' })
  user?: string;

  @ApiProperty({ enum: LIST_KINDS })
  kind: ListKind;

  @ApiProperty()
  account: string;

  @ApiProperty({ description: '`manual` for people.' })
  strategy: string;

  @TimeField()
  createdAt: number;

  @ApiProperty({ enum: LIST_STATES, description: 'WAITING: the entry has filled nothing. ENDED: nothing is open.' })
  state: ListStateName;

  @ApiProperty()
  cancelled: boolean;

  @ApiProperty({ enum: LIST_RELEASES })
  release: (typeof LIST_RELEASES)[number];

  @ApiProperty({ enum: LIST_LEG_CANCELS })
  onLegCancel: (typeof LIST_LEG_CANCELS)[number];

  @ApiProperty()
  closeOvershoot: boolean;

  @DecimalField({ description: 'Filled by exits beyond what was entered.' })
  overshoot: string;

  @ApiProperty({ type: [OrderListLeg] })
  legs: OrderListLeg[];
}

export class OrderListsQuery {
  @IsOptional()
  @IsForeignName({ required: false })
  account?: string;

  @IsOptional()
  @IsForeignName({ required: false })
  strategy?: string;

  @IsOptional()
  @IsIn(['true', 'false'])
  @ApiProperty({
    enum: ['true', 'false'],
    required: false,
    description: 'true: only those of which something is open.',
  })
  open?: 'true' | 'false';

  @IsLimit(500)
  limit = 100;
}

export class OrderListPage {
  @ApiProperty({ type: [OrderListView], description: 'Newest first.' })
  lists: OrderListView[];

  @ApiProperty({ description: 'There are older ones.' })
  more: boolean;
}

export class OrderListWithOrders {
  @ApiProperty()
  listId: string;

  @OptionalField({ type: OrderListView, description: 'Left out once the OMS has forgotten it, long after it ended.' })
  list?: OrderListView;

  @ApiProperty({ type: [OrderView], description: 'In the order in which they were made.' })
  orders: OrderView[];
}
