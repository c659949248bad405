import type { Browser, Page } from 'playwright-core';
import { startBrowser } from './browser';
import { startVSCodeServer, type VSCodeServer } from './vscode-server';

/** What workbench to open. */
export interface OpenWorkbenchOptions {
  /** A folder of its own for VS Code's data; it is removed at close. */
  readonly directory: string;
  /** The folder to open, absolute. */
  readonly folder: string;
  /** Packaged extensions to install, or the checkout to load the extension from. */
  readonly vsix?: string;
  readonly extensionDevelopmentPath?: string;
  /** A colour theme's id or label, such as `Default Light Modern`. */
  readonly theme?: string;
  /** The browser's language; VS Code's own texts stay English without a language pack. */
  readonly locale?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** A browser to share; without it one is started and closed. */
  readonly browser?: Browser;
  readonly say?: (line: string) => void;
}

/** A workbench in a page; its own VS Code server, with its own settings and extensions. */
export interface OpenedWorkbench {
  readonly page: Page;
  readonly server: VSCodeServer;
  /** Everything that the page logged as an error. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

/** Starts a VS Code server and opens its workbench in a page; returns when the workbench is drawn. */
export async function openWorkbench(options: OpenWorkbenchOptions): Promise<OpenedWorkbench> {
  const settings = {
    'window.menuBarVisibility': 'hidden',
    'workbench.colorTheme': options.theme ?? 'Default Dark Modern',
    ...options.settings,
  };
  const server = await startVSCodeServer({
    directory: options.directory,
    settings,
    testDriver: options.extensionDevelopmentPath !== undefined,
    ...(options.vsix === undefined ? {} : { extensions: [options.vsix] }),
    ...(options.environment === undefined ? {} : { environment: options.environment }),
    ...(options.say === undefined ? {} : { say: options.say }),
  });
  const closing: (() => Promise<void>)[] = [() => server.close()];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const browser = options.browser ?? (await startBrowser(options.say));
    if (options.browser === undefined) closing.push(() => browser.close());
    const context = await browser.newContext({
      viewport: { ...(options.viewport ?? { width: 1280, height: 860 }) },
      permissions: ['clipboard-read', 'clipboard-write'],
      locale: options.locale ?? 'en-US',
    });
    closing.push(() => context.close());
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.goto(
      server.workbenchUrl({
        folder: options.folder,
        ...(options.extensionDevelopmentPath === undefined ? {} : { extensionDevelopmentPath: options.extensionDevelopmentPath }),
      }),
    );
    await page.locator('.monaco-workbench .activitybar').waitFor({ timeout: 60_000 });
    return { page, server, errors, close };
  } catch (error) {
    await close();
    throw error;
  }
}
