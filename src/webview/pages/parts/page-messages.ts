import { setTranslator } from '../../../core/localize';
import type { PageMessage } from '../../../core/image-page';

/** Calls `show` with each message of the extension; texts are in the user's language from the first one on. */
export function onPageMessage<Model>(show: (message: PageMessage<Model>) => void): void {
  let first = true;
  window.addEventListener('message', ({ data }: MessageEvent<PageMessage<Model>>) => {
    if (first) {
      const { translations, language } = data;
      document.documentElement.lang = language;
      setTranslator((message, ...values) =>
        (translations[message] ?? message).replace(/\{(\d+)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole)),
      );
      first = false;
    }
    document.body.classList.toggle('busy', data.busy);
    document.body.ariaBusy = String(data.busy);
    show(data);
  });
}
