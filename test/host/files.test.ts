import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Engine } from '../../src/engine/engine';
import { runProgram } from '../../src/engine/files/run-program';
import { baseImage, describeWithEngine, engineUnderTest, fresh, slipway } from './slipway';

const call = (command: string, answers: object): Thenable<Record<string, unknown>> => vscode.commands.executeCommand(command, answers);
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describeWithEngine('Files of containers, as VS Code has them', () => {
  let engine: Engine;
  let id: string;
  let folder: string;
  before(async () => {
    engine = await engineUnderTest();
    folder = await mkdtemp(path.join(os.tmpdir(), 'slipway-files-'));
    ({ id } = await engine.containers.create({ name: fresh('files'), body: { Image: baseImage, Cmd: ['sleep', '600'], StopSignal: 'SIGKILL' } }));
    await engine.containers.start(id);
    await runProgram(engine, id, ['sh', '-c', 'mkdir /srv && echo one > /srv/conf && chown 12:34 /srv/conf && chmod 640 /srv/conf && ln -s conf /srv/link']);
    await (await slipway()).app.connection.engine();
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await engine.containers.remove(id, { force: true });
    engine.dispose();
    await rm(folder, { recursive: true });
  });

  const uriOf = async (file: string): Promise<vscode.Uri> => {
    const { uri } = await call('slipway.files.open', { container: id, path: file });
    return vscode.Uri.parse(String(uri), true);
  };

  it('open in an editor, are changed and saved, and keep owner and mode', async () => {
    const uri = await uriOf('/srv/conf');
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.getText(), 'one\n');
    const editor = await vscode.window.showTextDocument(document);
    assert.ok(await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), 'zwei ä\n')));
    assert.ok(await document.save());
    const end = await runProgram(engine, id, ['sh', '-c', 'stat -c "%u %g %a" /srv/conf; cat /srv/conf']);
    assert.ok(end !== 'missing');
    assert.equal(end.output, '12 34 640\none\nzwei ä\n');
  });

  it('are listed, made, renamed, removed and read by the file system', async () => {
    const top = (await uriOf('/srv/conf')).with({ path: '/srv' });
    const at = (name: string): vscode.Uri => vscode.Uri.joinPath(top, name);
    assert.deepEqual(await vscode.workspace.fs.readDirectory(top), [
      ['conf', vscode.FileType.File],
      ['link', vscode.FileType.File | vscode.FileType.SymbolicLink],
    ]);
    await vscode.workspace.fs.createDirectory(at('sub'));
    const odd = at('sub/line\nbreak #1 日');
    await vscode.workspace.fs.writeFile(odd, new Uint8Array([0, 255, 10, 13]));
    await vscode.workspace.fs.rename(odd, at('sub/b'));
    assert.deepEqual([...(await vscode.workspace.fs.readFile(at('sub/b')))], [0, 255, 10, 13]);
    assert.equal((await vscode.workspace.fs.stat(at('sub/b'))).size, 4);
    await assert.rejects(async () => vscode.workspace.fs.readFile(odd), (error: unknown) => error instanceof vscode.FileSystemError && error.code === 'FileNotFound');
    await vscode.workspace.fs.delete(at('sub'), { recursive: true });
    assert.equal((await vscode.workspace.fs.readDirectory(top)).length, 2);
    await assert.rejects(async () => vscode.workspace.fs.readFile(top.with({ authority: top.authority.replace(/[0-9a-f]{8}$/, '00000000') })), /engine/);
  });

  it('are downloaded and uploaded by their commands', async () => {
    const local = path.join(folder, 'local.txt');
    await writeFile(local, 'from here');
    await call('slipway.files.upload', { container: id, path: '/srv', uris: [vscode.Uri.file(local).toString()] });
    const { downloaded } = await call('slipway.files.download', { container: id, paths: ['/srv'], folder });
    const [{ file } = assert.fail()] = downloaded as readonly { readonly file: string }[];
    assert.equal(await readFile(path.join(file, 'local.txt'), 'utf8'), 'from here');
    await call('slipway.files.remove', { container: id, paths: ['/srv/local.txt'] });
  });

  it('of a stopped container are listed and saved, and it is said why one cannot be removed', async () => {
    await engine.containers.stop(id);
    const uri = await uriOf('/srv/link');
    assert.deepEqual((await vscode.workspace.fs.readDirectory(uri.with({ path: '/srv' }))).map(([name]) => name), ['conf', 'link']);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode('while stopped'));
    assert.equal(text(await vscode.workspace.fs.readFile(uri.with({ path: '/srv/conf' }))), 'while stopped');
    await assert.rejects(async () => vscode.workspace.fs.delete(uri), /running/);
    await engine.containers.start(id);
    const end = await runProgram(engine, id, ['stat', '-c', '%u %g %a', '/srv/conf']);
    assert.ok(end !== 'missing');
    assert.equal(end.output, '12 34 640\n');
  });
});
