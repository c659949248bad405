import { Emitter } from '../../src/core/emitter';
import type { Panels } from '../../src/ui/pages/panel';

/** An editor page as a test holds it: what it was told, and a way to send what a page would. */
export interface FakePanel {
  readonly page: string;
  readonly posted: object[];
  send(message: unknown): void;
  close(): void;
}

/** Panels without VS Code; `opened` has them in their order. */
export function fakePanels(): Panels & { readonly opened: FakePanel[] } {
  const opened: FakePanel[] = [];
  return {
    opened,
    language: () => ({ translations: {}, language: 'en' }),
    open({ page }) {
      const received = new Emitter<unknown>();
      const closed = new Emitter<undefined>();
      const posted: object[] = [];
      const close = (): void => closed.fire(undefined);
      opened.push({ page, posted, send: (message) => received.fire(message), close });
      return { onMessage: received.event, onClose: closed.event, post: (message) => void posted.push(message), reveal: () => undefined, dispose: close };
    },
  };
}
