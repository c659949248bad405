import assert from 'node:assert/strict';
import { copyFile, cp, mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { openWorkbench, type OpenedWorkbench } from '../../scripts/environment/workbench';
import { connectEngine } from '../../src/engine/dockerode-engine';
import type { Engine } from '../../src/engine/engine';
import { given, until as waitUntil } from '../support/conditions';
import { Workbench } from './workbench';

const base = 'slipway-test/base:1';
const root = path.resolve(__dirname, '../..');
const until = (what: string, condition: () => Promise<boolean>, limit = 15_000): Promise<void> => waitUntil(what, condition, limit);

/** The pictures that the README shows. */
const shown = new Set(['dark-2-menu', 'dark-6-prune-selected', 'light-9-light-bulb']);

/** One picture of what a person sees; with SLIPWAY_UPDATE_PICTURES it becomes the README's where that shows it. */
async function picture(workbench: Workbench, name: string): Promise<void> {
  const folder = path.join(root, 'test-results/pictures');
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${name}.png`);
  // What an earlier step said names a folder of this machine.
  if (shown.has(name)) await workbench.page.locator('.statusbar-item', { hasText: /^Saved / }).waitFor({ state: 'detached', timeout: 10_000 });
  await workbench.page.waitForTimeout(350);
  await workbench.page.screenshot({ path: file });
  if (process.env['SLIPWAY_UPDATE_PICTURES'] !== undefined && shown.has(name)) {
    await mkdir(path.join(root, 'media/pictures'), { recursive: true });
    await copyFile(file, path.join(root, 'media/pictures', `${name}.png`));
  }
}

for (const { theme, kind } of [
  { theme: 'Default Dark Modern', kind: 'dark' },
  { theme: 'Default Light Modern', kind: 'light' },
]) {
  describe(`The life of an image, clicked in a ${kind} theme`, function () {
    this.timeout(120_000);
    const registry = given('SLIPWAY_TEST_REGISTRY');
    const folder = path.join(given('SLIPWAY_TEST_DIRECTORY'), `e2e-${kind}`);
    const repository = `shop-${kind}`;
    const name = `${registry}/${repository}`;
    let opened: OpenedWorkbench;
    let workbench: Workbench;
    let engine: Engine;
    let container: string;

    before(async () => {
      engine = await connectEngine({ socketPath: given('SLIPWAY_TEST_DOCKER_HOST').replace('unix://', ''), address: given('SLIPWAY_TEST_DOCKER_HOST') });
      container = (await engine.containers.create({ name: `web-${kind}`, body: { Image: base, Cmd: ['sleep', '3600'] } })).id;
      await engine.containers.start(container);
      // What is typed into a sample must not stay in it.
      await cp(path.join(root, 'samples'), path.join(folder, 'samples'), { recursive: true });
      opened = await openWorkbench({
        directory: path.join(folder, 'vscode'),
        folder: path.join(folder, 'samples'),
        vsix: given('SLIPWAY_TEST_VSIX'),
        theme,
        environment: { DOCKER_HOST: given('SLIPWAY_TEST_DOCKER_HOST') },
        settings: { 'files.simpleDialog.enable': true },
      });
      workbench = new Workbench(opened.page);
      await workbench.openSlipway();
    });
    after(async () => {
      await opened.close();
      await engine.containers.remove(container, { force: true });
      for (const image of await engine.images.list()) for (const tag of image.tags) if (tag !== base && tag.includes(kind)) await engine.images.remove(tag);
      engine.dispose();
      await rm(folder, { recursive: true, force: true });
    });
    afterEach(async function () {
      if (this.currentTest?.state === 'failed') await picture(workbench, `failed-${kind}-${this.currentTest.title.replace(/\W+/g, '-')}`);
    });

    const tags = async (): Promise<readonly string[]> => (await engine.images.list()).flatMap((image) => image.tags);

    it('shows images and containers', async () => {
      await workbench.expand(workbench.row('Repository slipway-test/base'));
      await workbench.row(`Image ${base}`).waitFor();
      await workbench.row(`Container web-${kind}, running`).waitFor();
      await picture(workbench, `${kind}-1-views`);
    });

    it('tags an image from its menu', async () => {
      await workbench.chooseFromMenu(workbench.row(`Image ${base}`), 'Tag Image', () => picture(workbench, `${kind}-2-menu`));
      await workbench.answer(`${name}:1.0`, () => picture(workbench, `${kind}-3-tag`));
      await workbench.expand(workbench.row(`Repository ${name}`));
      await workbench.row(`Image ${name}:1.0`).waitFor();
      assert.ok((await tags()).includes(`${name}:1.0`));
    });

    it('pushes it to the private registry', async () => {
      await workbench.chooseFromMenu(workbench.row(`Image ${name}:1.0`), 'Push Image');
      await until('the registry to have it', async () => (await fetch(`http://${registry}/v2/${repository}/tags/list`)).ok);
    });

    it('pulls it again from the palette', async () => {
      await engine.images.remove(`${name}:1.0`);
      await workbench.row(`Image ${name}:1.0`).waitFor({ state: 'detached' });
      await workbench.runCommand('Slipway: Pull Image');
      await workbench.answer(`${name}:1.0`);
      await until('the image to be there', async () => (await tags()).includes(`${name}:1.0`));
      await workbench.row(`Repository ${name}`).waitFor();
    });

    it('commits a container', async () => {
      await workbench.chooseFromMenu(workbench.row(`Container web-${kind}`), 'Commit Container');
      await workbench.answer(`committed-${kind}:1`);
      await workbench.choose('Commit');
      await until('the image to be there', async () => (await tags()).includes(`committed-${kind}:1`));
      await workbench.row(`Repository committed-${kind}`).waitFor();
    });

    it('saves an image to a file', async () => {
      const file = path.join(folder, kind === 'dark' ? 'saved.tar' : 'saved.tar.gz');
      await workbench.expand(workbench.row(`Repository committed-${kind}`));
      await workbench.chooseFromMenu(workbench.row(`Image committed-${kind}:1`), 'Save Images to a File');
      await workbench.answerFileDialog(file, () => picture(workbench, `${kind}-4-save`));
      await until('the file to be there', () => stat(file).then(({ size }) => size > 500_000, () => false));
      // VS Code's own dialog would like to add an ending.
      await assert.rejects(stat(`${file}.tar`));
    });

    it('previews a prune, unticks one image and removes exactly the others', async () => {
      for (const extra of ['one', 'two', 'three']) {
        const size = { one: 5_000_000, two: 12_000_000, three: 800_000 }[extra] ?? 0;
        const { id } = await engine.containers.create({ name: `prune-${kind}-${extra}`, body: { Image: base, Cmd: ['sh', '-c', `head -c ${String(size)} /dev/urandom > /blob`] } });
        await engine.containers.start(id);
        await until('the container to end', async () => (await engine.containers.list({ all: true, filters: { id: [id] } }))[0]?.state === 'exited');
        await engine.containers.commit(id, { reference: `prune-${kind}:${extra}`, message: extra });
        await engine.containers.remove(id);
      }
      await workbench.row(`Repository prune-${kind}`).waitFor();
      await workbench.runCommand('Slipway: Prune Images');
      const page = workbench.webview();
      await page.getByRole('radio', { name: /unused/i }).or(page.getByRole('tab', { name: /unused/i })).or(page.getByLabel(/unused/i)).first().click();
      const row = page.getByRole('row').filter({ hasText: `prune-${kind}:two` });
      await row.waitFor();
      await picture(workbench, `${kind}-5-prune`);
      // Whatever else is unused stays too: only two of ours may go.
      await page.getByRole('checkbox', { name: /all/i }).first().uncheck();
      for (const extra of ['one', 'three']) await page.getByRole('row').filter({ hasText: `prune-${kind}:${extra}` }).getByRole('checkbox').check();
      assert.equal(await row.getByRole('checkbox').isChecked(), false);
      await picture(workbench, `${kind}-6-prune-selected`);
      await page.getByRole('button', { name: /remove 2/i }).click();
      await until('two images to go', async () => {
        const left = (await tags()).filter((tag) => tag.startsWith(`prune-${kind}:`));
        return left.length === 1 && left[0] === `prune-${kind}:two`;
      });
      await page.getByText(/^freed /i).first().waitFor();
      await picture(workbench, `${kind}-7-prune-done`);
      assert.ok((await tags()).includes(base));
    });

    it('is led from the disk usage to a plan for containers, and measures again after it', async () => {
      const made = ['one', 'two'].map((which) => `stopped-${kind}-${which}`);
      for (const container of made) {
        const { id } = await engine.containers.create({ name: container, body: { Image: base, Cmd: ['sh', '-c', 'head -c 3000000 /dev/urandom > /blob'] } });
        await engine.containers.start(id);
        await until('the container to end', async () => (await engine.containers.list({ all: true, filters: { id: [id] } }))[0]?.state === 'exited');
      }
      const left = async (): Promise<readonly string[]> => (await engine.containers.list({ all: true })).map(({ name: found }) => found).filter((found) => made.includes(found));
      await workbench.runCommand('Slipway: Show Disk Usage');
      const page = workbench.webview();
      const listed = page.getByRole('row').filter({ hasText: made[0] ?? '' });
      await listed.waitFor();
      await picture(workbench, `${kind}-11-disk-usage`);
      await page.getByRole('row').filter({ hasText: /^Containers/ }).getByText('Prune…').click();
      await page.getByRole('heading', { name: 'Prune Containers' }).waitFor();
      await page.getByRole('row').filter({ hasText: made[1] ?? '' }).getByRole('checkbox').uncheck();
      await picture(workbench, `${kind}-12-prune-containers`);
      await page.getByRole('button', { name: /remove 1 container/i }).click();
      await until('one container to go', async () => (await left()).join() === made[1]);
      await page.getByText(/^freed /i).first().waitFor();
      await workbench.page.locator('.tab', { hasText: 'Disk Usage' }).click();
      await listed.waitFor({ state: 'detached' });
      await page.getByRole('row').filter({ hasText: made[1] ?? '' }).waitFor();
      await engine.containers.remove(made[1] ?? '', { force: true });
      await workbench.runCommand('View: Close All Editors');
    });

    it('merges RUN layers through the light bulb', async () => {
      await workbench.openFile('redis/Dockerfile');
      await workbench.page.locator('.squiggly-info, .squiggly-warning').first().waitFor();
      await picture(workbench, `${kind}-8-dockerfile`);
      await workbench.page.keyboard.press('Control+G');
      await workbench.answer(':6');
      await workbench.page.keyboard.press('Control+.');
      const entry = workbench.page.locator('.action-widget .monaco-list-row', { hasText: /merge/i }).first();
      await entry.waitFor();
      await picture(workbench, `${kind}-9-light-bulb`);
      await entry.click();
      await until('the layers to be merged', async () => /&&/.test(await workbench.page.locator('.view-lines').first().innerText()));
      await picture(workbench, `${kind}-10-merged`);
      await workbench.page.keyboard.press('Control+Z');
    });
  });
}
