import { Logger, type LoggerService } from '@nestjs/common';
import { decodeMessage, JSON_CODEC } from '@bourseworks/dto';
import { SolaceSession } from '@bourseworks/solace-transport';

const DEFAULT_TIMEOUT_MS = 5_000;

/** Login of the development broker's own user; production sets all of these. */
export function busSettings(
  env: NodeJS.ProcessEnv,
  url: string,
): { url: string; vpn: string; username: string; password: string } {
  const username = env['SOLACE_USERNAME'] || 'development';
  const password = env['SOLACE_USERNAME'] ? (env['SOLACE_PASSWORD'] ?? '') : 'development';
  return { url, vpn: env['SOLACE_VPN'] || 'default', username, password };
}

/** The session warns through Nest's logger, whose warnings go to stdout: there the result of a command stands alone. */
function logToStderr(): void {
  const write = (message: unknown): void => void process.stderr.write(`${String(message)}\n`);
  Logger.overrideLogger({ log: write, warn: write, error: write, fatal: write } satisfies LoggerService);
}

/** Request and reply over the bus for commands of people. */
export class Bus {
  private constructor(private readonly session: SolaceSession) {}

  static async connect(url: string): Promise<Bus> {
    logToStderr();
    const session = new SolaceSession({ ...busSettings(process.env, url), clientName: `cli-${process.pid}` });
    await session.connect();
    return new Bus(session);
  }

  /** The answer as its shape; rejects with a coded error. */
  async ask<Reply>(topic: string, body: unknown, timeoutMs = DEFAULT_TIMEOUT_MS): Promise<Reply> {
    const reply = await this.session.request(topic, JSON_CODEC.encode(body), { timeoutMs });
    const decoded = decodeMessage(reply);
    if (!decoded.ok) throw new Error(`${topic}: ${decoded.refusal.message}`);
    return decoded.value as Reply;
  }

  close(): Promise<void> {
    return this.session.close();
  }
}
