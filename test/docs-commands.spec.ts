import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokerAccess, CONNECTED_PARTS } from '@bourseworks/dto';
import {
  AlpacaDataStandIn,
  AlpacaStandIn,
  dataTest,
  describeWithProgram,
  repoRoot,
  startProcess,
  tempDir,
} from '@bourseworks/testkit';
import { checkout, directCommand } from './support/checkout.js';
import { blocks, commandsOf, pages, readPage, type DocCommand } from './support/doc-commands.js';
import { BrokerConfiguration, ManagementApi } from './support/management-api.js';
import { perform, PERFORM_TIMEOUT_MS, STARTS } from './support/perform.js';
import { ShellSession } from './support/shell-session.js';

/** Commands that another file runs, or that cannot run here, and why. */
const ELSEWHERE: readonly { readonly pattern: RegExp; readonly why: string; readonly spec?: string }[] = [
  { pattern: /^npm (?:ci|test)\b/, why: 'this very run began with them' },
  { pattern: /^git clone /, why: 'this very run began with it' },
  { pattern: /^npm run (?:soak|chaos) /, why: 'takes minutes; its small form is a spec', spec: 'test/chaos.spec.ts' },
  { pattern: /^git pull\b/, why: 'it would change this checkout' },
  { pattern: /^node scripts\/image\.mjs/, why: 'another spec runs it', spec: 'test/containers.spec.ts' },
  { pattern: /^npm run demo .*--venue usa/, why: 'another spec runs it', spec: 'test/demo-recorded.spec.ts' },
  { pattern: /^npm run demo .*--feed recording/, why: 'another spec runs it', spec: 'test/demo-recording.spec.ts' },
  { pattern: /^docker /, why: 'no container engine here; the files are validated', spec: 'test/compose.spec.ts' },
];

const newcomers = new Set(commandsOf('README.md').map(({ text }) => text));

/** The README is a newcomer's whole way: test/newcomer.spec.ts runs it and looks at what each command says. */
const elsewhere = ({ text }: DocCommand): boolean =>
  (text.startsWith('npm run demo') && newcomers.has(text)) || ELSEWHERE.some(({ pattern }) => pattern.test(text));

const FOREIGN_BROKER = 'broker.example:55555';
const FOREIGN_MANAGEMENT = 'http://broker.example:8080';
/** Pages for while nothing runs: they start services one by one, or open the journal themselves. */
const ALONE = /broker\.example|oms\/journal\.db/;
/** The keys that the page about Alpaca shows; a stand-in on this machine takes them. */
const ALPACA = { keyId: 'PK00EXAMPLE00KEY00ID', secretKey: 'your-secret-key' };
/** A test of its own for each command; one that needs recorded data says so when there are none. */
function define({ line, text }: DocCommand, body: () => Promise<void>): void {
  const name = `line ${line}: ${text}`;
  if (text.includes('../shared/data')) dataTest(name, ['README.md'], body, PERFORM_TIMEOUT_MS);
  else it(name, body, PERFORM_TIMEOUT_MS);
}

/** A broker somewhere else, with the users that pages show and what these may do; its address. */
async function foreignBroker(): Promise<string> {
  const users = CONNECTED_PARTS.map((part, index) => {
    const { publish, subscribe, queues } = brokerAccess(part);
    return { username: `trading-${part}`, password: `change-me-${index + 1}`, publish, subscribe, queues };
  });
  const file = join(tempDir('foreign-broker'), 'users.json');
  writeFileSync(file, JSON.stringify(users), { mode: 0o600 });
  const broker = startProcess({
    entry: 'libs/smf-broker/src/main.js',
    env: {
      BROKER_SMF_PORT: '0',
      BROKER_WS_PORT: 'off',
      BROKER_VPN: 'trading',
      BROKER_USERS_FILE: file,
      BROKER_SPOOL: 'memory',
    },
  });
  const { smfPort } = await broker.waitFor('service.ready');
  return `127.0.0.1:${String(smfPort)}`;
}

/** The management API of that broker. */
async function foreignManagement(): Promise<ManagementApi> {
  const config = new BrokerConfiguration();
  return ManagementApi.start((call) => config.answer(call));
}

