import { Module } from '@nestjs/common';
import { WatchlistsController } from './watchlists.controller.js';
import { Watchlists } from './watchlists.js';

@Module({ controllers: [WatchlistsController], providers: [Watchlists] })
export class WatchlistsModule {}
