import { Module } from '@nestjs/common';
import { ProfilesController } from './profiles.controller.js';
import { Profiles } from './profiles.js';

@Module({ controllers: [ProfilesController], providers: [Profiles] })
export class ProfilesModule {}
