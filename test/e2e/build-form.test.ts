import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { openWorkbench, type OpenedWorkbench } from '../../scripts/environment/workbench';
import { connectEngine } from '../../src/engine/dockerode-engine';
import { given, until } from '../support/conditions';
import { Workbench } from './workbench';

const pictures = process.env['SLIPWAY_PICTURES'];

/** Id of what has the focus in a page, or the name of its element; empty while VS Code has it elsewhere. */
const focusedId = (form: FrameLocator): Promise<string> => form.locator('body').evaluate('document.hasFocus() ? document.activeElement?.id || document.activeElement?.localName || "" : ""');

for (const theme of ['Default Dark Modern', 'Default Light Modern', 'Default High Contrast']) describe(`The form of a build, ${theme}`, function () {
  this.timeout(180_000);
  let opened: OpenedWorkbench;
  let workbench: Workbench;
  const folder = path.join(given('SLIPWAY_TEST_DIRECTORY'), 'build-form', theme);

  before(async () => {
    await mkdir(path.join(folder, 'src'), { recursive: true });
    await writeFile(path.join(folder, 'src/app.sh'), 'echo hello\n');
    await writeFile(path.join(folder, 'Dockerfile'), `FROM slipway-test/base:1 AS build\nLABEL theme="${theme}"\nCOPY src /app\nFROM build\n`);
    opened = await openWorkbench({ directory: path.join(given('SLIPWAY_TEST_DIRECTORY'), `build form ${theme}`), folder, theme, vsix: given('SLIPWAY_TEST_VSIX'), environment: { DOCKER_HOST: given('SLIPWAY_TEST_DOCKER_HOST') } });
    workbench = new Workbench(opened.page);
    await workbench.openSlipway();
    await workbench.setExpanded('Builds', true);
  });
  after(async () => {
    await opened.close();
    // Rows of the tests that follow would be pushed out of sight.
    const host = given('SLIPWAY_TEST_DOCKER_HOST');
    const engine = await connectEngine({ socketPath: host.replace('unix://', ''), address: host });
    await engine.images.remove('keys:2').finally(() => engine.dispose());
  });

  beforeEach(async () => {
    await workbench.runCommand('View: Close All Editors');
    await workbench.openFile('Dockerfile');
    // A command that came before the text is there would ask for a file.
    await opened.page.locator('.monaco-editor .view-line', { hasText: 'FROM' }).first().waitFor({ timeout: 60_000 });
  });

  it('is filled by keyboard alone: the first field has the focus, Tab goes on, line and fields follow each other', async () => {
    const { page } = opened;
    await workbench.runCommand('Slipway: Build Image…');
    const form = workbench.webview();
    await form.getByLabel('Image names').waitFor({ timeout: 60_000 });
    await until('the focus in the first field', () => focusedId(form).then((id) => id === 'references'));
    await page.keyboard.press('Control+A');
    await page.keyboard.type('keys:1');
    await until('the line to follow', async () => (await form.getByLabel('Docker line').inputValue()).includes('keys:1'));
    const visited: string[] = [];
    for (let presses = 0; presses < 40 && !visited.includes('line'); presses++) {
      await page.keyboard.press('Tab');
      visited.push(await focusedId(form));
    }
    assert.deepEqual(visited.filter((id) => ['source', 'folder', 'dockerfile', 'target', 'summary', 'line'].includes(id)), ['source', 'folder', 'dockerfile', 'target', 'summary', 'line'], visited.join(' '));
    if (pictures !== undefined) await page.screenshot({ path: path.join(pictures, `build-form-${theme}.png`) });
    // The line is a field of the form, too: another one fills the form, and what the builder cannot read is said.
    await page.keyboard.press('Control+A');
    await page.keyboard.type('docker build --nonsense .');
    await form.getByText('--nonsense').first().waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.type(`docker build -t keys:2 --target build "${folder}"`);
    // At once: what was typed last counts, not what the form said before.
    await page.keyboard.press('Control+Enter');
    await workbench.row(/Build of keys:2, built/).waitFor({ timeout: 60_000 });
  });

  it('has a page beside it that says what would be sent', async () => {
    await workbench.runCommand('Slipway: Show Build Context');
    const shown = workbench.webview();
    await shown.getByRole('heading', { name: 'Build Context' }).waitFor({ timeout: 60_000 });
    await shown.getByText('Dockerfile', { exact: true }).first().waitFor();
    await shown.getByText('src/', { exact: true }).first().waitFor();
    if (pictures !== undefined) await opened.page.screenshot({ path: path.join(pictures, `build-context-${theme}.png`) });
  });
});
