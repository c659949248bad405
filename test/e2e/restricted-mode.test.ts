import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { openWorkbench, type OpenedWorkbench } from '../../scripts/environment/workbench';
import { given } from '../support/conditions';
import { Workbench } from './workbench';

describe('Restricted Mode', function () {
  this.timeout(180_000);
  let opened: OpenedWorkbench;
  let workbench: Workbench;

  before(async () => {
    const directory = path.join(given('SLIPWAY_TEST_DIRECTORY'), 'restricted');
    const folder = path.join(directory, 'folder');
    await rm(directory, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    opened = await openWorkbench({
      directory: path.join(directory, 'vscode'),
      folder,
      vsix: given('SLIPWAY_TEST_VSIX'),
      environment: { DOCKER_HOST: given('SLIPWAY_TEST_DOCKER_HOST') },
      settings: { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' },
    });
    workbench = new Workbench(opened.page);
    await workbench.openSlipway();
  });

  after(() => opened.close());

  it('says that a verb needs a terminal, and leads to the trust of the workspace', async () => {
    const { page } = opened;
    const base = workbench.row('slipway-test/base');
    await workbench.expand(base.first());
    await workbench.chooseFromMenu(base.last(), 'Run Image…');
    await workbench.answer('-it slipway-test/base:1 sh');
    const toast = page.locator('.notification-toast', { hasText: 'needs a terminal, which is not available in Restricted Mode' });
    await toast.waitFor({ timeout: 20_000 });
    await toast.getByRole('button', { name: 'Manage Workspace Trust' }).click();
    await page.locator('.workspace-trust-editor').waitFor({ timeout: 20_000 });
  });
});
