import assert from 'node:assert/strict';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openWorkbench, type OpenedWorkbench } from '../../scripts/environment/workbench';
import { connectEngine } from '../../src/engine/dockerode-engine';
import type { Engine } from '../../src/engine/engine';
import { runProgram } from '../../src/engine/files/run-program';
import { given, until } from '../support/conditions';
import { Workbench } from './workbench';

/** A folder for pictures of what a person sees. */
const pictures = process.env['SLIPWAY_PICTURES'];
const fill = 'mkdir -p /srv/app/sub && echo one > /srv/app/conf.txt && chown 12:34 /srv/app/conf.txt && chmod 640 /srv/app/conf.txt && echo deep > /srv/app/sub/deep.txt && ln -s conf.txt /srv/app/link && echo data > /data/kept.txt && chown 7:8 /data/kept.txt && chmod 604 /data/kept.txt';

for (const { theme, kind } of [
  { theme: 'Default Dark Modern', kind: 'dark' },
  { theme: 'Default Light Modern', kind: 'light' },
]) {
  describe(`Files of containers and volumes, in a ${kind} theme`, function () {
    this.timeout(180_000);
    const folder = path.join(given('SLIPWAY_TEST_DIRECTORY'), `files-${kind}`);
    const [name, volume] = [`files-${kind}`, `files-volume-${kind}`];
    let opened: OpenedWorkbench;
    let workbench: Workbench;
    let engine: Engine;
    let id: string;

    const inside = async (script: string): Promise<string> => {
      const end = await runProgram(engine, id, ['sh', '-c', script]);
      assert.ok(end !== 'missing');
      return end.output + end.errors;
    };
    const becomes = (script: string, output: string): Promise<void> => until(`${script} to say ${output}`, async () => (await inside(script)) === output);
    const picture = async (title: string): Promise<void> => {
      if (pictures !== undefined) await opened.page.screenshot({ path: path.join(pictures, `files-${kind}-${title}.png`) });
    };
    const row = (label: string) => workbench.row(new RegExp(`^${label}`)).last();
    const press = async (...keys: readonly string[]): Promise<void> => {
      for (const key of keys) await opened.page.keyboard.press(key);
    };
    const confirm = (action: string): Promise<void> => opened.page.locator('.monaco-dialog-box').getByRole('button', { name: action, exact: true }).click();

    before(async () => {
      const address = given('SLIPWAY_TEST_DOCKER_HOST');
      engine = await connectEngine({ socketPath: address.replace('unix://', ''), address });
      ({ id } = await engine.containers.create({ name, body: { Image: 'slipway-test/base:1', Cmd: ['sleep', '3600'], StopSignal: 'SIGKILL', HostConfig: { Binds: [`${volume}:/data`] } } }));
      await engine.containers.start(id);
      assert.equal(await inside(fill), '');
      await mkdir(path.join(folder, 'workspace'), { recursive: true });
      await writeFile(path.join(folder, 'workspace', 'dropped.txt'), 'dropped');
      opened = await openWorkbench({
        directory: path.join(folder, 'vscode'),
        folder: path.join(folder, 'workspace'),
        vsix: given('SLIPWAY_TEST_VSIX'),
        theme,
        environment: { DOCKER_HOST: address },
        settings: { 'files.simpleDialog.enable': true, 'workbench.startupEditor': 'none' },
      });
      workbench = new Workbench(opened.page);
      await workbench.openSlipway();
      for (const view of ['Images', 'Registries', 'Networks', 'Builds', 'Engines']) if (await workbench.view(view).isVisible()) await workbench.setExpanded(view, false);
      await workbench.setExpanded('Containers', true);
    });
    after(async () => {
      await opened.close();
      await engine.containers.remove(id, { force: true, volumes: true });
      for (const made of [volume, `${volume}-copy`]) await engine.volumes.remove(made, { force: true });
      engine.dispose();
      await rm(folder, { recursive: true, force: true });
    });
    afterEach(async function () {
      if (this.currentTest?.state === 'failed') await picture(`failed-${this.currentTest.title.replace(/\W+/g, '-')}`);
    });

    /** Chooses a file or folder in VS Code's own dialog, once that has read the folder: before, it would take the first row instead. */
    const chooseInDialog = async (file: string): Promise<void> => {
      const box = workbench.quickInput.locator('.quick-input-box input');
      await box.waitFor();
      const listed = workbench.quickInput.locator('.monaco-list-row', { hasText: 'vscode' });
      // What it proposes itself comes late, and over what was typed.
      for (let tries = 0; tries < 10 && !(await listed.isVisible()); tries++) {
        await box.fill(file);
        await listed.waitFor({ timeout: 2_000 }).catch(() => undefined);
      }
      assert.equal(await box.inputValue(), file);
      await box.press('Enter');
      await workbench.quickInput.waitFor({ state: 'hidden' });
    };

    /** Types into the box of a verb, and waits until it has taken that. */
    const answer = async (title: string, text: string): Promise<void> => {
      await workbench.quickInput.locator('.quick-input-title', { hasText: title }).waitFor();
      await workbench.answer(text);
      await workbench.quickInput.waitFor({ state: 'hidden' });
    };

    /** Does what asks for something, once more where the box does not come: a busy window takes no key and no click while it draws rows anew. */
    const asks = async (title: string, open: () => Promise<void>): Promise<void> => {
      const box = workbench.quickInput.locator('.quick-input-title', { hasText: title });
      for (let tries = 0; tries < 3; tries++) {
        await open();
        if (await box.waitFor({ timeout: 10_000 }).then(() => true, () => false)) return;
      }
      assert.fail(`nothing asks for ${title}`);
    };

    /** Steps down to a row that is in sight. */
    const stepTo = async (label: string): Promise<void> => {
      const focused = opened.page.locator('.part.sidebar .monaco-list.element-focused .monaco-list-row.focused');
      for (let steps = 0; steps < 40; steps++) {
        if (((await focused.getAttribute('aria-label', { timeout: 5_000 })) ?? '').startsWith(label)) return;
        await press('ArrowDown');
      }
      assert.fail(`no row ${label} below`);
    };

    it('are opened by mouse below their container, edited and saved with owner and mode', async () => {
      await workbench.expand(row(`Container ${name}`));
      await workbench.expand(row(`Files of ${name}`));
      await workbench.expand(row('Folder srv'));
      await workbench.expand(row('Folder app'));
      await row('File conf.txt').click();
      const editor = opened.page.locator('.editor-instance .view-lines').first();
      await editor.getByText('one').waitFor();
      await picture('1-open');
      await editor.click();
      await press('Control+End');
      await opened.page.keyboard.type('zwei');
      await press('Control+S');
      await becomes('cat /srv/app/conf.txt; stat -c "%u %g %a" /srv/app/conf.txt', 'one\nzwei12 34 640\n');
      await row('File conf.txt, 8').waitFor();
      await picture('2-saved');
    });

    it('are made, renamed and deleted by their menus, and a folder is downloaded', async () => {
      await workbench.chooseFromMenu(row('Folder app'), 'New File', () => picture('3-menu'));
      await answer('New File', 'made.txt');
      await opened.page.locator('.tab.active', { hasText: 'made.txt' }).waitFor();
      await asks('Rename', () => workbench.chooseFromMenu(row('File made.txt'), 'Rename File or Folder'));
      await answer('Rename', 'other name.txt');
      await row('File other name.txt').waitFor();
      await opened.page.locator('.tab', { hasText: 'other name.txt' }).waitFor();
      await opened.page.locator('.tab', { hasText: 'made.txt' }).waitFor({ state: 'detached' });
      assert.equal(await inside('ls /srv/app'), 'conf.txt\nlink\nother name.txt\nsub\n');
      await workbench.chooseFromMenu(row('File other name.txt'), 'Delete File or Folder');
      await opened.page.locator('.monaco-dialog-box').waitFor();
      await picture('4-delete');
      await confirm('Delete');
      await row('File other name.txt').waitFor({ state: 'detached' });
      await opened.page.locator('.tab', { hasText: 'other name.txt' }).waitFor({ state: 'detached' });
      await workbench.chooseFromMenu(row('Folder app'), 'Download to Folder');
      await chooseInDialog(`${folder}/`);
      await until('the folder to be there', () => readFile(path.join(folder, 'app/sub/deep.txt'), 'utf8').then((text) => text === 'deep\n', () => false));
      assert.equal((await stat(path.join(folder, 'app/conf.txt'))).mode & 0o777, 0o640);
      await picture('5-downloaded');
    });

    it('are opened, edited, made, renamed and deleted by the keyboard alone', async () => {
      await workbench.runCommand('View: Close All Editors');
      await row('Folder srv').locator('.monaco-tl-twistie').click();
      await workbench.runCommand('Slipway: Browse Files');
      await answer('Browse Files', name);
      await row(`Files of ${name}`).and(opened.page.locator('.focused')).waitFor();
      await stepTo('Folder srv');
      await press('ArrowRight');
      await row('Folder app').waitFor();
      await stepTo('Folder app');
      if ((await row('Folder app').getAttribute('aria-expanded')) !== 'true') await press('ArrowRight');
      await row('File conf.txt').waitFor();
      await asks('Rename', async () => {
        await stepTo('File conf.txt');
        await press('F2');
      });
      await answer('Rename', 'renamed.txt');
      await row('File renamed.txt').waitFor();
      await workbench.runCommand('Slipway: Browse Files');
      await answer('Browse Files', name);
      await stepTo('File renamed.txt');
      await press('Enter');
      await opened.page.locator('.tab.active', { hasText: 'renamed.txt' }).waitFor();
      await opened.page.locator('.editor-instance .view-lines').getByText('zwei').waitFor();
      await workbench.runCommand('View: Focus Active Editor Group');
      await press('Control+End');
      await opened.page.keyboard.type(' drei');
      await press('Control+S');
      await becomes('cat /srv/app/renamed.txt; stat -c "%u %g %a" /srv/app/renamed.txt', 'one\nzwei drei12 34 640\n');
      await workbench.runCommand('Slipway: Browse Files');
      await answer('Browse Files', name);
      await stepTo('File renamed.txt');
      await press('Delete');
      await opened.page.locator('.monaco-dialog-box', { hasText: 'Delete renamed.txt?' }).waitFor();
      await press('Enter');
      await becomes('ls /srv/app', 'link\nsub\n');
      await row('File renamed.txt').waitFor({ state: 'detached' });
      await opened.page.locator('.tab', { hasText: 'renamed.txt' }).waitFor({ state: 'detached' });
    });

    it('of a volume are edited, made and deleted; the volume is backed up and cloned', async () => {
      await workbench.setExpanded('Containers', false);
      await workbench.setExpanded('Volumes', true);
      await workbench.expand(row(`Volume ${volume}`));
      await row('File kept.txt').click();
      const editor = opened.page.locator('.editor-instance .view-lines').first();
      await editor.getByText('data').waitFor();
      await editor.click();
      await press('Control+End');
      await opened.page.keyboard.type('more');
      await press('Control+S');
      await becomes('cat /data/kept.txt; stat -c "%u %g %a" /data/kept.txt', 'data\nmore7 8 604\n');
      await workbench.chooseFromMenu(row(`Volume ${volume}`), 'New Folder', () => picture('6-volume-menu'));
      await answer('New Folder', 'made here');
      await row('Folder made here').waitFor();
      await asks('Rename', async () => {
        await row('Folder made here').click();
        await press('F2');
      });
      await answer('Rename', 'made there');
      await row('Folder made there').waitFor();
      await workbench.chooseFromMenu(row('Folder made there'), 'Delete File or Folder');
      await confirm('Delete');
      await becomes('ls /data', 'kept.txt\n');
      await workbench.chooseFromMenu(row(`Volume ${volume}`), 'Back Up Volume');
      await chooseInDialog(path.join(folder, 'backup.tar'));
      await until('the backup', () => readFile(path.join(folder, 'backup.tar'), 'utf8').then((text) => text.includes('data\nmore'), () => false));
      await workbench.chooseFromMenu(row(`Volume ${volume}`), 'Clone Volume');
      await answer('Clone Volume', `${volume}-copy`);
      await workbench.row(`Volume ${volume}-copy, not in use`).and(opened.page.locator('.selected')).waitFor();
      await picture('7-volumes');
    });

    it('are uploaded that are dropped from the Explorer on a row', async () => {
      const { page } = opened;
      await workbench.runCommand('View: Show Explorer');
      const file = page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'dropped.txt' });
      await file.waitFor();
      await file.hover();
      await page.mouse.down();
      const icon = page.locator('.activitybar .action-label[aria-label^="Slipway"]');
      await icon.hover({ force: true });
      // The side bar opens below what is held over its icon for a while.
      for (let moves = 0; moves < 40 && !(await row(`Volume ${volume}`).isVisible()); moves++) {
        await icon.hover({ force: true, position: { x: 10 + (moves % 5), y: 10 } });
        await page.waitForTimeout(100);
      }
      for (let moves = 0; moves < 3; moves++) await row(`Volume ${volume}, in use`).hover({ force: true, position: { x: 60 + moves, y: 10 } });
      await picture('8-drop');
      await page.mouse.up();
      await becomes('cat /data/dropped.txt', 'dropped');
      await row('File dropped.txt').waitFor();
    });

    it('have rows that can be read in a side bar of 220 pixels', async () => {
      const { page } = opened;
      const box = await page.locator('.part.sidebar').boundingBox();
      assert.ok(box);
      const edge = box.x + box.width + 2;
      await page.mouse.move(edge, 500);
      await page.mouse.down();
      await page.mouse.move(edge - box.width + 220, 500, { steps: 5 });
      await page.mouse.up();
      await workbench.setExpanded('Containers', true);
      await row(`Container ${name}`).waitFor();
      await picture('9-narrow');
      assert.ok((await row('Folder sub').boundingBox())?.width);
    });
  });
}
