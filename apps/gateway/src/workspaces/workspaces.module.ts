import { Module } from '@nestjs/common';
import { WorkspacesController } from './workspaces.controller.js';
import { Workspaces } from './workspaces.js';

@Module({ controllers: [WorkspacesController], providers: [Workspaces] })
export class WorkspacesModule {}
