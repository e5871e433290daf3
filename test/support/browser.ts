import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { programPath, tempDir } from '@bourseworks/testkit';
import { chromium, type BrowserContext, type Page } from 'playwright-core';

/** The browser of the system, quiet: nothing of it may reach out of this machine. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly string[];
}

/** A browser with a profile of its own, and what its pages complained about. */
export class TestBrowser {
  /** Errors of scripts and of the console, refusals of the content security policy among them. */
  readonly complaints: string[] = [];

  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(`${message.text()} (${message.location().url})`);
    });
  }

  static async open(): Promise<TestBrowser> {
    const context = await chromium.launchPersistentContext(tempDir('browser'), {
      executablePath: programPath('chromium') ?? 'chromium',
      args: ARGS,
      viewport: { width: 1440, height: 900 },
      colorScheme: 'dark',
      timezoneId: 'UTC',
    });
    const [page = await context.newPage()] = context.pages();
    page.setDefaultTimeout(30_000);
    return new TestBrowser(context, page);
  }

  /** Violations that axe calls serious or worse. */
  async axe(): Promise<Violation[]> {
    // By the debugger, which the policy of the page does not bind; a script tag would be refused.
    const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    await this.page.evaluate(source);
    return this.page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
      };
      const { violations } = await axe.run();
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html }) => html.slice(0, 200)) }));
    });
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}
