import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Catch,
  Controller,
  createParamDecorator,
  Injectable,
  ParseIntPipe,
  Scope,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
  ValidationPipe,
  type CanActivate,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { IsString, ValidateIf } from 'class-validator';
import { EMPTY, type Observable } from 'rxjs';
import { TestBus } from '../../../test/bus.js';
import { startService } from '../../../test/service.js';
import { SolaceEventPattern, SolaceMessagePattern } from '../decorators.js';
import { SolaceServer } from '../solace.server.js';

@Injectable()
class Guard implements CanActivate {
  canActivate(): boolean {
    return true;
  }
}

@Injectable()
class Interceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle();
  }
}

@Catch()
class Filter {
  catch(): Observable<never> {
    return EMPTY;
  }
}

const Custom = createParamDecorator(() => 1);

class Conditional {
  @ValidateIf(() => true)
  @IsString()
  symbol: string;
}

@Controller()
class Carriers {
  @UseGuards(Guard)
  @SolaceEventPattern('refused/a', { hot: true })
  guarded(): void {}

  @UsePipes(new ValidationPipe())
  @SolaceEventPattern('refused/b', { hot: true })
  piped(): void {}

  @UseInterceptors(Interceptor)
  @SolaceEventPattern('refused/c', { hot: true })
  intercepted(): void {}

  @UseFilters(Filter)
  @SolaceEventPattern('refused/d', { hot: true })
  filtered(): void {}

  @SolaceEventPattern('refused/e', { hot: true })
  parameterPipe(@Payload(ParseIntPipe) _data: unknown): void {}

  @SolaceEventPattern('refused/f', { hot: true })
  property(@Payload('a') _data: unknown): void {}

  @SolaceEventPattern('refused/g', { hot: true })
  custom(@Custom() _data: unknown): void {}

  @SolaceEventPattern('refused/h', { hot: true })
  async promising(): Promise<void> {
    await Promise.resolve();
  }

  @SolaceMessagePattern('refused/i', { hot: true })
  answering(): void {}

  @SolaceEventPattern('refused/j', { hot: true })
  conditional(@Payload() _data: Conditional): void {}

  @SolaceEventPattern('refused/k', { hot: true })
  native(@Payload() _data: string): void {}

  @SolaceEventPattern('refused/*l/m', { hot: true })
  topic(): void {}
}

@UseGuards(Guard)
@Controller()
class GuardedClass {
  @SolaceEventPattern('refused/class', { hot: true })
  method(): void {}
}

@Controller({ scope: Scope.REQUEST })
class RequestScoped {
  @SolaceEventPattern('refused/scoped', { hot: true })
  method(): void {}
}

@Controller()
class Fine {
  @UseGuards(Guard)
  @SolaceEventPattern('refused/fine')
  ordinary(): void {}

  @SolaceEventPattern('refused/fine', { hot: true })
  hot(): void {}
}

let bus: TestBus;
beforeAll(async () => {
  bus = await TestBus.start();
});
afterAll(() => bus[Symbol.asyncDispose]());

async function refusal(...controllers: (new () => object)[]): Promise<{ code: string; message: string }> {
  try {
    await using started = await startService(bus, { controllers });
    void started;
  } catch (error) {
    return error as { code: string; message: string };
  }
  throw new Error('it started');
}

describe('a start with hot handlers is refused', () => {
  it('for what would not run, naming every method and what it carries', async () => {
    const { code, message } = await refusal(Carriers);
    expect(code).toBe('HOT_ROUTE_UNSUPPORTED');
    for (const part of [
      'Carriers.guarded is hot and carries a guard',
      'Carriers.piped is hot and carries a pipe',
      'Carriers.intercepted is hot and carries an interceptor',
      'Carriers.filtered is hot and carries a filter',
      'Carriers.parameterPipe is hot and has a pipe on a parameter',
      'Carriers.property is hot and takes a property of the payload',
      'Carriers.custom is hot and takes something else than @Payload() and @Ctx()',
      'Carriers.promising is hot and is asynchronous',
      'Carriers.answering is hot and answers requests',
      'HOT_DTO_UNSUPPORTED: Carriers.conditional: Conditional.symbol carries @ValidateIf',
      'Carriers.native is hot and its payload has no class',
      'BAD_TOPIC: Carriers.topic',
    ])
      expect(message).toContain(part);
  });

  it('for what its class carries, and for a controller of each request', async () => {
    expect((await refusal(GuardedClass)).message).toContain('GuardedClass.method is hot and its class carries a guard');
    expect((await refusal(RequestScoped)).message).toContain('RequestScoped.method is hot and its controller is made');
  });

  it('by a server that cannot look at the methods', async () => {
    const server = new SolaceServer({ session: await bus.session() });
    server.addHandler('refused/alone', () => Promise.resolve(), true, { hot: true });
    const failure = await new Promise((resolve) => void server.listen(resolve));
    expect(failure).toMatchObject({ code: 'HOT_ROUTE_UNSUPPORTED' });
  });

  it('not for an ordinary handler beside a hot one', async () => {
    await using started = await startService(bus, { controllers: [Fine] });
    expect(started.session.status).toBe('UP');
  });
});
