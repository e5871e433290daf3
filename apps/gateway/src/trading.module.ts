import { Module } from '@nestjs/common';
import { AccountsController } from './accounts/accounts.controller.js';
import { Accounts } from './accounts/accounts.js';
import { AuditController } from './audit/audit.controller.js';
import { AuditReader } from './audit/audit-reader.js';
import { FillsController } from './fills/fills.controller.js';
import { BarHistory } from './history/bar-history.js';
import { HistoryController } from './history/history.controller.js';
import { InstrumentsController } from './instruments/instruments.controller.js';
import { Instruments } from './instruments/instruments.js';
import { KillSwitchController } from './kill-switch/kill-switch.controller.js';
import { KillSwitch } from './kill-switch/kill-switch.js';
import { OmsQueries } from './oms/oms-queries.js';
import { OrderLists } from './order-lists/order-lists.js';
import { OrderListsController } from './order-lists/order-lists.controller.js';
import { OrderBook } from './orders/order-book.js';
import { OrderChanges } from './orders/order-changes.js';
import { OrderPlacement } from './orders/order-placement.js';
import { OrderPreviews } from './orders/order-previews.js';
import { OrderRequests } from './orders/order-requests.js';
import { OrderResolver } from './orders/order-resolver.js';
import { OrdersController } from './orders/orders.controller.js';
import { OrderStream } from './orders/order-stream.js';
import { RiskNotes } from './orders/risk-notes.js';
import { Flatten } from './positions/flatten.js';
import { PositionsController } from './positions/positions.controller.js';
import { Positions } from './positions/positions.js';
import { OrderProjection } from './projection/order-projection.js';
import { LimitsController, RiskCheckController, TradingStatesController } from './risk/risk.controllers.js';
import { RiskDesk } from './risk/risk-desk.js';
import { StrategiesController } from './strategies/strategies.controller.js';
import { Strategies } from './strategies/strategies.js';

/** The platform over REST: what people see of it and how they command it. */
@Module({
  controllers: [
    AccountsController,
    AuditController,
    FillsController,
    HistoryController,
    InstrumentsController,
    KillSwitchController,
    LimitsController,
    OrderListsController,
    OrdersController,
    PositionsController,
    RiskCheckController,
    StrategiesController,
    TradingStatesController,
  ],
  providers: [
    Accounts,
    AuditReader,
    BarHistory,
    Flatten,
    Instruments,
    KillSwitch,
    OmsQueries,
    OrderBook,
    OrderChanges,
    OrderLists,
    OrderPlacement,
    OrderPreviews,
    OrderProjection,
    OrderRequests,
    OrderResolver,
    Positions,
    RiskDesk,
    RiskNotes,
    Strategies,
    { provide: OrderStream, useExisting: OrderProjection },
  ],
  exports: [Accounts, KillSwitch, OmsQueries, OrderStream],
})
export class TradingModule {}
