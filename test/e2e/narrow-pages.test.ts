import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { startBrowser } from '../../scripts/environment/browser';
import { build, buildForm, containerOfPage, context, inspect, logPart, logs, openPage, plan, runForm, stats, usage } from './pages';

const common = { kind: 'show', busy: false, modelNumber: 1, identity: { engine: '', argument: {} }, translations: {}, language: 'en' };
const long = 'registry.example.com:5000/platform/internal-tools/web-frontend:2026.1.31-alpine';
const image = { ...inspect, name: long, details: { ...inspect.details, tags: [long, 'app:1'], environment: [`PATH=${'/usr/local/sbin:'.repeat(12)}`] }, steps: inspect.steps.map((step) => ({ ...step, createdBy: `RUN ${step.createdBy} ${'--with-everything '.repeat(20)}` })) };
const disk = { ...usage, names: { a: [long], b: ['app:2'] }, prunable: ['images', 'containers', 'volumes', 'buildCache'] };
const prune = { ...plan, plan: { ...plan.plan, items: plan.plan.items.map((item) => ({ ...item, names: item.kind === 'images' ? [long] : item.names, upperBound: true, bytes: 10_034_243 })) } };
const pages = [
  { page: 'inspect', message: { ...common, model: image, error: 'The image is in use by web. Stop it first.' }, last: 'Refresh' },
  { page: 'container', message: { ...common, model: { ...containerOfPage, name: long, image: long }, error: 'The container is not there any more.' }, last: 'Show Hidden Values' },
  { page: 'stats', message: { ...common, model: { ...stats, rows: stats.rows.map((row, index) => (index === 0 ? { ...row, name: long } : row)) }, error: 'The engine is away.' }, last: 'old' },
  { page: 'build', message: { ...common, model: { ...build, title: long }, error: 'This build is not in the list any more.' }, last: 'About this warning' },
  { page: 'build-context', message: { ...common, model: { ...context, sent: { ...context.sent, rows: [...context.sent.rows, { ...context.sent.rows[1], path: `${'a-long-name-'.repeat(20)}.json` }] } }, error: 'The file has changed in the meantime.' }, last: 'Send node_modules' },
  { page: 'build-form', message: { ...common, model: buildForm, error: 'The engine is away.' }, last: 'Browse: Files instead of an image' },
  { page: 'run-form', message: { ...common, model: runForm, error: 'The engine is away.' }, last: '.preview textarea' },
  { page: 'disk-usage', message: { ...common, model: disk }, last: 'Prune Everything…' },
  { page: 'logs', message: { ...common, model: logs, error: 'The engine is away.' }, part: { kind: 'feed', part: { ...logPart, id: 1e9 } }, last: 'Next Match' },
  { page: 'prune-plan', message: { ...common, model: prune }, last: '.primary' },
] as const;

/** Editors of a wide window, of a narrow one, of 360 and of 220 pixels, and the last two at 200 %. */
const sizes = [[1400, 900], [960, 700], [600, 600], [360, 600], [220, 600], [180, 300], [110, 300]] as const;

/** What is wider than the page or its scrolling part, and texts of buttons that stick out of them; runs in the browser. */
const look = `(() => {
  const wide = [document.documentElement, ...document.querySelectorAll('.scroller, header, footer, section, table')].filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0);
  const shown = [...document.querySelectorAll('button, vscode-button, vscode-textfield, h1, h2, dt, dd, td, tbody th, input, textarea, select')].filter((element) => element.getBoundingClientRect().width > 0 && !element.closest('.stacks thead'));
  const out = shown.filter((element) => { const { left, right } = element.getBoundingClientRect(); return left < -1 || right > document.documentElement.clientWidth + 1; });
  const cut = [...document.querySelectorAll('button'), ...[...document.querySelectorAll('vscode-button')].map((button) => button.shadowRoot.querySelector('.base'))].filter((element) => element.getBoundingClientRect().width > 0 && element.scrollWidth > element.clientWidth + 1);
  // What a row frees is what the page is for.
  if (innerWidth >= 180) cut.push(...[...document.querySelectorAll('td.frees')].filter((element) => element.scrollWidth > element.clientWidth + 1));
  // The tag is what tells images of one repository apart.
  if (innerWidth >= 180) out.push(...[...document.querySelectorAll('.names > b')].filter((tag) => tag.scrollWidth > tag.clientWidth + 1 && getComputedStyle(tag).overflow === 'hidden' || tag.getBoundingClientRect().bottom > tag.parentElement.getBoundingClientRect().bottom + 1));
  const words = (elements) => elements.map((element) => element.localName + '.' + element.className + ' ' + (element.textContent ?? '').slice(0, 30));
  const rows = [...document.querySelectorAll('tr')].flatMap((row) => {
    const boxes = [...row.cells].map((cell) => cell.getBoundingClientRect()).filter(({ width, height }) => width > 1 && height > 0);
    return boxes.some((one, at) => boxes.slice(at + 1).some((other) => one.left < other.right - 1 && other.left < one.right - 1 && one.top < other.bottom - 1 && other.top < one.bottom - 1)) ? [row] : [];
  });
  return { wide: words(wide), out: words(out), cut: words(cut), overlapping: words(rows) };
})()`;

