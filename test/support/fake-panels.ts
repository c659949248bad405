import { Emitter } from '../../src/core/emitter';
import type { PagePanel, Panels } from '../../src/ui/pages/panel';

/** An editor page as a test holds it: what it was told, and a way to send what a page would. */
export interface FakePanel {
  readonly page: string;
  readonly title: string;
  readonly posted: object[];
  /** How often it was brought to the front. */
  readonly revealed: number;
  readonly closed: boolean;
  send(message: unknown): void;
  /** Another editor lies before it, or does not any more. */
  see(visible: boolean): void;
  close(): void;
}

export interface FakePanels extends Panels {
  /** In their order. */
  readonly opened: FakePanel[];
  /** What VS Code does after a reload of the window, with what the page has kept. Gives the panel that it hands over. */
  reload(page: string, kept: unknown): Promise<FakePanel>;
}

/** Panels without VS Code. */
export function fakePanels(): FakePanels {
  const opened: FakePanel[] = [];
  const reopeners = new Map<string, (panel: PagePanel, kept: unknown) => Promise<void>>();
  function open(page: string, title: string): { readonly panel: PagePanel; readonly fake: FakePanel } {
    const received = new Emitter<unknown>();
    const ended = new Emitter<undefined>();
    const seen = new Emitter<boolean>();
    const posted: object[] = [];
    const now = { title, visible: true, revealed: 0, closed: false };
    const close = (): void => {
      now.closed = true;
      ended.fire(undefined);
    };
    const fake: FakePanel = {
      page,
      posted,
      get title() {
        return now.title;
      },
      get revealed() {
        return now.revealed;
      },
      get closed() {
        return now.closed;
      },
      send: (message) => received.fire(message),
      see(visible) {
        now.visible = visible;
        seen.fire(visible);
      },
      close,
    };
    const panel: PagePanel = {
      onMessage: received.event,
      onClose: ended.event,
      onVisible: seen.event,
      get visible() {
        return now.visible;
      },
      post: (message) => void posted.push(message),
      reveal: () => {
        now.revealed++;
      },
      rename: (name) => void (now.title = name),
      dispose: close,
    };
    opened.push(fake);
    return { panel, fake };
  }
  return {
    opened,
    language: () => ({ translations: {}, language: 'en' }),
    open: ({ page, title }) => open(page, title).panel,
    onReopen(page, reopen) {
      reopeners.set(page, reopen);
      return { dispose: () => void reopeners.delete(page) };
    },
    async reload(page, kept) {
      const { panel, fake } = open(page, 'as VS Code keeps it');
      await reopeners.get(page)?.(panel, kept);
      return fake;
    },
  };
}
