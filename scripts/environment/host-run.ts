import type { Browser } from 'playwright-core';
import { EnvironmentFailure } from './failure';
import type { VSCodeServer, WorkbenchOptions } from './vscode-server';

/** What the test file wrote and how it ended; 0 is success. */
export interface HostRunResult {
  readonly code: number;
  readonly output: string;
}

/** How a run in the extension host is watched. `limit` in milliseconds; `onOutput` gets each line as it comes. */
export interface HostRunOptions extends Required<Pick<WorkbenchOptions, 'folder' | 'extensionDevelopmentPath' | 'extensionTestsPath'>> {
  readonly limit?: number;
  readonly onOutput?: (line: string) => void;
}

/** Opens the workbench and runs `extensionTestsPath`'s `run()` in its extension host, until it has ended. */
export async function runInHost(server: VSCodeServer, browser: Browser, options: HostRunOptions): Promise<HostRunResult> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const lines: string[] = [];
  const hear = (line: string): void => {
    lines.push(line);
    options.onOutput?.(line);
  };
  let timer: NodeJS.Timeout | undefined;
  try {
    const page = await context.newPage();
    const code = await new Promise<number>((resolve, reject) => {
      timer = setTimeout(() => {
        reject(new EnvironmentFailure(`the tests in the extension host have not ended after ${(options.limit ?? 300_000) / 1000} s`));
      }, options.limit ?? 300_000);
      page.once('crash', () => {
        reject(new EnvironmentFailure('the page of the workbench crashed'));
      });
      const opened = async (): Promise<void> => {
        await page.exposeFunction('codeAutomationLog', (_type: string, args: readonly unknown[]) => {
          hear(args.map(String).join(' '));
        });
        await page.exposeFunction('codeAutomationExit', (exitCode: number) => {
          resolve(exitCode);
        });
        await page.goto(server.workbenchUrl(options));
      };
      opened().catch(reject);
    });
    return { code, output: lines.join('\n') };
  } finally {
    clearTimeout(timer);
    await context.close();
  }
}
