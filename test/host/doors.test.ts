import assert from 'node:assert/strict';
import { createWriteStream } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as vscode from 'vscode';
import manifest from '../../package.json';
import { Parts } from './guides/parts';
import { baseImage, describeWithEngine, given, until } from './slipway';

/** Presses Enter in each box that a command opens, until it is done. */
async function accepting<Result>(command: Thenable<Result>): Promise<Result> {
  const open = new Set([command]);
  const settled = (): void => {
    open.clear();
  };
  command.then(settled, settled);
  while (open.size > 0) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (open.size > 0) await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  }
  return command;
}

/** Calls what opens a form, which is closed when its tab is there; the call ends then. */
async function formOf(title: string, open: () => Thenable<unknown>): Promise<void> {
  const tabs = (): readonly vscode.Tab[] => vscode.window.tabGroups.all.flatMap((group) => group.tabs).filter(({ label }) => label === title);
  const call = open();
  await until(`the form ${title}`, () => tabs().length === 1);
  await vscode.window.tabGroups.close(tabs());
  await call;
}

/** The ids of the commands that the Explorer offers on a file. */
function offeredOn(name: string): readonly string[] {
  return manifest.contributes.menus['explorer/context'].flatMap(({ command, when }) => {
    const [, pattern = '(?!)', flags = ''] = /resourceFilename =~ \/(.+)\/([a-z]*)/.exec(when) ?? [];
    return new RegExp(pattern, flags).test(name) ? [command] : [];
  });
}

const marks = (file: string): readonly vscode.Diagnostic[] => vscode.languages.getDiagnostics(vscode.Uri.file(file)).filter(({ source }) => source === 'slipway build');