async function show(page: Page, message: object): Promise<void> {
  await page.evaluate(`window.dispatchEvent(new MessageEvent('message', { data: ${JSON.stringify(message)} }))`);
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}

describe('Pages in narrow editors and at 200 %', function () {
  this.timeout(240_000);
  let browser: Browser;
  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser.close());

  for (const { page: name, message, last, ...more } of pages) {
    it(`${name}: nothing is wider than the editor, lies over another, or is out of reach`, async () => {
      const troubles: string[] = [];
      const page = await openPage(browser, name, troubles);
      await show(page, message);
      if ('part' in more) await show(page, more.part);
      for (const [width, height] of sizes) {
        await page.setViewportSize({ width, height });
        await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
        if (process.env['SLIPWAY_PICTURES']) await page.screenshot({ path: `${process.env['SLIPWAY_PICTURES']}/${name}-${String(width)}.png` });
        assert.deepEqual(await page.evaluate(look), { wide: [], out: [], cut: [], overlapping: [] }, `${name} at ${String(width)} pixels`);
        const button = last.startsWith('.') ? page.locator(last) : page.getByRole('button', { name: last });
        await button.scrollIntoViewIfNeeded();
        await button.click({ trial: true, timeout: 5_000 });
      }
      assert.deepEqual(troubles, []);
      await page.close();
    });
  }

  it('prune-plan: long names are wrapped before they are cut, and rows are worked by the keyboard', async () => {
    const page = await openPage(browser, 'prune-plan', [], { width: 180, height: 300 });
    await show(page, { ...common, model: prune });
    const name = page.locator('tbody th.name', { hasText: '2026' }).first();
    await name.scrollIntoViewIfNeeded();
    const { lines, seen } = await page.evaluate<{ readonly lines: number; readonly seen: number }>('(() => { const cell = [...document.querySelectorAll("tbody th.name")].find(({ textContent }) => textContent.includes("2026")); return { lines: Math.round(cell.querySelector(".repository").clientHeight / 20), seen: cell.clientWidth }; })()');
    assert.ok(lines === 2 && seen > 120, `${String(lines)} lines of ${String(seen)} pixels`);
    const boxes = page.getByRole('row').getByRole('checkbox');
    assert.equal(await page.getByRole('table').first().getByRole('columnheader').count() > 3, true, 'tables stay tables for screen readers');
    await boxes.nth(1).focus();
    await page.keyboard.press('Space');
    assert.equal(await boxes.nth(1).isChecked(), false);
    const focused = (): Promise<unknown> => page.evaluate('document.activeElement.className');
    for (let presses = 0; presses < 100 && (await focused()) !== 'primary'; presses++) await page.keyboard.press('Tab');
    assert.equal(await focused(), 'primary', 'Tab leads to the button');
    await page.close();
  });

  it('prune-plan: its fields have names, are typed into, and rest while something is done', async () => {
    const troubles: string[] = [];
    const page = await openPage(browser, 'prune-plan', troubles);
    const state = { ...common, model: plan };
    await show(page, state);
    const list = page.getByRole('searchbox', { name: 'Filter the list' });
    await page.keyboard.press('/');
    await page.keyboard.type('web/x');
    assert.equal(await list.inputValue(), 'web/x', 'what is typed into a field is no shortcut');
    await page.keyboard.press('Escape');
    assert.equal(await list.inputValue(), '');
    await page.keyboard.type('web');
    await page.keyboard.press('Control+f');
    await page.keyboard.type('volume');
    assert.equal(await list.inputValue(), 'volume', 'the shortcut selects what stands there');
    await list.fill('');
    const created = page.getByRole('textbox', { name: 'Created before' });
    assert.match((await created.getAttribute('title')) ?? '', /duration/);
    await page.getByText('Created before').click();
    await page.keyboard.type('24h');
    await page.keyboard.press('Enter');
    const asked = (): Promise<unknown> => page.evaluate('JSON.stringify(wishes.filter(({ kind }) => kind === "plan").at(-1)?.request.filters)');
    assert.equal(await asked(), '{"until":["24h"]}');
    await show(page, { ...state, busy: true });
    assert.equal(await created.isDisabled(), true);
    assert.equal(await page.locator('vscode-progress-bar').count(), 1);
    const remove = page.getByRole('button', { name: /^Remove/ });
    assert.equal(await remove.isDisabled(), true);
    await show(page, { ...state, modelNumber: 2, model: { ...plan, request: { ...plan.request, filters: { until: ['48h'] } } } });
    assert.deepEqual([await created.inputValue(), await created.isDisabled(), await page.locator('vscode-progress-bar').count()], ['48h', false, 0]);
    await remove.focus();
    const place = (): Promise<unknown> => page.evaluate('document.querySelector(".scroller").scrollTop + scrollY');
    const before = await place();
    await page.keyboard.press('Space');
    assert.equal(await page.evaluate('wishes.filter(({ kind }) => kind === "remove").length'), 1);
    assert.equal(await place(), before, 'Space presses the button and scrolls nothing');
    assert.deepEqual(troubles, []);
    await page.close();
  });

  it('inspect: its verbs are reached by Tab, do nothing while one is done but keep the focus, and go with the image', async () => {
    const page = await openPage(browser, 'inspect', []);
    const state = { ...common, model: inspect };
    await show(page, state);
    const wishes = (): Promise<unknown> => page.evaluate('wishes.filter(({ kind }) => kind === "verb").map(({ verb }) => verb).join()');
    for (const verb of ['run', 'tag', 'push', 'save', 'remove']) {
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      assert.equal(String(await wishes()).split(',').at(-1), verb);
    }
    await show(page, { ...state, busy: true });
    const remove = page.getByRole('button', { name: 'Remove…' });
    assert.equal(await remove.getAttribute('aria-disabled'), 'true');
    await page.keyboard.press('Enter');
    assert.equal(await wishes(), 'run,tag,push,save,remove', 'nothing is asked for twice');
    await show(page, { ...state, model: { ...inspect, sharedLayers: 0 } });
    assert.equal(await page.evaluate('document.activeElement.textContent'), 'Remove…', 'the focus stays when the page is drawn anew');
    assert.equal(await remove.getAttribute('aria-disabled'), null);
    await show(page, { ...state, model: { ...inspect, details: { ...inspect.details, tags: [] } } });
    assert.equal(await page.getByRole('button', { name: 'Push…' }).count(), 0, 'what has no name can be pushed nowhere');
    await show(page, { ...state, model: { ...inspect, gone: true } });
    assert.equal(await remove.count(), 0);
    assert.match(await page.getByRole('status').innerText(), /no longer has this image/);
    await page.close();
  });

  it('disk-usage: the legend names each part of the bars, and rows lead on by click and Enter', async () => {
    const page = await openPage(browser, 'disk-usage', []);
    await show(page, { ...common, model: disk });
    const used = String(await page.evaluate('[...new Set([...document.querySelectorAll("table .bar > span")].map(({ className }) => className))].sort().join()'));
    assert.equal(await page.evaluate('[...document.querySelectorAll(".legend .swatch > span")].map(({ className }) => className).sort().join()'), used);
    const sums = page.getByRole('table', { name: 'Sums' });
    for (const name of ['Images', 'Containers', 'Volumes', 'Build cache']) {
      await sums.getByRole('button', { name, exact: true }).focus();
      await page.keyboard.press('Enter');
    }
    await page.getByRole('button', { name: 'web', exact: true }).click();
    await page.getByRole('button', { name: long }).click();
    assert.equal(await page.evaluate('wishes.filter(({ kind }) => kind === "show").map(({ what, id }) => what + (id ? " " + id : "")).join()'), 'images,containers,volumes,buildCache,containers c,images a');
    await page.close();
  });
});
