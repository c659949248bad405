import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openWorkbench, type OpenedWorkbench } from '../../scripts/environment/workbench';
import { given } from '../support/conditions';
import { Workbench } from './workbench';

describe('A Dockerfile that is no file yet', function () {
  this.timeout(180_000);
  let opened: OpenedWorkbench;
  let workbench: Workbench;
  let folder: string;

  before(async () => {
    folder = path.join(given('SLIPWAY_TEST_DIRECTORY'), 'untitled-folder');
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'greeting.txt'), 'hello\n');
    const directory = path.join(given('SLIPWAY_TEST_DIRECTORY'), 'untitled');
    opened = await openWorkbench({ directory, folder, theme: 'Default Light Modern', vsix: given('SLIPWAY_TEST_VSIX'), environment: { DOCKER_HOST: given('SLIPWAY_TEST_DOCKER_HOST') } });
    workbench = new Workbench(opened.page);
    await workbench.openSlipway();
    await workbench.setExpanded('Builds', true);
  });
  after(() => opened.close());

  it('is saved where the user says, and then built', async () => {
    const { page } = opened;
    await workbench.runCommand('File: New Untitled Text File');
    await page.locator('.tab.active', { hasText: 'Untitled-' }).waitFor();
    await workbench.runCommand('Change Language Mode');
    await workbench.answer('dockerfile');
    const text = 'FROM slipway-test/base:1\nCOPY greeting.txt /\n';
    await page.locator('.editor-instance .monaco-editor').first().click();
    await page.keyboard.insertText(text);
    await page.locator('.codelens-decoration', { hasText: 'Build' }).waitFor();
    await workbench.runCommand('Slipway: Build Image…');
    const file = path.join(folder, 'Dockerfile');
    await workbench.answerFileDialog(file);
    await workbench.webview().getByRole('button', { name: 'Build', exact: true }).waitFor({ timeout: 60_000 });
    assert.equal((await readFile(file, 'utf8')).trim(), text.trim());
    await workbench.webview().getByRole('button', { name: 'Build', exact: true }).press('Enter');
    await workbench.row(/untitled-folder:latest.*built/).waitFor({ timeout: 60_000 });
  });
});
