import { describe, expect, it } from '@jest/globals';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import { TestBus, codeOf } from '../../test/bus.js';
import { startService } from '../../test/service.js';
import { CodecRegistry, type Codec } from '../wire/codec.js';
import { SolaceMessagePattern } from './decorators.js';
import { SolaceClient } from './solace.client.js';
import { SolaceRecordBuilder } from './solace.record-builder.js';

const reversed: Codec = {
  contentType: 'application/x-reversed',
  encode: (value) => Buffer.from(JSON.stringify(value)).reverse(),
  decode: (bytes) => ({ ok: true, value: JSON.parse(Buffer.from(bytes).reverse().toString()) as unknown }),
};

@Controller()
class CodecController {
  @SolaceMessagePattern('codec/echo')
  echo(@Payload() data: unknown): unknown {
    return data;
  }
}

describe('a codec', () => {
  it('plugs in by content type, answers in kind, and may throw', async () => {
    await using bus = await TestBus.start();
    await using service = await startService(bus, { controllers: [CodecController] }, { codecs: [reversed] });
    void service;
    const session = await bus.session();
    const client = new SolaceClient({ session, codecs: new CodecRegistry([reversed]) });
    const record = new SolaceRecordBuilder({ a: [1, 'ü'] }).setContentType('application/x-reversed').build();
    expect(await firstValueFrom(client.send('codec/echo', record))).toEqual({ a: [1, 'ü'] });
    const raw = await session.request('codec/echo', Buffer.from('}1:"a"{'), {
      contentType: 'Application/X-Reversed; v=1',
    });
    expect(raw.payload.toString()).toBe('}1:"a"{');
    const broken = session.request('codec/echo', Buffer.from('{'), { contentType: 'application/x-reversed' });
    expect(await codeOf(broken)).toBe('BAD_MESSAGE');
    const unknown = new SolaceRecordBuilder({}).setContentType('application/x-other').build();
    expect(await codeOf(firstValueFrom(client.send('codec/echo', unknown)))).toBe('UNSUPPORTED_CONTENT_TYPE');
  });

  it('is registered once a content type', () => {
    expect(() => new CodecRegistry([reversed, reversed])).toThrow('registered already');
  });
});
