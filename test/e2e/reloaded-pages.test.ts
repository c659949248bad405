import assert from 'node:assert/strict';
import path from 'node:path';
import { openWorkbench, type OpenedWorkbench } from '../../scripts/environment/workbench';
import { projectRoot } from '../../scripts/build/bundles';
import { given, until } from '../support/conditions';
import { Workbench } from './workbench';

/** All that VS Code has stored in the browser; runs in it. */
const storedState = `(async () => {
  const done = (request) => new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = () => reject(request.error); });
  const texts = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    for (const store of database.objectStoreNames) texts.push(...await done(database.transaction(store).objectStore(store).getAll()));
    database.close();
  }
  return texts.filter((text) => typeof text === 'string').join('\\n');
})()`;

describe('Pages after a reload of the window', function () {
  this.timeout(180_000);
  let opened: OpenedWorkbench;
  let workbench: Workbench;

  before(async () => {
    opened = await openWorkbench({
      directory: path.join(given('SLIPWAY_TEST_DIRECTORY'), 'reloaded'),
      folder: path.join(projectRoot, 'samples'),
      vsix: given('SLIPWAY_TEST_VSIX'),
      environment: { DOCKER_HOST: given('SLIPWAY_TEST_DOCKER_HOST') },
    });
    workbench = new Workbench(opened.page);
    await workbench.openSlipway();
  });

  after(() => opened.close());

  /** Reloads when VS Code has written down this part of the state of a page, which it does every few seconds. */
  const reload = async (part: RegExp): Promise<void> => {
    await until('the state of the page to be kept', async () => part.test(await opened.page.evaluate<string>(storedState)));
    await opened.page.reload();
    await opened.page.locator('.activitybar').waitFor({ timeout: 60_000 });
  };

  it('are there again, with what was typed into them, and work', async () => {
    await workbench.runCommand('Slipway: Prune Images');
    const page = workbench.webview();
    await page.getByRole('heading', { name: 'Prune Images' }).waitFor();
    await page.getByLabel('Filter the list').fill('kept');
    const chosen = page.getByRole('radio', { name: 'All unused', checked: true });
    await page.getByRole('radio', { name: 'All unused' }).click();
    await chosen.waitFor();
    await reload(/slipway\.prune-plan.*unused.*kept/);
    await page.getByRole('heading', { name: 'Prune Images' }).waitFor({ timeout: 60_000 });
    assert.equal(await page.getByLabel('Filter the list').inputValue(), 'kept');
    await chosen.waitFor();
    await page.getByRole('radio', { name: 'Dangling' }).click();
    await page.getByRole('radio', { name: 'Dangling', checked: true }).waitFor();
  });

  it('are measured again', async () => {
    await workbench.runCommand('Slipway: Show Disk Usage');
    const page = workbench.webview();
    await page.getByRole('heading', { name: 'Disk Usage' }).waitFor();
    await reload(/slipway\.disk-usage.*in-use/);
    await page.getByRole('button', { name: 'Measure Again' }).click({ timeout: 60_000 });
    await page.getByRole('table', { name: 'Sums' }).waitFor();
  });
});
