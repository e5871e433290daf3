import type { Command } from 'commander';
import { bookCommand } from './book.command.js';
import { killCommand, rearmCommand } from './control.command.js';
import { feedsCommand } from './feeds.command.js';
import { historyCommand } from './history.command.js';
import { instrumentsCommand } from './instruments.command.js';
import { fillsCommand } from './order/fills.command.js';
import { listCommand } from './order/list.command.js';
import { orderCommand } from './order/order.command.js';
import { pnlCommand } from './pnl.command.js';
import { portfolioCommand } from './portfolio/portfolio.command.js';
import { positionsCommand } from './positions.command.js';
import { recordCommand } from './record.command.js';
import { reconcileCommand } from './reconcile.command.js';
import { replayCommand } from './replay.command.js';
import { limitsCommand } from './risk/limits.command.js';
import { riskCommand } from './risk/risk.command.js';
import { strategyCommand } from './strategy/strategy.command.js';
import { watchCommand } from './watch.command.js';

/** Commands that talk to a running platform over its bus. */
export function platformCommands(): Command[] {
  return [
    instrumentsCommand(),
    historyCommand(),
    watchCommand(),
    bookCommand(),
    recordCommand(),
    replayCommand(),
    feedsCommand(),
    orderCommand(),
    listCommand('orders'),
    fillsCommand(),
    positionsCommand(),
    pnlCommand(),
    portfolioCommand(),
    reconcileCommand(),
    killCommand(),
    rearmCommand(),
    riskCommand(),
    limitsCommand(),
    strategyCommand(),
  ];
}
