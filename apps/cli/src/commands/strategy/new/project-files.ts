/** `ema-trend` as `EmaTrend`. */
const pascal = (name: string): string =>
  name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

export const classOf = (name: string): string => `${pascal(name)}Strategy`;

const strategyText = (
  name: string,
): string => `import { expectOk, orderQuantity, toNumber, type Bar, type Instrument } from '@bourseworks/domain';
import { Ema } from '@bourseworks/indicators';
import { defineParameters, MessagePattern, Strategy, type OrderHandle } from '@bourseworks/strategy';

const PARAMETERS = defineParameters({
  venue: { type: 'text', default: 'sim', description: 'Venue.' },
  symbol: { type: 'text', default: 'BTCUSD', description: 'What is traded.' },
  length: { type: 'integer', default: 30, min: 2, max: 100_000, description: 'Bars of the average.' },
  quantity: { type: 'number', default: 0.01, min: 0, description: 'Position while it is long, in the base.' },
});

/** Long while the close is above its exponential average, flat otherwise. */
export class ${classOf(name)} extends Strategy<typeof PARAMETERS> {
  static readonly parameters = PARAMETERS;

  private average: Ema;

  override async onStart(): Promise<void> {
    const { venue, symbol, length } = this.parameters;
    this.average = new Ema(length);
    expectOk(await this.subscribe({ venue, symbol, kind: 'bar-1s' }));
  }

  override onBar(bar: Bar, instrument: Instrument): void {
    const close = toNumber(bar.close, instrument.priceScale);
    const average = this.average.update(close);
    if (!this.average.ready || this.openOrders(instrument).length > 0) return;
    const isAbove = close > average;
    const units = isAbove ? orderQuantity(instrument, this.parameters.quantity) : 0;
    if (units === this.position(instrument)) return;
    const reason = \`close \${close} \${isAbove ? 'above' : 'not above'} its average \${average.toFixed(4)}\`;
    this.decide({ action: isAbove ? 'buy' : 'sell', reason, close, average });
    this.targetPosition(instrument, units, { reason });
  }

  override onOrderEvent(order: OrderHandle): void {
    if (order.refused) this.log.warn({ event: '${name}.refused', code: order.code, reason: order.reason });
  }

  /** Answers \`strategy/v1/{id}/state\`. */
  @MessagePattern('state')
  describe(): Record<string, unknown> {
    return { average: this.average.ready ? this.average.value : null };
  }
}
`;

const testText = (name: string): string => `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineInstrument, expectOk, type Bar } from '@bourseworks/domain';
import { StrategyHarness } from '@bourseworks/strategy';
import { ${classOf(name)} } from './${name}.strategy.js';

const BTC = expectOk(
  defineInstrument({
    venue: 'sim',
    symbol: 'BTCUSD',
    assetClass: 'crypto',
    currency: 'USD',
    tickSize: '0.01',
    lotSize: '0.001',
  }),
);

function bar(close: number, second: number): Bar {
  const price = Math.round(close * 100);
  const startUs = second * 1_000_000;
  const prices = { open: price, high: price, low: price, close: price };
  return { kind: 'bar', startUs, endUs: startUs + 1_000_000, ...prices, volume: 1, trades: 1 };
}

async function run(closes: readonly number[], parameters = {}): Promise<StrategyHarness> {
  const harness = new StrategyHarness(${classOf(name)}, {
    parameters: { length: 3, ...parameters },
    instruments: [BTC],
    paper: true,
  });
  await harness.start();
  for (const [second, close] of closes.entries()) await harness.bar(bar(close, second), BTC);
  return harness;
}

void test('is long above its average, and flat below it', async () => {
  const harness = await run([100, 100, 100, 110, 120, 90, 80]);
  const orders = harness.submitted.map(({ side, quantity }) => \`\${side} \${quantity}\`);
  assert.deepEqual(orders, ['BUY 0.01', 'SELL 0.01']);
  assert.match(harness.decisions[0].reason, /above its average/);
  assert.equal(harness.runtime.ledger.position(BTC), 0);
});

void test('does nothing while the average is not known', async () => {
  const harness = await run([100, 110]);
  assert.deepEqual(harness.submitted, []);
});

void test('refuses a parameter out of its range', () => {
  assert.throws(() => new StrategyHarness(${classOf(name)}, { parameters: { length: 1 }, instruments: [BTC] }), {
    code: 'PARAMETER_INVALID',
  });
});
`;

const readmeText = (name: string): string => `# ${name}

A strategy for Bourseworks. \`tsconfig.json\` names the checkout that it is built against; here that is \`$BOURSEWORKS\`.

Compile and test it:

\`\`\`sh
"$BOURSEWORKS/node_modules/.bin/tsc"
"$BOURSEWORKS/node_modules/.bin/node" --import "$BOURSEWORKS/dist/libs/plugins/src/register.js" --test 'dist/**/*.test.js'
\`\`\`

Run it, in the folder of the checkout:

\`\`\`sh
STRATEGIES='[{"id":"mine","type":"/path/to/${name}/dist/${name}.strategy.js#${classOf(name)}","account":"SIM"}]' npm start
\`\`\`

After a change compile again, then \`bourse strategy stop mine\` and \`start\`. What a strategy can do stands in \`docs/how-to/write-a-strategy.md\`
of the checkout.
`;

const json = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** The files of a strategy of this name, by their path in its folder, compiled with the options of `tsconfig`. */
export function projectFiles(name: string, tsconfig: string): Readonly<Record<string, string>> {
  return {
    'package.json': json({ name, version: '0.1.0', private: true, type: 'module' }),
    'tsconfig.json': json({ extends: tsconfig }),
    '.gitignore': 'dist/\nnode_modules/\n',
    'README.md': readmeText(name),
    [`src/${name}.strategy.ts`]: strategyText(name),
    [`src/${name}.test.ts`]: testText(name),
  };
}
