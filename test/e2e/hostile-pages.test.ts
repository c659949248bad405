import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { startBrowser } from '../../scripts/environment/browser';
import type { ImagePageModel } from '../../src/core/image-page';
import { nothingPruned, type PrunePageMessage } from '../../src/core/prune/page';
import { oneLine } from '../../src/core/untrusted';
import { assertHarmlessLine, hostileTexts, poisoned } from '../support/hostile';
import { inspect, openPage, plan, usage } from './pages';

/** Words of a fixed set, and keys by which parts of a model find each other. */
const kept = new Set(['kind', 'key', 'needs', 'kinds', 'state', 'scope', 'subject', 'volumes', 'filters', 'prunable', 'action', 'targets', 'sharing', 'notes', 'language']);

interface PageCase {
  readonly page: string;
  /** The message with this text in every place; sentences about failures are made harmless before they reach a page. */
  readonly message: (text: string) => object;
}

const common = { kind: 'show', busy: false, translations: {}, language: 'en' };
const cases: readonly PageCase[] = [
  { page: 'inspect', message: (text) => ({ ...common, error: oneLine(text), model: withLabels(poisoned(inspect, text, kept), text) }) },
  { page: 'disk-usage', message: (text) => ({ ...common, error: oneLine(text), model: { ...poisoned(usage, text, kept), names: { [text]: [text, text] } } }) },
  { page: 'prune-plan', message: planMessage },
];

function withLabels(model: ImagePageModel, text: string): ImagePageModel {
  return { ...model, details: { ...model.details, labels: { [text]: text, b: text } } };
}

function planMessage(text: string): PrunePageMessage {
  const gone = { kind: 'images', id: text, names: [text, text] } as const;
  return {
    kind: 'show', language: 'en', translations: {}, planNumber: text.length + 1, error: oneLine(text), model: poisoned(plan, text, kept),
    outcome: { ...nothingPruned, removed: [{ ...gone, action: 'deleted' }], refused: [{ ...gone, reason: text }], untouched: [gone], interrupted: oneLine(text) },
  };
}

/** Looks at the whole document; runs in the browser. */
const look = `(() => ({
  elements: [...new Set([...document.body.querySelectorAll('*')].map((element) => element.localName))].sort(),
  links: [...document.querySelectorAll('[href], [src], [style*=url], [onclick], [onerror]')].filter((element) => !document.head.contains(element) && element.nonce !== 'n').map((element) => element.outerHTML.slice(0, 100)),
  widest: [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map((element) => element.localName + '.' + element.className).slice(0, 5).join(' '),
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  text: document.body.innerText,
  titles: [...document.querySelectorAll('[title], [aria-label], [placeholder]')].flatMap((element) => [element.title, element.ariaLabel ?? '', element.placeholder ?? '']),
}))()`;

interface Seen {
  readonly elements: readonly string[];
  readonly links: readonly string[];
  readonly wide: number;
  /** What is wider than the page. */
  readonly widest: string;
  readonly text: string;
  readonly titles: readonly string[];
}

describe('Hostile names on pages in a real browser', function () {
  this.timeout(60_000);
  let browser: Browser;
  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser.close());

  for (const { page: name, message } of cases) {
    it(`${name}: makes nothing of them but text, and stays as wide as its editor`, async () => {
      const troubles: string[] = [];
      const page = await openPage(browser, name, troubles);
      const show = async (text: string): Promise<Seen> => {
        await page.evaluate(`window.dispatchEvent(new MessageEvent('message', { data: ${JSON.stringify(message(text))} }))`);
        return page.evaluate(look);
      };
      const plain = await show('plain');
      assert.ok(plain.text.includes('plain') && plain.elements.length > 5, plain.text);
      for (const [what, text] of Object.entries(hostileTexts)) {
        const seen = await show(text);
        const more = seen.elements.filter((element) => !plain.elements.includes(element));
        // A long command is folded.
        assert.deepEqual(more.filter((element) => element !== 'details' && element !== 'summary'), [], what);
        assert.deepEqual(seen.links, [], what);
        assert.ok(seen.wide <= 0, `${what}: ${String(seen.wide)} pixels too wide: ${seen.widest}`);
        for (const line of seen.text.split(/[\n\t]/)) assertHarmlessLine(line, `${name}, ${what}`, 100_000);
        for (const title of seen.titles.flatMap((lines) => lines.split('\n'))) assertHarmlessLine(title, `${name}, name of a part, ${what}`, 100_000);
      }
      assert.deepEqual(troubles, []);
      await page.close();
    });
  }
});
