import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { startBrowser } from '../../scripts/environment/browser';
import type { RunFormWish } from '../../src/core/run/run-form-page';
import { until } from '../support/conditions';
import { openPage, runForm } from './pages';

const model = { ...runForm, keep: { name: 'web', keptFor: 'project' as const }, form: { ...runForm.form, launch: { allowParallelRun: false, steps: [] } }, problems: {}, remedies: [], lineProblem: undefined, done: undefined };

/** What the page has told last of the launch. */
async function told(page: Page): Promise<unknown> {
  const wishes = await page.evaluate<readonly RunFormWish[]>('globalThis.wishes ?? []');
  return wishes.flatMap((wish) => ('form' in wish ? [wish.form.launch] : [])).at(-1);
}

describe('The steps before a launch in the form of a configuration', function () {
  this.timeout(120_000);
  let browser: Browser;
  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser.close());

  it('are added, filled, moved and removed by the keyboard alone, with names that say which', async () => {
    const troubles: string[] = [];
    const page = await openPage(browser, 'run-form', troubles);
    let number = 1;
    const show = (changes: object = {}): Promise<void> =>
      page.evaluate(`window.dispatchEvent(new MessageEvent('message', { data: ${JSON.stringify({ kind: 'show', busy: false, modelNumber: number++, identity: { engine: '', argument: {} }, translations: {}, language: 'en', model: { ...model, ...changes } })} }))`);
    await show();
    const group = page.getByRole('group', { name: 'Before launch' });
    await group.getByText('Nothing is done before the container starts.').waitFor();
    const { keyboard } = page;
    const focused = (name: string): Promise<void> => page.locator(':focus').and(page.getByLabel(name, { exact: true })).waitFor();

    await group.getByRole('button', { name: 'Add Step' }).press('Enter');
    await focused('Step 1: what is done');
    await keyboard.press('Tab');
    // Neither up nor down with one step: the next is the one that removes.
    await focused('Remove step 1');
    await keyboard.press('Tab');
    await focused('Step 1: Dockerfile');
    await keyboard.type('Dockerfile');
    await keyboard.press('Tab');
    await keyboard.type('shop/web:dev');

    await group.getByRole('button', { name: 'Add Step' }).press('Space');
    await focused('Step 2: what is done');
    await group.getByRole('combobox', { name: 'Step 2: what is done' }).selectOption({ label: 'Wait until a container is healthy' });
    await group.getByRole('textbox', { name: 'Step 2: Container' }).or(group.getByRole('combobox', { name: 'Step 2: Container' })).fill('db');
    await keyboard.press('Alt+ArrowUp');
    await focused('Step 1: Container');
    await group.getByRole('status').getByText('Step 1 of 2').waitFor({ state: 'attached' });
    await group.getByRole('button', { name: 'Move step 1 down' }).press('Enter');
    await focused('Step 2: what is done');
    await group.getByRole('listitem', { name: 'Step 2 of 2' }).waitFor();
    await group.getByRole('checkbox', { name: 'Allow parallel run' }).press('Space');
    const isTold = (launch: object) => until('the page to tell the launch', async () => isDeepStrictEqual(await told(page), launch));
    // What was typed meanwhile is told when the page has its answer.
    await show();
    await isTold({ allowParallelRun: true, steps: [{ kind: 'build', texts: ['Dockerfile', 'shop/web:dev', ''] }, { kind: 'waitFor', texts: ['db'] }] });

    await show({ problems: { 'launch/0': 'Name the Dockerfile.' }});
    await group.getByRole('alert').getByText('Name the Dockerfile.').waitFor();
    await show();
    await group.getByRole('button', { name: 'Remove step 1' }).press('Enter');
    await focused('Step 1: what is done');
    await show();
    await isTold({ allowParallelRun: true, steps: [{ kind: 'waitFor', texts: ['db'] }] });
    assert.deepEqual(troubles, []);
    await page.close();
  });

  it('are not there where nothing is kept', async () => {
    const page = await openPage(browser, 'run-form', []);
    await page.evaluate(`window.dispatchEvent(new MessageEvent('message', { data: ${JSON.stringify({ kind: 'show', busy: false, modelNumber: 1, identity: { engine: '', argument: {} }, translations: {}, language: 'en', model: { ...model, form: { ...model.form, launch: undefined } } })} }))`);
    await page.locator('#name').waitFor();
    assert.equal(await page.locator('#launch').count(), 0);
    await page.close();
  });
});