describeWithEngine('Doors of build, load and import', () => {
  const parts = new Parts();
  // In the folder that is open, as the Explorer shows it.
  const folder = path.join(given('SLIPWAY_TEST_WORKSPACE'), 'doors');
  const file = (name: string): string => path.join(folder, name);
  before(async () => {
    await parts.open();
    await vscode.workspace.fs.createDirectory(vscode.Uri.file(folder));
  });
  after(async () => {
    await rm(folder, { recursive: true });
    await parts.close();
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await parts.tidy();
  });

  it('are offered by the Explorer on the files that they take', () => {
    for (const name of ['Dockerfile', 'api.Dockerfile', 'Containerfile', 'Dockerfile.dev']) assert.deepEqual([...offeredOn(name)].sort(), ['slipway.dockerfile.build', 'slipway.dockerfile.buildAgain', 'slipway.dockerfile.showContext'], name);
    for (const name of ['a.tar', 'a.tgz', 'a.tar.gz', 'A.TAR.XZ']) assert.deepEqual([...offeredOn(name)].sort(), ['slipway.images.import', 'slipway.images.load'], name);
    for (const name of ['.dockerignore', 'Dockerfile.dockerignore']) assert.deepEqual(offeredOn(name), ['slipway.dockerfile.showContext'], name);
    for (const name of ['a.zip', 'tar', 'notes.md']) assert.deepEqual(offeredOn(name), [], name);
  });

  it('shows the form of the Dockerfile that was right-clicked in the Explorer, or of that of a folder', async () => {
    await writeFile(file('Dockerfile'), `FROM ${baseImage}\nCOPY said /said\n`);
    await writeFile(file('said'), 'by the Explorer\n');
    await formOf('Build Dockerfile', () => vscode.commands.executeCommand('slipway.dockerfile.build', vscode.Uri.file(file('Dockerfile')), [vscode.Uri.file(file('Dockerfile'))]));
    await formOf('Build Dockerfile', () => vscode.commands.executeCommand('slipway.dockerfile.build', vscode.Uri.file(folder), [vscode.Uri.file(folder)]));
    await formOf('Build Dockerfile', () => vscode.commands.executeCommand('slipway.dockerfile.buildAgain', vscode.Uri.file(file('Dockerfile'))));
  });

  it('builds it again as it was built last', async () => {
    const reference = parts.name('again', '1');
    const { imageId } = await parts.call<{ readonly imageId: string }>('slipway.dockerfile.build', { file: file('Dockerfile'), reference, labels: { kind: 'first' } });
    assert.deepEqual(await parts.call('slipway.dockerfile.buildAgain', { file: file('Dockerfile') }), { imageId, reference });
  });

  it('builds a stage by the button above its FROM', async () => {
    await writeFile(file('stages.Dockerfile'), `FROM ${baseImage} AS first\nENV STAGE=first\nFROM first\nENV STAGE=last\n`);
    const document = await vscode.workspace.openTextDocument(file('stages.Dockerfile'));
    await vscode.window.showTextDocument(document);
    const lenses = (await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 10)).filter(({ command }) => command?.command === 'slipway.dockerfile.build');
    assert.deepEqual(lenses.map(({ range }) => range.start.line), [0, 2]);
    for (const [index, target] of [['0', 'first'], ['1', undefined]] as const) {
      const { command, arguments: given = [] } = lenses[Number(index)]?.command ?? assert.fail('no button');
      assert.equal((given[0] as { readonly target?: string }).target, target);
      await formOf('Build stages.Dockerfile', () => vscode.commands.executeCommand(command, ...(given as unknown[])));
    }
  });

  it('marks the line at which a build failed, and takes the mark away after a good one', async () => {
    const failing = file('failing.Dockerfile');
    await writeFile(failing, `FROM ${baseImage}\n# a comment\nRUN echo fine\nRUN echo broken && \\\n    exit 7\nENV A=b\n`);
    const reference = parts.name('marked', '1');
    await assert.rejects(parts.call('slipway.dockerfile.build', { file: failing, reference }), /buildFailed/);
    await until('the mark', () => marks(failing).length === 1);
    const [mark] = marks(failing);
    // The command in the RUN, not only the RUN.
    assert.deepEqual([mark?.range.start.line, mark?.range.start.character, mark?.range.end.character], [4, 4, 10]);
    assert.equal(mark?.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(await parts.image(reference), undefined);
    await writeFile(failing, `FROM ${baseImage}\nRUN echo mended\n`);
    await parts.call('slipway.dockerfile.build', { file: failing, reference });
    await until('the mark to go', () => marks(failing).length === 0);
    assert.ok(await parts.image(reference));
  });

  it('moves the mark with what is changed elsewhere, and offers a shell there', async () => {
    const failing = file('moved.Dockerfile');
    await writeFile(failing, `FROM ${baseImage}\r\nRUN exit 7\r\n`);
    const document = await vscode.workspace.openTextDocument(failing);
    await vscode.window.showTextDocument(document);
    await assert.rejects(parts.call('slipway.dockerfile.build', { file: failing }), /buildFailed/);
    await until('the mark', () => marks(failing).length === 1);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '# above\r\n');
    edit.insert(document.uri, new vscode.Position(2, 0), '# below\r\n');
    await vscode.workspace.applyEdit(edit);
    await until('the mark to move', () => marks(failing)[0]?.range.start.line === 2);
    const [mark] = marks(failing);
    assert.ok(mark);
    assert.equal(document.getText(mark.range), 'exit 7');
    const actions = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, mark.range);
    assert.deepEqual(actions.flatMap(({ command }) => (command?.command === 'slipway.builds.openShell' ? [command.title] : [])), ['Open a Shell Where It Failed']);
    await document.save();
  });

  it('takes the mark of a failed build away when its file is changed', async () => {
    const failing = file('changed.Dockerfile');
    await writeFile(failing, `FROM ${baseImage}\nRUN exit 7\n`);
    const document = await vscode.workspace.openTextDocument(failing);
    await vscode.window.showTextDocument(document);
    await assert.rejects(parts.call('slipway.dockerfile.build', { file: failing }), /buildFailed/);
    await until('the mark', () => marks(failing).length === 1);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(1, 9, 1, 10), '0');
    await vscode.workspace.applyEdit(edit);
    await until('the mark to go', () => marks(failing).length === 0);
    await document.save();
  });

  it('loads archives that were right-clicked in the Explorer, one or several', async () => {
    const names = [parts.name('one', '1'), parts.name('two', '1')];
    const uris: vscode.Uri[] = [];
    for (const [index, name] of names.entries()) {
      await parts.ownImage(name);
      const archive = file(`${String(index)}.tar`);
      await pipeline((await parts.engine.images.save([name])).stream, createWriteStream(archive));
      uris.push(vscode.Uri.file(archive));
      await parts.engine.images.remove(name);
    }
    await vscode.commands.executeCommand('slipway.images.load', uris[0], [uris[0]]);
    assert.deepEqual([Boolean(await parts.image(names[0] ?? '')), Boolean(await parts.image(names[1] ?? ''))], [true, false]);
    await parts.engine.images.remove(names[0] ?? '');
    await vscode.commands.executeCommand('slipway.images.load', uris[1], uris);
    for (const name of names) assert.ok(await parts.image(name));
  });

  it('imports the file system that was right-clicked in the Explorer', async () => {
    const container = await parts.created('root');
    await pipeline(await parts.engine.containers.export(container), createWriteStream(file('root.tar')));
    const { imageId } = await accepting(vscode.commands.executeCommand<{ readonly imageId: string }>('slipway.images.import', vscode.Uri.file(file('root.tar')), [vscode.Uri.file(file('root.tar'))]));
    parts.later(() => parts.engine.images.remove(imageId));
    assert.equal((await parts.engine.images.history(imageId)).length, 1);
  });

  it('refuses an archive that holds something else, and leaves nothing', async () => {
    await writeFile(file('text.tar'), 'no archive at all\n'.repeat(100));
    const before = (await parts.engine.images.list({ all: true })).length;
    await assert.rejects(parts.call('slipway.images.load', { files: [file('text.tar')] }));
    assert.equal((await parts.engine.images.list({ all: true })).length, before);
  });
});
