import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import path from 'node:path';
import * as vscode from 'vscode';
import { baseImage, describeWithEngine, engineUnderTest, fresh, given, slipway, until } from './slipway';

/** Opens a Dockerfile with a bar where the cursor is to be. */
async function open(marked: string, file?: string): Promise<{ readonly document: vscode.TextDocument; readonly position: vscode.Position }> {
  const offset = marked.indexOf('|');
  const content = marked.replace('|', '');
  if (file !== undefined) await writeFile(file, content);
  const document = file === undefined ? await vscode.workspace.openTextDocument({ language: 'dockerfile', content }) : await vscode.workspace.openTextDocument(file);
  await vscode.window.showTextDocument(document);
  return { document, position: document.positionAt(Math.max(0, offset)) };
}

async function items(marked: string, file?: string): Promise<readonly vscode.CompletionItem[]> {
  const { document, position } = await open(marked, file);
  const list = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, position);
  return list.items;
}

const labels = (found: readonly vscode.CompletionItem[]): readonly string[] => found.map(({ label }) => (typeof label === 'string' ? label : label.label));

describeWithEngine('Knowledge of images and files', () => {
  const registry = given('SLIPWAY_TEST_REGISTRY');
  const repository = fresh('known');
  const folder = path.join(given('SLIPWAY_TEST_WORKSPACE'), fresh('context'));

  before(async () => {
    const { app } = await slipway();
    await app.connection.engine();
    const engine = await engineUnderTest();
    for (const tag of ['1.9', '1.10', 'latest']) {
      await engine.images.tag(baseImage, `${registry}/${repository}:${tag}`);
      await engine.images.push(`${registry}/${repository}:${tag}`, {});
      await engine.images.remove(`${registry}/${repository}:${tag}`);
    }
    engine.dispose();
    await mkdir(path.join(folder, 'src'), { recursive: true });
    await writeFile(path.join(folder, 'src/main.go'), '');
    await writeFile(path.join(folder, 'go.mod'), '');
    await writeFile(path.join(folder, 'secret.key'), '');
    await writeFile(path.join(folder, '.dockerignore'), '*.key\n');
  });
  after(() => rm(folder, { recursive: true, force: true }));
  afterEach(async () => {
    const document = vscode.window.activeTextEditor?.document;
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    // The next one gets the same name: what is asked of it must not be answered of this one.
    if (document?.isUntitled) await until('the document is closed', () => document.isClosed);
  });

  it('completes images of the engine and stages, each once', async () => {
    let found: readonly string[] = [];
    await until('the image of the engine', async () => (found = labels(await items(`FROM a AS build\nFROM slipway-test/|`))).includes(baseImage));
    assert.equal(found.filter((label) => label === baseImage).length, 1);
    assert.ok(labels(await items('FROM a AS build\nFROM |')).includes('build'));
    const stages = labels(await items('FROM a AS build\nFROM b\nCOPY --from=bui|'));
    assert.equal(stages.filter((label) => label === 'build').length, 1, stages.join());
  });

  it('completes tags of a registry, newest version first', async () => {
    let found: readonly vscode.CompletionItem[] = [];
    await until('the tags', async () => (found = (await items(`FROM ${registry}/${repository}:|`)).filter(({ kind }) => kind === vscode.CompletionItemKind.EnumMember)).length > 0);
    const sorted = [...found].sort((a, b) => (a.sortText ?? '').localeCompare(b.sortText ?? ''));
    assert.deepEqual(labels(sorted), ['latest', '1.10', '1.9']);
  });

  it('answers where a registry does not', async () => {
    const asked: Socket[] = [];
    const silent = createServer((socket) => asked.push(socket));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    await items(`FROM 127.0.0.1:${String(port)}/nobody/there:|`);
    await until('the registry to be asked', () => asked.length > 0);
    assert.ok(asked.every(({ destroyed }) => !destroyed), 'the registry was waited for until it gave up');
    for (const socket of asked) socket.destroy();
    silent.close();
  });

  it('completes paths of the build context', async () => {
    const file = path.join(folder, 'Dockerfile');
    const files = (found: readonly vscode.CompletionItem[]): readonly string[] => labels(found.filter(({ kind }) => kind === vscode.CompletionItemKind.File || kind === vscode.CompletionItemKind.Folder));
    assert.deepEqual([...files(await items('FROM a\nCOPY | /x', file))].sort(), ['.dockerignore', 'Dockerfile', 'go.mod', 'src/']);
    const inside = await vscode.workspace.openTextDocument(file);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(inside.uri, new vscode.Position(1, 5), 'src/');
    await vscode.workspace.applyEdit(edit);
    const list = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', inside.uri, new vscode.Position(1, 9));
    assert.deepEqual(files(list.items), ['main.go']);
  });

  it('completes variables once', async () => {
    const found = labels(await items('ARG VERSION=3\nFROM alpine:${VER|'));
    assert.equal(found.filter((label) => /^\W*VERSION\W*$/.test(label)).length, 1, found.join());
  });

  it('completes each flag once, also of mounts', async () => {
    let flags: readonly string[] = [];
    await until('flags', async () => (flags = labels(await items('FROM a\nCOPY --link \\\n  --|')).filter((label) => label.startsWith('--'))).length > 0);
    assert.deepEqual([...flags].sort(), ['--chmod=', '--chown=', '--exclude=', '--from=', '--parents']);
    assert.ok(labels(await items('FROM a\nRUN --mount=type=cache,|')).includes('sharing='));
  });

  it('outlines stages with what their instructions do', async () => {
    const { document } = await open('FROM a AS build\nRUN apt-get update && \\\n  apt-get install x\n');
    let found: readonly vscode.DocumentSymbol[] = [];
    await until('an outline', async () => (found = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>('vscode.executeDocumentSymbolProvider', document.uri) ?? []).length > 0);
    assert.deepEqual(found.map(({ name, detail, children }) => [name, detail, children.map((child) => child.name)]), [['build', 'FROM a AS build', ['RUN apt-get update && apt-get install x']]]);
  });

  it('tells of an image of the engine under the pointer, and of one in a registry', async () => {
    const hover = async (marked: string): Promise<string> => {
      const { document, position } = await open(marked);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, position);
      return hovers.flatMap(({ contents }) => contents.map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))).join('\n');
    };
    const local = await hover(`FROM slip|way-test/base:1`);
    assert.match(local, /in the engine/);
    assert.match(local, /Size: [\d.]+MB/);
    assert.match(local, /linux\\\/amd64/);
    const remote = await hover(`FROM ${registry}/|${repository}:1.9`);
    assert.match(remote, /not in the engine/);
    assert.match(remote, /sha256/);
    assert.equal(await hover('FROM scr|atch'), '');
  });

  it('colours the document and a part of it', async () => {
    const { document } = await open('# syntax=docker/dockerfile:1\nFROM alpine:3 AS build|\nRUN apk add curl && echo "$HOME"\n');
    const legend = await vscode.commands.executeCommand<vscode.SemanticTokensLegend>('vscode.provideDocumentSemanticTokensLegend', document.uri);
    const full = await vscode.commands.executeCommand<vscode.SemanticTokens>('vscode.provideDocumentSemanticTokens', document.uri);
    const types = [...full.data].flatMap((value, index) => (index % 5 === 3 ? [legend.tokenTypes[value]] : []));
    assert.deepEqual(types, [
      'comment', 'macro', 'string', 'keyword', 'class', 'enumMember', 'keyword', 'namespace',
      'keyword', 'function', 'operator', 'function', 'string', 'variable', 'string',
    ]);
    const part = await vscode.commands.executeCommand<vscode.SemanticTokens>('vscode.provideDocumentRangeSemanticTokens', document.uri, new vscode.Range(2, 0, 2, 5));
    assert.equal(part.data.length / 5, 7);
  });
});
