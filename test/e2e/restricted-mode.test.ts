import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { openWorkbench, type OpenedWorkbench } from '../../scripts/environment/workbench';
import { given, until } from '../support/conditions';
import { Witness } from '../support/witness';
import { Workbench } from './workbench';

describe('Restricted Mode', function () {
  this.timeout(180_000);
  let opened: OpenedWorkbench;
  let workbench: Workbench;
  /** Engine and registry of whoever has written the files of the workspace. */
  let stranger: Witness;

  before(async () => {
    const directory = path.join(given('SLIPWAY_TEST_DIRECTORY'), 'restricted');
    const folder = path.join(directory, 'folder');
    await rm(directory, { recursive: true, force: true });
    await mkdir(path.join(folder, '.vscode'), { recursive: true });
    stranger = (await Witness.start()).answers(() => ({ body: { tags: ['chosen-by-the-stranger'] } }));
    await writeFile(path.join(folder, 'Dockerfile'), `FROM ${stranger.address}/app:`);
    const settings = { 'slipway.engine.context': stranger.url().replace('http:', 'tcp:'), 'slipway.images.checkDaily': true, 'slipway.language.imageCompletion': true };
    await writeFile(path.join(folder, '.vscode/settings.json'), JSON.stringify(settings));
    opened = await openWorkbench({
      directory: path.join(directory, 'vscode'),
      folder,
      vsix: given('SLIPWAY_TEST_VSIX'),
      environment: { DOCKER_HOST: given('SLIPWAY_TEST_DOCKER_HOST') },
      settings: { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never', 'editor.wordBasedSuggestions': 'off' },
    });
    workbench = new Workbench(opened.page);
    await workbench.openSlipway();
  });

  after(async () => {
    await opened.close();
    await stranger.stop();
  });

  /** Asks for completions at the end of the file, which is open. */
  const complete = async (): Promise<Locator> => {
    const { page } = opened;
    await page.locator('.tab', { hasText: 'Dockerfile' }).click();
    await page.locator('.monaco-editor .view-line').first().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Control+Space');
    return page.locator('.suggest-widget.visible');
  };

  it('asks no registry that a file names and no engine that the folder chooses', async () => {
    await workbench.openFile('Dockerfile');
    await (await complete()).getByText('No suggestions').waitFor({ timeout: 20_000 });
    await workbench.row('slipway-test/base').first().waitFor({ timeout: 20_000 });
    assert.deepEqual(stranger.requests, []);
  });

  it('says that a verb needs a terminal, and leads to the trust of the workspace', async () => {
    const { page } = opened;
    const base = workbench.row('slipway-test/base');
    await workbench.expand(base.first());
    await workbench.chooseFromMenu(base.last(), 'Run Image by Docker Line…');
    await workbench.answer('-it slipway-test/base:1 sh');
    const toast = page.locator('.notification-toast', { hasText: 'needs a terminal, which is not available in Restricted Mode' });
    await toast.waitFor({ timeout: 20_000 });
    await toast.getByRole('button', { name: 'Manage Workspace Trust' }).click();
    await page.locator('.workspace-trust-editor').waitFor({ timeout: 20_000 });
  });

  it('ends with the trust of the workspace', async () => {
    await opened.page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).click();
    // The page about trust lies above all others.
    await opened.page.locator('.monaco-modal-editor-block').getByRole('button', { name: /^Close/ }).click();
    await until('the engine that the folder chooses', () => stranger.requests.some(({ url }) => /_ping|version/.test(url)));
    await until('the registry that the file names', async () => {
      await complete();
      return stranger.requests.some(({ url }) => url === '/v2/app/tags/list?n=1000');
    });
  });
});
