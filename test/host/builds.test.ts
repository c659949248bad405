import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Engine } from '../../src/engine/engine';
import { baseImage, describeWithEngine, engineUnderTest, fresh, rowSaying, rowsOf, showView, slipway, until } from './slipway';

/** The number of the build that began last: other tests have built in this window, too. */
const newest = async (): Promise<number> => (await slipway()).app.builds.all[0]?.number ?? 0;
const pageTabs = (): readonly vscode.Tab[] => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ label }) => label.startsWith('Build: '));

describeWithEngine('Builds', function () {
  this.timeout(120_000);
  let engine: Engine;
  let folder = '';
  const reference = 'host-builds:1';
  before(async () => {
    engine = await engineUnderTest();
    folder = await mkdtemp(path.join(tmpdir(), 'slipway-host-builds-'));
    await mkdir(path.join(folder, 'src'));
    await writeFile(path.join(folder, 'src/app.txt'), 'one');
    await writeFile(path.join(folder, 'Dockerfile'), `FROM ${baseImage}\nRUN echo first-line && echo src/app.txt:1: second-line\nCOPY src /app\nRUN cat /app/app.txt\n`);
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('slipway.builds.clear', {});
    await engine.images.remove(reference, { force: true }).catch(() => undefined);
    await rm(folder, { recursive: true });
    engine.dispose();
  });

  it('stand in their view with steps and output, and a program opens no page', async () => {
    const view = await showView('builds');
    await vscode.commands.executeCommand('slipway.dockerfile.build', { file: path.join(folder, 'Dockerfile'), reference });
    const build = await rowSaying(view, /^Build of host-builds:1, built/);
    assert.deepEqual(build.view.flags, ['ended', 'built', 'tagged', 'hasFile']);
    const rows = (await rowsOf(view)).filter(({ node }) => node.id.includes('/1/') || node.kind === 'buildStep');
    const labels = rows.map(({ view: { label } }) => label);
    assert.ok(labels.includes('COPY src /app'), labels.join('\n'));
    await rowSaying(view, /^Output: first-line/);
    assert.deepEqual(pageTabs(), []);
  });

  it('bring their image into its view, though some engines tell no event of it', async () => {
    const view = await showView('images');
    const name = fresh('host-built');
    try {
      await vscode.commands.executeCommand('slipway.dockerfile.build', { file: path.join(folder, 'Dockerfile'), reference: `${name}:1` });
      await rowSaying(view, `Image ${name}:1`);
    } finally {
      await engine.images.remove(`${name}:1`);
      await vscode.commands.executeCommand('slipway.builds.remove', { build: await newest() });
    }
  });

  it('are built again from their row: the page opens and leaves the focus where it is', async () => {
    const view = await showView('builds');
    const document = await vscode.workspace.openTextDocument(path.join(folder, 'Dockerfile'));
    await vscode.window.showTextDocument(document);
    await writeFile(path.join(folder, 'src/app.txt'), 'two');
    const row = await rowSaying(view, /^Build of host-builds:1, built/);
    await vscode.commands.executeCommand('slipway.builds.again', row, [row]);
    await until('the page', () => pageTabs().length === 1);
    assert.equal(vscode.window.activeTextEditor?.document, document);
    const number = await newest();
    const steps = async (): Promise<string> =>
      (await rowsOf(view)).filter(({ node }) => node.kind === 'buildStep' && node.id.startsWith(`buildStep/${String(number)}/`)).map((one) => one.view.accessibleLabel).join('\n');
    await until('the last step to be done', async () => /^Step RUN cat \/app\/app.txt, done, /m.test(await steps()));
    assert.match(await steps(), /^Step RUN echo first-line[^\n]*, cached/m);
    const shown = await vscode.commands.executeCommand<{ readonly state: string }>('slipway.builds.show', { build: number });
    assert.equal(shown.state, 'done');
    assert.equal(pageTabs().length, 1, 'builds of a Dockerfile share a page');
  });

  it('say which file cost the cache', async () => {
    const compared = await vscode.commands.executeCommand<{ readonly lost: readonly { readonly text: string; readonly loss: unknown }[] }>('slipway.builds.compare', { build: await newest() });
    assert.deepEqual(compared.lost.map(({ text, loss }) => [text, loss]), [['COPY src /app', { kind: 'files', paths: ['src/app.txt'], count: 1 }]]);
  });

  it('are cancelled in the engine, which is as it was then', async () => {
    const view = await showView('builds');
    const before = await engine.containers.list({ all: true });
    await writeFile(path.join(folder, 'Dockerfile.slow'), `FROM ${baseImage}\nRUN echo begun && sleep 600\n`);
    const building = Promise.resolve(vscode.commands.executeCommand('slipway.dockerfile.build', { file: path.join(folder, 'Dockerfile.slow') })).then(
      () => 'built',
      () => 'ended',
    );
    await rowSaying(view, /^Output: begun/);
    const row = await rowSaying(view, /^Build of Dockerfile.slow, building/);
    await vscode.commands.executeCommand('slipway.builds.cancel', row, [row]);
    assert.equal(await building, 'ended');
    await rowSaying(view, /^Build of Dockerfile.slow, cancelled/);
    const { app } = await slipway();
    assert.ok(app.builds.all.every(({ state }) => state !== 'running'));
    await until('the engine to be as it was', async () => (await engine.containers.list({ all: true })).length === before.length);
  });
});
