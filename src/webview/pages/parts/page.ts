import { setTranslator, t } from '../../../core/localize';
import type { CommonPageWish, PageFeedMessage, PageFeedWish, PageIdentity, PageMessage } from '../../../core/page-message';
import { own } from '../../../core/records';
import { wishFields } from '../../../core/wish-fields';
import { allow, button } from './button';
import { element } from './elements';
import { ProgressBar } from './progress';

/** What VS Code gives to a page: messages to the extension, and a state that outlives hiding and a reload of the window. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** A message that has a model. */
export type ShownMessage<Model> = PageMessage<Model> & { readonly model: Model };

/** What a page and its host say to each other. */
interface PageTypes {
  readonly model: unknown;
  readonly wish: { readonly kind: string };
  /** What the page asks its feed for, and what it is told then. */
  readonly ask?: object;
  readonly part?: object;
}

/** The page's side of what every page does; its host is `ui/pages/page-host.ts`. */
export class Page<Types extends PageTypes> {
  private readonly api = acquireVsCodeApi();
  /** Of the page's own; whatever it was that {@link save} was given, before the page was hidden. */
  readonly saved: unknown = wishFields(this.api.getState()).get('own');
  private kept = this.saved;
  private identity: PageIdentity | undefined;
  private readonly whileWaiting = element('header');
  private readonly progress = new ProgressBar();

  /** Tells the extension what somebody wishes for. */
  send(wish: Types['wish'] | CommonPageWish): void {
    this.api.postMessage(wish);
  }

  /** Tells the feed what is wanted from now on. */
  ask(ask: NonNullable<Types['ask']>): void {
    this.api.postMessage({ ...ask, kind: 'feed' });
  }

  /** Calls `show` with what the feed tells; the next comes when that is on the screen. */
  feed(show: (part: NonNullable<Types['part']>) => void): void {
    window.addEventListener(
      'message',
      ({ data }: MessageEvent<PageFeedMessage<NonNullable<Types['part']>> | { readonly kind: 'show' }>) => {
        if (data.kind !== 'feed') return;
        show(data.part);
        const shown: PageFeedWish<never> = { kind: 'fed' };
        requestAnimationFrame(() => this.api.postMessage(shown));
      },
    );
  }

  /** Keeps something of the page's own while it is hidden. */
  save(state: unknown): void {
    this.kept = state;
    this.api.setState({ identity: this.identity, own: this.kept });
  }

  /** Calls `show` with each message that has a model; texts are in the user's language by then. Asks for the first one. */
  start(show: (message: ShownMessage<Types['model']>) => void): void {
    let shown = false;
    window.addEventListener('message', ({ data }: MessageEvent<PageMessage<Types['model']> | PageFeedMessage<unknown>>) => {
      if (data.kind !== 'show') return;
      const { model, busy } = data;
      if (!this.identity) speak(data);
      this.identity = data.identity;
      this.save(this.kept);
      if (model === undefined) this.wait(data);
      else {
        if (!shown) document.body.replaceChildren();
        shown = true;
        show({ ...data, model });
      }
      this.progress.running = busy;
      document.body.classList.toggle('busy', busy);
      document.body.ariaBusy = String(busy);
    });
    document.addEventListener('keydown', selectsAllOnce);
    this.send({ kind: 'ready' });
  }

  /**
   * Draws the whole page anew with each message that says something new. While the extension is busy the page's buttons do
   * nothing and say so; they keep the focus, as disabled ones could not.
   */
  draw(parts: (message: ShownMessage<Types['model']>) => readonly (HTMLElement | undefined)[]): void {
    let drawn = '';
    document.addEventListener(
      'click',
      (event) => {
        if (document.body.classList.contains('busy') && event.target instanceof Element && event.target.closest(buttons))
          event.stopImmediatePropagation();
      },
      { capture: true },
    );
    this.start((message) => {
      const { model, error, busy } = message;
      const now = JSON.stringify({ model, error });
      if (now !== drawn) replace(parts(message));
      drawn = now;
      for (const button of document.querySelectorAll(buttons)) button.ariaDisabled = busy ? 'true' : null;
    });
  }

  /** After a reload of the window, until the model is there or it is known why not. */
  private wait({ error, busy }: PageMessage<unknown>): void {
    const again = button(t('Try Again'), () => this.send({ kind: 'refresh' }));
    allow(again, !busy);
    this.whileWaiting.replaceChildren(
      ...(error === undefined ? [] : [element('div', { className: 'error', role: 'alert' }, error), again]),
    );
    if (!this.whileWaiting.isConnected) document.body.append(this.whileWaiting);
  }
}

const buttons = 'button, vscode-button';

/** The browser selects all of a field; VS Code, which hears of keys later, would do so again, over what was typed meanwhile. */
function selectsAllOnce(event: KeyboardEvent): void {
  const [target] = event.composedPath();
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  if (isField && key.toLowerCase() === 'a' && (ctrlKey || metaKey) && !altKey && !shiftKey) event.stopPropagation();
}

function speak({ translations, language }: PageMessage<unknown>): void {
  document.documentElement.lang = language;
  setTranslator((message, ...values) =>
    (own(translations, message) ?? message).replace(/\{(\d+)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole)),
  );
}

/** Draws the page anew; the place in it, and the focus where the same control is there still, stay. */
function replace(parts: readonly (HTMLElement | undefined)[]): void {
  const { scrollY } = window;
  const controls = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(`${buttons}, summary`)];
  const nameOf = (control: Element | null): string => `${control?.localName ?? ''} ${control?.ariaLabel ?? control?.textContent ?? ''}`;
  const focused = document.activeElement;
  const place = controls()
    .filter((control) => nameOf(control) === nameOf(focused))
    .findIndex((control) => control === focused);
  document.body.replaceChildren(...parts.filter((part) => part !== undefined));
  window.scrollTo(0, scrollY);
  if (place < 0) return;
  const again = controls().filter((control) => nameOf(control) === nameOf(focused))[place];
  // A component takes the focus when it is drawn.
  queueMicrotask(() => again?.focus({ preventScroll: true }));
}
