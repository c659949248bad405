import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { openWorkbench, type OpenedWorkbench } from '../../scripts/environment/workbench';
import { connectEngine } from '../../src/engine/dockerode-engine';
import type { Engine } from '../../src/engine/engine';
import { given, until } from '../support/conditions';
import { writeContext } from '../support/docker-context';
import { Workbench } from './workbench';

const root = path.resolve(__dirname, '../..');

/** Two engines side by side, with mouse and keyboard. */
describe('Several engines', function () {
  this.timeout(240_000);
  const folder = path.join(given('SLIPWAY_TEST_DIRECTORY'), 'e2e-engines');
  const hosts = { near: given('SLIPWAY_TEST_DOCKER_HOST'), far: given('SLIPWAY_TEST_SECOND_DOCKER_HOST') };
  const engines = new Map<keyof typeof hosts, Engine>();
  let opened: OpenedWorkbench;
  let workbench: Workbench;

  const engineOf = (name: keyof typeof hosts): Engine => engines.get(name) ?? assert.fail();
  const picture = async (name: string): Promise<void> => {
    await workbench.page.screenshot({ path: path.join(root, 'test-results/pictures', `engines-${name}.png`) });
  };
  /** A row that stands below the row of an engine, by its place in the tree. */
  const below = async (view: Locator, engine: string, label: string): Promise<Locator> => {
    const rows = view.locator('.monaco-list-row');
    const labels: { readonly label: string; readonly level: string | null; readonly index: string | null }[] = [];
    for (const row of await rows.all())
      labels.push({ label: (await row.getAttribute('aria-label')) ?? '', level: await row.getAttribute('aria-level'), index: await row.getAttribute('data-index') });
    const from = labels.findIndex((row) => row.level === '1' && row.label.startsWith(`Engine ${engine},`));
    const to = labels.findIndex((row, index) => index > from && row.level === '1');
    const found = labels.slice(from + 1, to === -1 ? undefined : to).find((row) => row.label.includes(label));
    assert.ok(from >= 0 && found, `no row ${label} below ${engine}: ${JSON.stringify(labels)}`);
    return view.locator(`.monaco-list-row[data-index="${found.index ?? ''}"]`);
  };
  /** Kills or starts the second engine. */
  const control = async (action: 'kill' | 'start'): Promise<void> => {
    assert.ok((await fetch(`${given('SLIPWAY_TEST_SECOND_CONTROL')}/engine/${action}`, { method: 'POST' })).ok);
  };
  const containersTree = (): Locator => workbench.page.locator('.pane:has(.pane-header[aria-label^="Containers"]) .monaco-list');

  before(async () => {
    for (const name of ['near', 'far'] as const) {
      const engine = await connectEngine({ socketPath: hosts[name].replace('unix://', ''), address: hosts[name] });
      engines.set(name, engine);
      await engine.containers.create({ name: 'same-name', body: { Image: 'slipway-test/base:1' } });
      await writeContext(path.join(folder, 'docker'), name, hosts[name]);
    }
    await writeFile(path.join(folder, 'docker', 'config.json'), JSON.stringify({ currentContext: 'near' }));
    await mkdir(path.join(folder, 'work', '.vscode'), { recursive: true });
    opened = await openWorkbench({
      directory: path.join(folder, 'vscode'),
      folder: path.join(folder, 'work'),
      vsix: given('SLIPWAY_TEST_VSIX'),
      environment: { DOCKER_CONFIG: path.join(folder, 'docker'), DOCKER_HOST: '' },
      viewport: { width: 1280, height: 1000 },
    });
    workbench = new Workbench(opened.page);
    await workbench.openSlipway();
  });
  after(async () => {
    await opened.close();
    for (const engine of engines.values()) {
      await engine.containers.remove('same-name', { force: true }).catch(() => undefined);
      await engine.containers.remove('other-name', { force: true }).catch(() => undefined);
      engine.dispose();
    }
    await rm(folder, { recursive: true, force: true });
  });

  it('shows a second engine by its button, and each row acts on its own engine', async () => {
    for (const title of ['Builds', 'Registries', 'Volumes', 'Networks']) await workbench.setExpanded(title, false);
    await workbench.setExpanded('Engines', true);
    const far = workbench.row('Engine far,');
    await far.waitFor();
    await far.hover();
    await far.locator('.action-label[aria-label^="Show Engine in Views"]').click();
    await workbench.setExpanded('Engines', false);
    await workbench.setExpanded('Images', false);
    await workbench.setExpanded('Containers', true);
    await until('both engines have their rows', async () => (await workbench.row('same-name').count()) === 2);
    await picture('containers');
    await workbench.chooseFromMenu(await below(containersTree(), 'far', 'same-name'), 'Start');
    await until('the one of far runs', async () => (await engineOf('far').containers.list({ all: true })).some(({ name, state }) => name === 'same-name' && state !== 'created'));
    const near = await engineOf('near').containers.list({ all: true });
    assert.equal(near.find(({ name }) => name === 'same-name')?.state, 'created');
  });

  it('does one verb on rows of both engines, and says so once', async () => {
    const near = await below(containersTree(), 'near', 'same-name');
    await near.click();
    await (await below(containersTree(), 'far', 'same-name')).click({ modifiers: ['Control'] });
    await workbench.chooseFromMenu(await below(containersTree(), 'near', 'same-name'), 'Start');
    await until('both have been started', async () => {
      const states = await Promise.all(['near', 'far'].map(async (name) => (await engineOf(name as 'near').containers.list({ all: true })).find((one) => one.name === 'same-name')?.state));
      return states.every((state) => state !== undefined && state !== 'created');
    });
    // The progress of each goes when its end is told; nothing may stay.
    await until('nothing is left to be read', async () => (await workbench.notifications()).length === 0);
  });

  it('offers from the palette what all engines have, told apart, and acts where it is', async () => {
    await workbench.runCommand('Slipway: Rename Container');
    const rows = workbench.quickInput.locator('.quick-input-list .monaco-list-row');
    await until('both are offered', async () => (await rows.filter({ hasText: 'same-name' }).count()) === 2);
    await picture('palette');
    await rows.filter({ hasText: 'same-name' }).nth(1).click();
    await until('the name is asked', async () => (await workbench.quickInput.locator('.quick-input-title').innerText()).includes('far'));
    await picture('palette-name');
    await workbench.answer('other-name');
    await until('the one of far has the name', async () => (await engineOf('far').containers.list({ all: true })).some(({ name }) => name === 'other-name'));
    assert.ok((await engineOf('near').containers.list({ all: true })).some(({ name }) => name === 'same-name'));
  });

  it('copies images that are dragged onto another engine', async () => {
    const near = engineOf('near');
    const far = engineOf('far');
    await near.images.tag('slipway-test/base:1', 'slipway-test/dragged:1');
    await workbench.setExpanded('Containers', false);
    await workbench.setExpanded('Images', true);
    const imagesTree = workbench.page.locator('.pane:has(.pane-header[aria-label^="Images"]) .monaco-list');
    await workbench.row('slipway-test/dragged').waitFor();
    await (await below(imagesTree, 'near', 'slipway-test/dragged')).dragTo(workbench.row('Engine far, not in use, Docker'));
    await until('the image is on far', async () => (await far.images.list()).some(({ tags }) => tags.includes('slipway-test/dragged:1')));
    await until('and its row', async () => (await workbench.row('slipway-test/dragged').count()) === 2);
    await picture('images');
    for (const engine of [near, far]) await engine.images.remove('slipway-test/dragged:1');
    await workbench.setExpanded('Images', false);
    await workbench.setExpanded('Containers', true);
  });

  it('has on the row of an engine what its view does, and does it there', async () => {
    const row = workbench.row('Engine far, not in use, Docker');
    await workbench.chooseFromMenu(row, 'Prune Containers', () => picture('engine-menu'));
    await workbench.page.locator('.tab.active', { hasText: 'far' }).waitFor();
    await workbench.webview().getByText('other-name').waitFor();
    assert.equal(await workbench.webview().getByText('same-name').count(), 0);
    await workbench.page.keyboard.press('Control+W');
  });

  it('keeps the rows of an engine that goes away, dim, with the reason, and has them right when it is back', async () => {
    await control('kill');
    const away = workbench.row(/Engine far, not in use, .*next attempt/);
    await away.waitFor();
    const last = await below(containersTree(), 'far', 'other-name');
    assert.match((await last.getAttribute('aria-label')) ?? '', /last known/);
    for (const [theme, kind] of [['Default Dark Modern', 'vs-dark'], ['Default Light Modern', 'vs'], ['Default High Contrast', 'hc-black']] as const) {
      await writeFile(path.join(folder, 'work', '.vscode', 'settings.json'), JSON.stringify({ 'workbench.colorTheme': theme }));
      await workbench.page.locator(`.monaco-workbench.${kind}`).waitFor();
      await picture(`away-${kind}`);
    }
    await control('start');
    await workbench.row(/Engine far, not in use, Docker/).waitFor();
    await until('its row is not dim', async () => !/last known/.test((await (await below(containersTree(), 'far', 'other-name')).getAttribute('aria-label')) ?? ''));
  });

  it('shows the same engines in the next window, and one alone as before', async () => {
    await workbench.runCommand('Developer: Reload Window');
    await workbench.openSlipway();
    await workbench.row('Engine far, not in use, Docker').waitFor({ timeout: 60_000 });
    await workbench.chooseFromMenu(workbench.row('Engine near, in use'), 'Hide Engine in Views');
    await workbench.row('other-name').waitFor();
    await until('no engine stands above them', async () => (await containersTree().locator('.monaco-list-row[aria-level="1"][aria-label^="Engine "]').count()) === 0);
    await picture('one');
  });
});
