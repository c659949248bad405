import assert from 'node:assert/strict';
import path from 'node:path';
import { openWorkbench, type OpenedWorkbench } from '../../scripts/environment/workbench';
import { projectRoot } from '../../scripts/build/bundles';
import { given } from '../support/conditions';
import { Workbench } from './workbench';

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

  const reload = async (): Promise<void> => {
    // VS Code writes down what is open when it is left alone.
    await opened.page.waitForTimeout(2_000);
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
    await reload();
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
    await reload();
    await page.getByRole('button', { name: 'Measure Again' }).click({ timeout: 60_000 });
    await page.getByRole('table', { name: 'Sums' }).waitFor();
  });
});
