import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openWorkbench, type OpenedWorkbench } from '../../scripts/environment/workbench';
import { given, until } from '../support/conditions';
import { Workbench } from './workbench';

const pictures = process.env['SLIPWAY_PICTURES'];

for (const theme of ['Default Dark Modern', 'Default Light Modern', 'Default High Contrast']) describe(`A build in a real VS Code, ${theme}`, function () {
  this.timeout(180_000);
  let opened: OpenedWorkbench;
  let workbench: Workbench;

  before(async () => {
    const folder = path.join(given('SLIPWAY_TEST_DIRECTORY'), theme, 'builds-folder');
    await mkdir(path.join(folder, 'src'), { recursive: true });
    await writeFile(path.join(folder, 'src/app.sh'), 'echo hello\n');
    const steps = [`RUN printf "\\033[31mred\\033[0m and src/app.sh:1:1\\n" && sleep 1 # ${theme}`, 'COPY src /app', 'RUN sh /app/app.sh && sleep 1'];
    await writeFile(path.join(folder, 'Dockerfile'), ['FROM slipway-test/base:1 AS build', `LABEL theme="${theme}"`, ...steps, 'FROM slipway-test/base:1', `RUN sleep 2 # ${theme}`, 'COPY --from=build /app /app', ''].join('\n'));
    opened = await openWorkbench({ directory: path.join(given('SLIPWAY_TEST_DIRECTORY'), `builds ${theme}`), folder, theme, vsix: given('SLIPWAY_TEST_VSIX'), environment: { DOCKER_HOST: given('SLIPWAY_TEST_DOCKER_HOST') } });
    workbench = new Workbench(opened.page);
    await workbench.openSlipway();
    await workbench.setExpanded('Builds', true);
    await workbench.openFile('Dockerfile');
  });
  after(() => opened.close());

  it('shows its rows and its page while it goes on, and does not take the focus', async () => {
    const { page } = opened;
    await workbench.runCommand('Slipway: Build Image…');
    const form = workbench.webview();
    await form.getByRole('button', { name: 'Build', exact: true }).click({ timeout: 60_000 });
    const focused = await page.evaluate('document.activeElement.name');
    const shown = workbench.lastWebview();
    await shown.getByRole('heading', { name: 'builds-folder:latest' }).waitFor({ timeout: 60_000 });
    // The form may have gone, and the focus with it; the page has not taken it.
    assert.ok([focused, undefined, null].includes(await page.evaluate('document.activeElement.name')), 'the page has not taken the focus');
    // A build may have ended by now.
    await shown.getByRole('status').filter({ hasText: /building|built/ }).waitFor();
    await workbench.row(/builds-folder:latest.*(?:building|built)/).waitFor();
    await shown.getByRole('status').filter({ hasText: 'built' }).waitFor({ timeout: 60_000 });
    await workbench.row(/builds-folder:latest.*built/).waitFor();
    await workbench.row(/^build, .*(?:4 of 4|3 of 3)/).waitFor();
  });

  it('is looked at by the keyboard, with colours and links of the output', async () => {
    const shown = workbench.lastWebview();
    const step = shown.getByRole('option', { name: /^RUN printf/ });
    await step.click();
    const red = shown.locator('.output .f1');
    await red.waitFor();
    assert.equal(await red.textContent(), 'red');
    await shown.getByRole('button', { name: 'src/app.sh:1:1' }).waitFor();
    await step.press('ArrowDown');
    await shown.getByRole('option', { name: /^COPY src/, selected: true }).waitFor();
    await shown.getByText('This step has printed nothing.').waitFor();
    await step.click();
    await red.waitFor();
    if (pictures !== undefined) await opened.page.screenshot({ path: path.join(pictures, `builds-${theme}.png`) });
  });

  it('is built again from its page, and says what the cache gave', async () => {
    const shown = workbench.lastWebview();
    await shown.getByRole('button', { name: 'Build Again' }).click();
    await shown.getByRole('heading', { name: 'Compared with the build before' }).waitFor({ timeout: 60_000 });
    await shown.getByText('Nothing was built that the build before had already.').waitFor();
    await until('one page', async () => (await opened.page.locator('.tab', { hasText: 'Build: builds-folder:latest' }).count()) === 1);
  });
});
