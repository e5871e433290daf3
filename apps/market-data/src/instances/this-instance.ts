import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable } from '@nestjs/common';

const HOST_CHARACTERS = 24;
const ID_CHARACTERS = 12;

/**
 * Name of this run of the service: another one with every start, or a process that was started anew would believe that the
 * leases of the one before are its own.
 */
@Injectable()
export class ThisInstance {
  readonly name = `${hostname().slice(0, HOST_CHARACTERS)}-${process.pid}-${randomUUID().slice(0, ID_CHARACTERS)}`;
}
