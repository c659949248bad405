import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { openWorkbench, type OpenedWorkbench } from '../../scripts/environment/workbench';
import { connectEngine } from '../../src/engine/dockerode-engine';
import type { Engine } from '../../src/engine/engine';
import { given } from '../support/conditions';
import { Workbench } from './workbench';

const pictures = process.env['SLIPWAY_PICTURES'];
const lines = [
  '\\033[32mGET\\033[0m /index.html \\033[1m200\\033[0m 12 ms', '{"level":30,"msg":"user logged in","user":"ada","roles":["admin","ops"]}', 'level=warn msg="slow query" took=1.2s',
  '2026-01-31 10:00:00 ERROR could not connect to db:5432', '[DEBUG] cache miss for key 42', 'plain words',
];

for (const theme of ['Default Dark Modern', 'Default Light Modern', 'Default High Contrast']) describe(`Logs in a real VS Code, ${theme}`, function () {
  this.timeout(180_000);
  let opened: OpenedWorkbench;
  let workbench: Workbench;
  let engine: Engine;
  const names = ['logs-web', 'logs-db'].map((name) => `${name}-${theme.split(' ')[1]?.toLowerCase() ?? ''}`);
  const picture = async (name: string): Promise<void> => {
    if (pictures !== undefined) await opened.page.screenshot({ path: path.join(pictures, `logs-${name}-${theme}.png`) });
  };

  before(async () => {
    const host = given('SLIPWAY_TEST_DOCKER_HOST');
    engine = await connectEngine({ socketPath: host.replace('unix://', ''), address: host });
    for (const name of names) {
      const said = lines.map((line) => `printf '${line}\\n'`).join('; ');
      const { id } = await engine.containers.create({ name, body: { Image: 'slipway-test/base:1', Cmd: ['sh', '-c', `for i in 1 2 3 4 5 6; do ${said}; echo to stderr >&2; done; while [ ! -e /more ]; do sleep 0.1; done; echo the newest line; sleep 300`] } });
      await engine.containers.start(id);
    }
    const folder = path.join(given('SLIPWAY_TEST_DIRECTORY'), theme, 'logs-folder');
    await mkdir(folder, { recursive: true });
    opened = await openWorkbench({ directory: path.join(given('SLIPWAY_TEST_DIRECTORY'), `logs ${theme}`), folder, theme, vsix: given('SLIPWAY_TEST_VSIX'), environment: { DOCKER_HOST: host } });
    workbench = new Workbench(opened.page);
    await workbench.openSlipway();
    await workbench.setExpanded('Containers', true);
  });
  after(async () => {
    for (const name of names) await engine.containers.remove(name, { force: true });
    engine.dispose();
    await opened.close();
  });

  it('are shown by a key, searched and filtered, and follow', async () => {
    const [web = ''] = names;
    await workbench.row(`Container ${web}`).click();
    await opened.page.keyboard.press('l');
    const page = workbench.webview();
    const rows = page.locator('.row');
    await rows.filter({ hasText: 'user logged in user=ada' }).last().waitFor({ timeout: 60_000 });
    assert.equal(await page.locator('.row .f2').first().textContent(), 'GET');
    await page.locator('.row.stderr').filter({ hasText: 'err' }).last().waitFor();
    await page.locator('.row.l-error').filter({ hasText: 'could not connect' }).last().waitFor();
    const search = page.getByRole('textbox', { name: 'Search in the log' });
    await search.fill('LOGGED|newest');
    await page.getByRole('button', { name: 'Use Regular Expression' }).click();
    await page.getByText('6 lines match').waitFor();
    await page.getByRole('button', { name: 'Show matching lines only' }).click();
    await page.getByText('6 of 42 lines').waitFor();
    const touch = await engine.containers.execute(web, { command: ['touch', '/more'], tty: false });
    touch.onEnd(() => touch.dispose());
    touch.onData(() => undefined);
    await rows.filter({ hasText: 'the newest line' }).waitFor({ timeout: 20_000 });
    await picture('one');
    await search.press('Control+a');
    await search.press('Delete');
    await page.getByText('43 lines').waitFor();
    await rows.getByRole('button', { name: 'Show all of it' }).last().click();
    await page.locator('.pretty').filter({ hasText: '"roles": [' }).waitFor();
    await page.getByRole('button', { name: 'Follow' }).waitFor();
  });

  it('of several containers stand by time under one another, with their names', async () => {
    for (const [index, name] of names.entries()) await workbench.row(`Container ${name}`).click(index === 0 ? {} : { modifiers: ['ControlOrMeta'] });
    await opened.page.keyboard.press('l');
    const page = workbench.lastWebview();
    await page.getByRole('heading', { name: /Logs: logs-.*, logs-/ }).waitFor({ timeout: 60_000 });
    for (const name of names) await page.locator('.row .source').filter({ hasText: name }).last().waitFor();
    await page.getByText('Filters, times and range').click();
    await page.getByRole('combobox', { name: 'Times' }).selectOption('utc');
    await page.locator('.row .time').first().waitFor();
    await picture('several');
    await page.getByRole('button', { name: `Show lines of ${names[0] ?? ''}` }).click();
    await page.getByText(/^42 of 8\d lines$/).waitFor();
  });

  // A theme has no part in it.
  if (theme === 'Default Dark Modern') it('of a Compose project take in the containers that it gets later', async () => {
    const service = async (name: string): Promise<void> => {
      names.push(name);
      const labels = { 'com.docker.compose.project': 'logs-shop', 'com.docker.compose.service': name };
      const { id } = await engine.containers.create({ name, body: { Image: 'slipway-test/base:1', Labels: labels, Cmd: ['sh', '-c', `echo said by ${name}; sleep 300`] } });
      await engine.containers.start(id);
    };
    await service('logs-shop-api-1');
    await workbench.chooseFromMenu(workbench.row('Compose project logs-shop'), 'Show Logs');
    const page = workbench.lastWebview();
    await page.getByRole('heading', { name: 'Logs: logs-shop' }).waitFor({ timeout: 60_000 });
    const rows = page.locator('.row');
    await rows.filter({ hasText: 'said by logs-shop-api-1' }).waitFor({ timeout: 20_000 });
    await service('logs-shop-worker-1');
    await rows.filter({ hasText: 'said by logs-shop-worker-1' }).waitFor({ timeout: 20_000 });
    await page.getByText('Filters, times and range').click();
    await page.getByRole('button', { name: 'Show lines of logs-shop-worker-1' }).click();
    await page.getByText('1 of 2 lines').waitFor();
    await picture('project');
  });
});
