import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { openWorkbench, type OpenedWorkbench } from '../../scripts/environment/workbench';
import { connectEngine } from '../../src/engine/dockerode-engine';
import type { Engine } from '../../src/engine/engine';
import { given } from '../support/conditions';
import { Workbench } from './workbench';

const pictures = process.env['SLIPWAY_PICTURES'];

for (const theme of ['Default Dark Modern', 'Default Light Modern', 'Default High Contrast']) describe(`What a container is and what it uses, ${theme}`, function () {
  this.timeout(180_000);
  let opened: OpenedWorkbench;
  let workbench: Workbench;
  let engine: Engine;
  const name = `looked-at-${theme.split(' ')[1]?.toLowerCase() ?? ''}`;
  const picture = async (of: string): Promise<void> => {
    if (pictures !== undefined) await opened.page.screenshot({ path: path.join(pictures, `container-${of}-${theme}.png`) });
  };
  /** The tooltip of a row lies over its neighbours. */
  const away = async (): Promise<void> => {
    await opened.page.mouse.move(900, 600);
    await opened.page.locator('.context-view .monaco-hover').waitFor({ state: 'hidden' });
  };
  const keyOnRow = async (key: string): Promise<void> => {
    await workbench.row(`Container ${name}`).click();
    await away();
    await opened.page.keyboard.press(key);
  };

  before(async () => {
    const host = given('SLIPWAY_TEST_DOCKER_HOST');
    engine = await connectEngine({ socketPath: host.replace('unix://', ''), address: host });
    const { id } = await engine.containers.create({
      name,
      body: {
        Image: 'slipway-test/base:1', Cmd: ['sh', '-c', 'touch /made; while :; do i=0; while [ $i -lt 3000 ]; do i=$((i+1)); done; sleep 0.2; done'], Env: ['DB_PASSWORD=anchor', 'PLAIN=1'], StopSignal: 'SIGKILL',
        ExposedPorts: { '80/tcp': {} }, Volumes: { '/data': {} }, Healthcheck: { Test: ['CMD-SHELL', 'echo all is well'], Interval: 1_000_000_000 },
        HostConfig: { Memory: 64_000_000, PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] } },
      },
    });
    await engine.containers.start(id);
    const folder = path.join(given('SLIPWAY_TEST_DIRECTORY'), theme, 'looked-at');
    await mkdir(folder, { recursive: true });
    opened = await openWorkbench({ directory: path.join(given('SLIPWAY_TEST_DIRECTORY'), `looked at ${theme}`), folder, theme, vsix: given('SLIPWAY_TEST_VSIX'), environment: { DOCKER_HOST: host } });
    workbench = new Workbench(opened.page);
    await workbench.openSlipway();
    await workbench.setExpanded('Images', false);
    await workbench.setExpanded('Containers', true);
  });
  after(async () => {
    await engine.containers.remove(name, { force: true, volumes: true });
    engine.dispose();
    await opened.close();
  });

  it('stands in rows below it, where a secret is hidden until somebody asks', async () => {
    await workbench.expand(workbench.row(`Container ${name}`));
    await away();
    for (const group of ['Environment', 'Ports']) await workbench.row(`${group} of ${name}`).click();
    await away();
    await workbench.row(/^Port 80\/tcp, published at/).waitFor();
    const secret = workbench.row('Variable DB_PASSWORD, hidden since it may be secret');
    await secret.hover();
    await secret.getByRole('button', { name: 'Show Hidden Values' }).click();
    await workbench.row('Variable DB_PASSWORD, anchor').waitFor({ timeout: 20_000 });
    await away();
    await picture('rows');
  });

  it('has a page, reached by a key', async () => {
    await keyOnRow('i');
    const page = workbench.webview();
    await page.getByRole('heading', { level: 1, name }).waitFor({ timeout: 60_000 });
    await page.getByText('all is well').first().waitFor({ timeout: 20_000 });
    await picture('page');
    await opened.page.keyboard.press('ControlOrMeta+W');
  });

  it('tells what it uses in its tooltip and on the page of stats, by the keyboard too', async () => {
    await workbench.row(`Container ${name}`).hover();
    await opened.page.locator('.monaco-hover').filter({ hasText: /CPU: [\d.]+ %/ }).waitFor({ timeout: 30_000 });
    await picture('tooltip');
    await away();
    await workbench.chooseFromMenu(workbench.row(`Container ${name}`), 'Show Stats');
    const page = workbench.webview();
    await page.getByRole('rowheader', { name }).waitFor({ timeout: 60_000 });
    await page.locator('.values').first().filter({ hasText: /^1 [\d.]+ %$/ }).waitFor({ timeout: 30_000 });
    const sliders = page.getByRole('slider');
    assert.deepEqual(await Promise.all((await sliders.all()).map((chart) => chart.getAttribute('aria-label'))), ['CPU', 'Memory', 'Network: in, and out dashed', 'Block I/O: read, and written dashed', 'Processes']);
    assert.match((await sliders.nth(1).getAttribute('aria-valuetext')) ?? '', new RegExp(`^now, ${name} [\\d.]+[kM]B$`));
    await page.getByRole('columnheader', { name: 'CPU' }).getByRole('button').focus();
    await opened.page.keyboard.press('Enter');
    await page.locator('th[aria-sort="descending"]').getByText('CPU').waitFor();
    await sliders.first().focus();
    await opened.page.keyboard.press('Home');
    assert.equal(await sliders.first().getAttribute('aria-valuenow'), '180');
    await opened.page.keyboard.press('End');
    await page.getByRole('checkbox', { name: 'Up to the limit' }).check();
    await opened.page.mouse.move(900, 600);
    await picture('stats');
  });
});
