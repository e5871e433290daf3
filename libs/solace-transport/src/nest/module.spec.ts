import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { firstValueFrom } from 'rxjs';
import { TestBus, codeOf, until } from '../../test/bus.js';
import { solaceMicroservice } from './connect.js';
import { SolaceMessagePattern } from './decorators.js';
import { SolaceClient } from './solace.client.js';
import { SolaceHealthIndicator } from './solace.health.js';
import { SolaceModule } from './solace.module.js';

@Controller()
class PingController {
  @SolaceMessagePattern('module/ping')
  ping(): string {
    return 'pong';
  }
}

let bus: TestBus;
beforeAll(async () => {
  bus = await TestBus.start();
});
afterAll(() => bus[Symbol.asyncDispose]());

describe('the module', () => {
  it('opens one session for server and client of a service without HTTP, and reports its health', async () => {
    const proxy = await bus.proxy();
    @Module({ imports: [SolaceModule.forRoot(bus.options({ url: proxy.url }))], controllers: [PingController] })
    class AppModule {}
    const app = await NestFactory.createMicroservice(AppModule, { ...solaceMicroservice(), logger: false });
    await app.listen();
    expect(await firstValueFrom(app.get(SolaceClient).send('module/ping', {}))).toBe('pong');
    expect(proxy.connections).toBe(1);
    const health = app.get(SolaceHealthIndicator);
    expect(health.isHealthy()).toMatchObject({ broker: { status: 'up', session: 'UP' } });
    proxy.cut();
    await until('the loss', () => health.isHealthy('bus')['bus'].status === 'down');
    proxy.restore();
    await until('the return', () => health.isHealthy()['broker'].status === 'up');
    await app.close();
    expect(health.isHealthy()['broker'].status).toBe('down');
  });

  it('keeps an application from starting without its broker, and leaves no connection behind', async () => {
    const proxy = await bus.proxy();
    @Module({ imports: [SolaceModule.forRoot(bus.options({ url: proxy.url, password: 'wrong' }))] })
    class AppModule {}
    const start = NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false });
    expect(await codeOf(start)).toBe('LOGIN_REFUSED');
    await until('no connection', () => proxy.connections === 0);
  });
});