/** Stand-ins for Alpaca's market data and its trading. */
interface Alpaca {
  readonly market: AlpacaDataStandIn;
  readonly trading: AlpacaStandIn;
}

function alpacaAddresses({ market: { url, streamUrl }, trading }: Alpaca): Readonly<Record<string, string>> {
  return { ALPACA_DATA_URL: url, ALPACA_STREAM_URL: streamUrl, ALPACA_TRADING_URL: trading.url };
}

describe('commands in the documentation', () => {
  it('stand in fenced blocks that say what they are', () => {
    const named = pages().flatMap((page) =>
      blocks(page)
        .filter(({ language }) => language === '')
        .map(({ firstLine }) => `${page}:${firstLine - 1}`),
    );
    const indented = pages().flatMap((page) =>
      [...readPage(page).matchAll(/^ {4,}(?:npm|npx|node|curl|docker|git|export|[A-Z_]{3,}=\S+ npm)\s.*$/gm)]
        .filter(([line]) => !blocks(page).some(({ lines }) => lines.some((inside) => inside.trim() === line.trim())))
        .map(([line]) => `${page}: ${line.trim()}`),
    );
    expect({ named, indented }).toEqual({ named: [], indented: [] });
  });

  it('name a spec that exists where another one runs them', () => {
    const specs = ELSEWHERE.flatMap(({ spec }) => (spec === undefined ? [] : [spec]));
    expect(specs.filter((spec) => !existsSync(join(repoRoot(), spec)))).toEqual([]);
  });

  describeWithProgram('run as they stand', 'bash', () => {
    let folder: string;
    let direct: string;
    let shared: ShellSession;
    beforeAll(() => {
      folder = checkout({ built: true });
      direct = directCommand(folder);
      shared = new ShellSession(folder);
    });
    afterAll(() => shared.stop().then(() => undefined), 60_000);

    const withCommands = pages().filter(
      (page) => page !== 'README.md' && commandsOf(page).some((command) => !elsewhere(command)),
    );
    // One platform serves all pages that take a running one for granted, then those that begin with a plain start; the
    // others come after them.
    const turn = (page: string): number => {
      if (ALONE.test(readPage(page))) return 2;
      const commands = commandsOf(page);
      if (commands[0].text === 'npm start') return 1;
      return commands.some(({ text }) => STARTS.test(text)) ? 2 : 0;
    };
    withCommands.sort((a, b) => turn(a) - turn(b));
    describe.each(withCommands)('%s', (page) => {
      let shell: ShellSession;
      let alpaca: Alpaca | undefined;
      let management: ManagementApi | undefined;
      beforeAll(async () => {
        if (readPage(page).includes(ALPACA.keyId))
          alpaca = {
            market: await AlpacaDataStandIn.start({ keys: ALPACA, quoteEveryMs: 50 }),
            trading: await AlpacaStandIn.start(ALPACA),
          };
        const env = { PATH: [direct, join(folder, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(':') };
        shell = new ShellSession(folder, { ...env, ...(alpaca === undefined ? {} : alpacaAddresses(alpaca)) }, shared);
        // What npx finds, without the second that it takes; the newcomer's test goes through npx.
        shell.substitute('npx bourse', 'bourse');
        // Enough to look at.
        shell.substitute('--data var/recordings --seconds 20', '--data var/recordings --seconds 5');
        if (ALONE.test(readPage(page))) await shared.stop();
        if (readPage(page).includes(FOREIGN_BROKER)) shell.substitute(FOREIGN_BROKER, await foreignBroker());
        if (readPage(page).includes(FOREIGN_MANAGEMENT)) {
          management = await foreignManagement();
          shell.substitute(FOREIGN_MANAGEMENT, management.url);
        }
      });
      afterAll(async () => {
        const code = await shell.stop();
        await alpaca?.market.close();
        await alpaca?.trading.close();
        management?.close();
        // npm says 130 after Ctrl-C, whatever the program under it says.
        if (code !== undefined) expect([0, 130]).toContain(code);
        expect(code === undefined || shell.log.endsWith('Stopped.\n')).toBe(true);
      }, 60_000);

      for (const command of commandsOf(page).filter((each) => !elsewhere(each))) {
        define(command, async () => void (await perform(shell, command)));
      }
    });
  });
});
