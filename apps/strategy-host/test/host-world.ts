import {
  strategyControlTopic,
  type StrategyControlReplyShape,
  type StrategySpecShape,
  type StrategyStatusShape,
} from '@bourseworks/dto';
import { GuaranteedMessaging, SmfBroker } from '@bourseworks/smf-broker';
import type { ActorIdentity } from '@bourseworks/actor';
import { entry, eventually, signedBody, startProcess, tempDir, type StartedProcess } from '@bourseworks/testkit';
import { FakePeers } from './fake-peers.js';

/** A strategy that does what a test needs: see `testing/probe.strategy`. */
export function probe(mode: string, id = 'probe'): StrategySpecShape {
  const type = `${entry('libs/strategy/src/testing/probe.strategy.js')}#ProbeStrategy`;
  return { id, type, account: 'SIM', parameters: { mode } };
}

/** A broker, the peers, and hosts started as they are in production. */
export class HostWorld {
  private started: StartedProcess | undefined;
  private readonly keys = tempDir('keys');

  private constructor(
    private broker: SmfBroker,
    readonly port: number,
    readonly peers: FakePeers,
  ) {}

  static async create(): Promise<HostWorld> {
    const broker = new SmfBroker({ extensions: [new GuaranteedMessaging()] });
    const { tcpPort } = await broker.start();
    const port = tcpPort as number;
    return new HostWorld(broker, port, await FakePeers.connect(port));
  }

  host(strategies: readonly StrategySpecShape[] | undefined, env: Record<string, string> = {}): StartedProcess {
    this.started = startProcess({
      entry: 'apps/strategy-host/src/main.js',
      env: {
        SOLACE_URL: `tcp://127.0.0.1:${this.port}`,
        STRATEGY_HOST_PORT: '0',
        LOG_LEVEL: 'info',
        ACTOR_KEYS_DIR: this.keys,
        ...(strategies === undefined ? {} : { STRATEGIES: JSON.stringify(strategies) }),
        ...env,
      },
    });
    return this.started;
  }

  async list(host = 'host1'): Promise<readonly StrategyStatusShape[]> {
    // Short: a host that is only starting does not answer.
    return (await this.peers.ask<StrategyControlReplyShape>(strategyControlTopic(host), { action: 'list' }, 300))
      .strategies;
  }

  status(id: string, test: (status: StrategyStatusShape) => boolean, timeoutMs = 20_000): Promise<StrategyStatusShape> {
    return eventually(async () => (await this.list()).find((status) => status.id === id && test(status)), {
      timeoutMs,
      everyMs: 50,
      what: `the awaited status of ${id}`,
    });
  }

  /** A command as a person sends it; `who` changes the identity. */
  control(body: object, timeoutMs?: number, who?: Partial<ActorIdentity>): Promise<StrategyControlReplyShape> {
    return this.peers.ask(strategyControlTopic('host1'), this.signed(body, who), timeoutMs);
  }

  signed(body: object, who?: Partial<ActorIdentity>): object {
    return signedBody(this.keys, strategyControlTopic('host1'), body, who);
  }

  /** Ends the broker, does something while nobody is connected, and starts it again in the same place. */
  async restartBroker(meanwhile: () => void): Promise<void> {
    await this.broker.stop();
    meanwhile();
    this.broker = new SmfBroker({ tcpPort: this.port, extensions: [new GuaranteedMessaging()] });
    await this.broker.start();
  }

  async close(): Promise<void> {
    await this.started?.stop();
    await this.peers.session.close();
    await this.broker.stop();
  }
}
