import { expectOk } from '@bourseworks/domain';
import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Put, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { actorOf } from '../audit/actor.js';
import { etagOf, readIfMatch } from '../database/version.js';
import { CurrentUser, type Principal } from '../http/current-user.js';
import { ItemAdded, Watchlist, WatchlistBody, WatchlistItemBody } from './watchlist.dto.js';
import { WatchlistOrderBody, WatchlistSummary } from './watchlist.dto.js';
import { Watchlists } from './watchlists.js';

/** One's own watchlists. An id of somebody else's is answered as one that does not exist. */
@ApiTags('watchlists')
@Controller('watchlists')
export class WatchlistsController {
  constructor(private readonly watchlists: Watchlists) {}

  /** All by name, without their items. */
  @Get()
  @ApiOkResponse({ type: [WatchlistSummary] })
  async list(@CurrentUser() user: Principal): Promise<WatchlistSummary[]> {
    return this.watchlists.list(user.id);
  }

  /** The first one becomes the default. */
  @Post()
  @ApiCreatedResponse({ type: Watchlist })
  async create(
    @CurrentUser() user: Principal,
    @Body() { name }: WatchlistBody,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Watchlist> {
    return tagged(response, expectOk(await this.watchlists.create(actorOf(user, request), name)));
  }

  @Get(':id')
  @ApiOkResponse({ type: Watchlist })
  async get(
    @CurrentUser() user: Principal,
    @Param('id') id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Watchlist> {
    return tagged(response, expectOk(await this.watchlists.get(user.id, id)));
  }

  /** Renames it, if nobody changed it since the version in If-Match. */
  @Patch(':id')
  @ApiHeader({ name: 'If-Match', required: true })
  @ApiOkResponse({ type: WatchlistSummary })
  async rename(
    @CurrentUser() user: Principal,
    @Param('id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() { name }: WatchlistBody,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WatchlistSummary> {
    const expected = expectOk(readIfMatch(ifMatch));
    return tagged(response, expectOk(await this.watchlists.rename(actorOf(user, request), id, expected, name)));
  }

  /** With its items; with If-Match only if nobody changed it since. */
  @Delete(':id')
  @HttpCode(204)
  @ApiHeader({ name: 'If-Match', required: false })
  @ApiNoContentResponse()
  async remove(
    @CurrentUser() user: Principal,
    @Param('id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Req() request: Request,
  ): Promise<void> {
    const expected = expectOk(readIfMatch(ifMatch ?? '*'));
    expectOk(await this.watchlists.remove(actorOf(user, request), id, expected));
  }

  /** Makes it the default, and the one that was no longer so. */
  @Put(':id/default')
  @ApiOkResponse({ type: WatchlistSummary })
  async makeDefault(
    @CurrentUser() user: Principal,
    @Param('id') id: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WatchlistSummary> {
    return tagged(response, expectOk(await this.watchlists.makeDefault(actorOf(user, request), id)));
  }

  /** Adds at the end. */
  @Post(':id/items')
  @ApiCreatedResponse({ type: ItemAdded })
  async addItem(
    @CurrentUser() user: Principal,
    @Param('id') id: string,
    @Body() body: WatchlistItemBody,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ItemAdded> {
    return tagged(response, expectOk(await this.watchlists.addItem(actorOf(user, request), id, body)));
  }

  @Delete(':id/items/:itemId')
  @HttpCode(204)
  @ApiNoContentResponse()
  async removeItem(
    @CurrentUser() user: Principal,
    @Param('id') id: string,
    @Param('itemId') itemId: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    tagged(response, { version: expectOk(await this.watchlists.removeItem(actorOf(user, request), id, itemId)) });
  }

  /** Puts the items in another order, if nobody changed the list since the version in If-Match. */
  @Put(':id/order')
  @ApiHeader({ name: 'If-Match', required: true })
  @ApiOkResponse({ type: Watchlist })
  async reorder(
    @CurrentUser() user: Principal,
    @Param('id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() { items }: WatchlistOrderBody,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Watchlist> {
    const expected = expectOk(readIfMatch(ifMatch));
    return tagged(response, expectOk(await this.watchlists.reorder(actorOf(user, request), id, expected, items)));
  }
}

function tagged<T extends { readonly version: number }>(response: Response, answer: T): T {
  response.setHeader('ETag', etagOf(answer.version));
  return answer;
}
