import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { VenueError } from '../refusal.js';

/** Refusals as `{error: {code, message}}` with the status of their code. */
@Catch(VenueError)
export class VenueErrorFilter implements ExceptionFilter<VenueError> {
  catch(error: VenueError, host: ArgumentsHost): void {
    host.switchToHttp().getResponse<Response>().status(error.status).json(error.body());
  }
}
