import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Engine } from '../../src/engine/engine';
import { runProgram } from '../../src/engine/files/run-program';
import { isHelper } from '../../src/engine/files/helper-label';
import { baseImage, describeWithEngine, engineUnderTest, fresh, slipway } from './slipway';

const call = (command: string, answers: object): Thenable<Record<string, unknown>> => vscode.commands.executeCommand(command, answers);

describeWithEngine('Changes of a container, as VS Code has them', () => {
  let engine: Engine;
  let id: string;
  before(async () => {
    engine = await engineUnderTest();
    ({ id } = await engine.containers.create({ name: fresh('changed'), body: { Image: baseImage, Cmd: ['sleep', '600'], StopSignal: 'SIGKILL' } }));
    await engine.containers.start(id);
    await runProgram(engine, id, ['sh', '-c', 'echo more >>/etc/passwd; mkdir /srv; echo new >/srv/new; rm /etc/group']);
    await (await slipway()).app.connection.engine();
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await engine.containers.remove(id, { force: true });
    engine.dispose();
  });

  const shell = async (script: string): Promise<string> => {
    const end = await runProgram(engine, id, ['sh', '-c', script]);
    return end === 'missing' ? '' : end.output;
  };

  it('open as a diff with the version of the image, which nobody can change', async () => {
    const { left, right } = await call('slipway.changes.open', { container: id, path: '/etc/passwd' });
    const { activeTab } = vscode.window.tabGroups.activeTabGroup;
    const input = activeTab?.input;
    assert.ok(input instanceof vscode.TabInputTextDiff);
    assert.deepEqual([input.original.toString(), input.modified.toString()], [vscode.Uri.parse(String(left)).toString(), vscode.Uri.parse(String(right)).toString()]);
    const before = (await vscode.workspace.openTextDocument(input.original)).getText();
    assert.equal((await vscode.workspace.openTextDocument(input.modified)).getText(), `${before}more\n`);
    await assert.rejects(async () => vscode.workspace.fs.writeFile(input.original, new Uint8Array()));
    assert.equal(vscode.workspace.fs.isWritableFileSystem(input.original.scheme), false);
  });

  it('open alone where they were added or deleted', async () => {
    const added = await call('slipway.changes.open', { container: id, path: '/srv/new' });
    assert.equal(added['left'], undefined);
    const deleted = await call('slipway.changes.open', { container: id, path: '/etc/group' });
    assert.equal(deleted['right'], undefined);
    assert.equal(vscode.window.activeTextEditor?.document.uri.scheme, 'slipway-image');
  });

  it('are put back, or removed, and listed no more; no helper stays', async () => {
    const paths = ['/etc/passwd', '/etc/group', '/srv'];
    const done = await call('slipway.changes.restore', { container: id, paths });
    assert.deepEqual(done, { restored: ['/etc/passwd', '/etc/group'], removed: ['/srv'] });
    const { changes } = await call('slipway.containers.showChanges', { container: id });
    const listed = (changes as readonly { readonly path: string }[]).map(({ path }) => path);
    assert.deepEqual(paths.filter((path) => listed.includes(path)), []);
    assert.equal((await shell('grep -c more /etc/passwd; ls -d /srv 2>/dev/null; stat -c %a /etc/group')).trim(), '0\n644');
    assert.deepEqual((await engine.containers.list({ all: true })).filter(isHelper), []);
  });
});
