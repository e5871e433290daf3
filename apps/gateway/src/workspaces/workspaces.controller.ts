import { expectOk } from '@bourseworks/domain';
import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Put, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { actorOf } from '../audit/actor.js';
import { etagOf, readIfMatch } from '../database/version.js';
import { CurrentUser, type Principal } from '../http/current-user.js';
import { Workspace, WorkspaceBody, WorkspaceSummary } from './workspace.dto.js';
import { Workspaces } from './workspaces.js';

/** One's own workspaces. An id of somebody else's is answered as one that does not exist. */
@ApiTags('workspaces')
@Controller('workspaces')
export class WorkspacesController {
  constructor(private readonly workspaces: Workspaces) {}

  /** All by name, without their layouts. */
  @Get()
  @ApiOkResponse({ type: [WorkspaceSummary] })
  async list(@CurrentUser() user: Principal): Promise<WorkspaceSummary[]> {
    return this.workspaces.list(user.id);
  }

  /** The first one becomes the default. */
  @Post()
  @ApiCreatedResponse({ type: Workspace })
  async create(
    @CurrentUser() user: Principal,
    @Body() body: WorkspaceBody,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Workspace> {
    return tagged(response, expectOk(await this.workspaces.create(actorOf(user, request), body)));
  }

  @Get(':id')
  @ApiOkResponse({ type: Workspace })
  async get(
    @CurrentUser() user: Principal,
    @Param('id') id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Workspace> {
    return tagged(response, expectOk(await this.workspaces.get(user.id, id)));
  }

  /** Replaces name and layout, if nobody changed it since the version in If-Match. */
  @Put(':id')
  @ApiHeader({ name: 'If-Match', required: true })
  @ApiOkResponse({ type: Workspace })
  async replace(
    @CurrentUser() user: Principal,
    @Param('id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: WorkspaceBody,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Workspace> {
    const expected = expectOk(readIfMatch(ifMatch));
    return tagged(response, expectOk(await this.workspaces.replace(actorOf(user, request), id, expected, body)));
  }

  /** With If-Match only if nobody changed it since. */
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
    expectOk(await this.workspaces.remove(actorOf(user, request), id, expected));
  }

  /** Makes it the default, and the one that was no longer so. */
  @Put(':id/default')
  @ApiOkResponse({ type: Workspace })
  async makeDefault(
    @CurrentUser() user: Principal,
    @Param('id') id: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Workspace> {
    return tagged(response, expectOk(await this.workspaces.makeDefault(actorOf(user, request), id)));
  }
}

function tagged(response: Response, workspace: Workspace): Workspace {
  response.setHeader('ETag', etagOf(workspace.version));
  return workspace;
}
