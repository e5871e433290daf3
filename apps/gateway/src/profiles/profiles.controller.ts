import { expectOk } from '@bourseworks/domain';
import { Body, Controller, Get, Headers, Put, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { actorOf } from '../audit/actor.js';
import { etagOf, readIfMatch } from '../database/version.js';
import { CurrentUser, type Principal } from '../http/current-user.js';
import { Profile, ProfileBody } from './profile.dto.js';
import { Profiles } from './profiles.js';

/** One's own profile; nobody reads another's here. */
@ApiTags('profile')
@Controller('profile')
export class ProfilesController {
  constructor(private readonly profiles: Profiles) {}

  @Get()
  @ApiOkResponse({ type: Profile })
  async get(@CurrentUser() user: Principal, @Res({ passthrough: true }) response: Response): Promise<Profile> {
    return tagged(response, await this.profiles.get(user.id));
  }

  /** Replaces it, if nobody changed it since the version in If-Match. */
  @Put()
  @ApiHeader({ name: 'If-Match', required: true })
  @ApiOkResponse({ type: Profile })
  async put(
    @CurrentUser() user: Principal,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: ProfileBody,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Profile> {
    const { fullName = null, contactNumber = null, timezone = null, preferences } = body;
    const content = { fullName, contactNumber, timezone, preferences };
    const expected = expectOk(readIfMatch(ifMatch));
    return tagged(response, expectOk(await this.profiles.put(actorOf(user, request), expected, content)));
  }
}

function tagged(response: Response, profile: Profile): Profile {
  response.setHeader('ETag', etagOf(profile.version));
  return profile;
}
