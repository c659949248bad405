import type { Page } from 'playwright-core';
import { Emitter } from '../../src/core/emitter';
import type { Panels } from '../../src/ui/pages/panel';

/**
 * Panels that show their page in a browser alone: what the extension tells goes there, and what the page sends comes back. The
 * page asks what there is when it is shown, as in VS Code. For one page at a time.
 */
export async function hostedPanels(page: Page): Promise<Panels> {
  const received = new Emitter<unknown>();
  const closed = new Emitter<void>();
  await page.exposeFunction('toHost', (message: unknown) => void received.fire(message));
  return {
    language: () => ({ translations: {}, language: 'en' }),
    onReopen: () => ({ dispose: () => undefined }),
    open() {
      const opened = {
        onMessage: received.event,
        onClose: closed.event,
        onVisible: new Emitter<boolean>().event,
        visible: true,
        post: (message: object) => void page.evaluate((data) => (globalThis as unknown as { postMessage(data: unknown): void }).postMessage(data), message).catch(() => undefined),
        reveal: () => undefined,
        rename: () => undefined,
        dispose: () => closed.fire(),
      };
      // The page has asked before there was a host.
      setImmediate(() => received.fire({ kind: 'ready' }));
      return opened;
    },
  };
}
