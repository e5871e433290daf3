import { Module } from '@nestjs/common';
import { AccessModule } from '../auth/access.module.js';
import { SocketIdentities } from './access/socket-identity.js';
import { SocketRoster } from './access/socket-roster.js';
import { TradingModule } from '../trading.module.js';
import { MarketNamespace } from './market/market-namespace.js';
import { OmsBoard } from './orders/oms-board.js';
import { OrdersNamespace } from './orders/orders-namespace.js';
import { SessionHeartbeats } from './orders/session-heartbeats.js';
import { SocketMetrics } from './socket-metrics.js';
import { SocketServer } from './socket-server.js';

/** Live data to signed-in people over Socket.io. */
@Module({
  imports: [AccessModule, TradingModule],
  providers: [
    SocketMetrics,
    SocketIdentities,
    SocketRoster,
    SocketServer,
    MarketNamespace,
    OmsBoard,
    OrdersNamespace,
    SessionHeartbeats,
  ],
})
export class SocketsModule {}
