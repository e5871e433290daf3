import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { InstrumentList } from './instrument.dto.js';
import { Instruments } from './instruments.js';

@ApiTags('market data')
@Controller('instruments')
export class InstrumentsController {
  constructor(private readonly instruments: Instruments) {}

  @Get()
  @ApiOkResponse({ type: InstrumentList })
  async list(): Promise<InstrumentList> {
    return { instruments: [...(await this.instruments.list())] };
  }
}
