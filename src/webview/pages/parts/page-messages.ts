import { setTranslator } from '../../../core/localize';
import type { PageMessage } from '../../../core/image-page';
import { own } from '../../../core/records';

/**
 * Calls `show` with each message of the extension that says something new; texts are in the user's language from the first
 * one on. While the extension is busy the page's buttons do nothing and say so; they keep the focus, as disabled ones could not.
 */
export function onPageMessage<Model>(show: (message: PageMessage<Model>) => readonly (HTMLElement | undefined)[]): void {
  let first = true;
  let shown = '';
  document.addEventListener('click', (event) => {
    if (document.body.classList.contains('busy') && event.target instanceof Element && event.target.closest('button')) event.stopImmediatePropagation();
  }, { capture: true });
  window.addEventListener('message', ({ data }: MessageEvent<PageMessage<Model>>) => {
    if (first) {
      const { translations, language } = data;
      document.documentElement.lang = language;
      setTranslator((message, ...values) =>
        (own(translations, message) ?? message).replace(/\{(\d+)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole)),
      );
      first = false;
    }
    const { model, error, busy } = data;
    const now = JSON.stringify({ model, error });
    if (now !== shown) replace(show(data));
    shown = now;
    document.body.classList.toggle('busy', busy);
    document.body.ariaBusy = String(busy);
    for (const button of document.querySelectorAll('button')) button.ariaDisabled = busy ? 'true' : null;
  });
}

/** Draws the page anew; the place in it, and the focus where the same control is there still, stay. */
function replace(parts: readonly (HTMLElement | undefined)[]): void {
  const { scrollY } = window;
  const controls = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('button, summary')];
  const nameOf = (control: Element | null): string => `${control?.localName ?? ''} ${control?.ariaLabel ?? control?.textContent ?? ''}`;
  const focused = document.activeElement;
  const place = controls().filter((control) => nameOf(control) === nameOf(focused)).findIndex((control) => control === focused);
  document.body.replaceChildren(...parts.filter((part) => part !== undefined));
  window.scrollTo(0, scrollY);
  if (place >= 0) controls().filter((control) => nameOf(control) === nameOf(focused))[place]?.focus({ preventScroll: true });
}
