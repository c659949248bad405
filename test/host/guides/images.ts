import assert from 'node:assert/strict';
import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import * as vscode from 'vscode';
import { baseImage, given, rowSaying, rowsOf, showView, until } from '../slipway';
import type { Parts, Rows } from './parts';

interface InspectedImage {
  readonly Id: string;
  readonly Author: string;
  readonly Comment: string;
  readonly Config: { readonly Cmd: readonly string[] | null; readonly Env: readonly string[] | null };
}

const inspected = async (parts: Parts, image: string): Promise<InspectedImage> => (await parts.engine.images.inspect(image)) as unknown as InspectedImage;

/** What a container made from an image prints. */
async function printed(parts: Parts, image: string, ...command: readonly string[]): Promise<string> {
  const name = await parts.created('prints', { Image: image, Cmd: command });
  await parts.engine.containers.start(name);
  await until(`${name} to end`, async () => (await parts.stateOf(name)) === 'exited');
  const chunks: Uint8Array[] = [];
  for await (const { data } of await parts.engine.containers.logs(name, { follow: false })) chunks.push(data);
  return Buffer.concat(chunks).toString();
}

/** The text of the editor that has the focus. */
const editorText = (): string => vscode.window.activeTextEditor?.document.getText() ?? '';

/** A look at one thing. */
export const lookingRows: Rows = {
  'docker image inspect ubuntu:18.04': async (parts) => {
    const name = await parts.tagged('ubuntu', '18.04');
    const said = await parts.engine.images.inspect(name);
    assert.deepEqual(await parts.call('slipway.images.inspectJson', { image: name }), said);
    assert.deepEqual(JSON.parse(editorText()), said);
    const page = await parts.call<{ readonly details: { readonly id: string } }>('slipway.images.inspect', { image: name });
    assert.equal(page.details.id, said['Id']);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  },

  'docker inspect web': async (parts) => {
    const name = await parts.created('web', { Env: ['MODE=test'] });
    const said = await parts.call<{ readonly Config: { readonly Env: readonly string[] } }>('slipway.containers.inspect', { container: name });
    assert.deepEqual(said, await parts.engine.containers.inspect(name));
    assert.ok(said.Config.Env.includes('MODE=test'));
    assert.match(editorText(), /"MODE=test"/);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  },

  'docker history nginx:v2': async (parts) => {
    const name = parts.name('nginx', 'v2');
    await parts.ownImage(name);
    const { steps } = await parts.call<{ readonly steps: readonly { readonly comment: string }[] }>('slipway.images.inspect', { image: name });
    const history = await parts.engine.images.history(name);
    assert.deepEqual(steps.map(({ comment }) => comment), history.map(({ comment }) => comment));
    const view = await showView('images');
    const row = await rowSaying(view, `Image ${name}`);
    assert.equal((await view.getChildren(row)).length, history.length);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  },

  'docker history --no-trunc nginx:v2': async (parts) => {
    const name = parts.name('nginx', 'v2');
    const command = ['sh', '-c', `echo ${'long '.repeat(40)}`];
    const container = await parts.created('long', { Cmd: command });
    await parts.engine.containers.commit(container, { reference: name });
    const history = await parts.engine.images.history(name);
    const text = await parts.call<string>('slipway.layers.copyCommand', { image: name, step: history.length });
    assert.equal(text, history.at(-1)?.createdBy);
    assert.ok(text.includes('long '.repeat(40).trim()));
    assert.equal(await vscode.env.clipboard.readText(), text);
  },

  'docker diff web': async (parts) => {
    const name = await parts.created('web', { Cmd: ['sh', '-c', 'echo hello > /tmp/index.html'] });
    await parts.engine.containers.start(name);
    await until('it to end', async () => (await parts.stateOf(name)) === 'exited');
    const { changes } = await parts.call<{ readonly changes: readonly { readonly kind: string; readonly path: string }[] }>('slipway.containers.showChanges', { container: name });
    assert.deepEqual(changes.map(({ kind, path: changed }) => `${kind} ${changed}`), ['changed /tmp', 'added /tmp/index.html']);
    assert.equal(editorText(), 'C /tmp\nA /tmp/index.html\n');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  },

  'docker info': async (parts) => {
    const said = await parts.call<{ readonly ServerVersion: string; readonly RegistryConfig: { readonly InsecureRegistryCIDRs: readonly string[] } }>('slipway.engines.info', {});
    assert.equal(said.ServerVersion, parts.engine.information.version);
    assert.ok(said.RegistryConfig.InsecureRegistryCIDRs.includes('127.0.0.0/8'));
    assert.match(editorText(), /"127\.0\.0\.0\/8"/);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  },
};

/** The root file system of the base image as a tar. */
async function rootFileSystem(parts: Parts, name: string): Promise<string> {
  const container = await parts.created('root');
  const file = path.join(parts.folder, name);
  const tar = await parts.engine.containers.export(container);
  await (name.endsWith('.gz') ? pipeline(tar, createGzip(), createWriteStream(file)) : pipeline(tar, createWriteStream(file)));
  return file;
}

async function contextFolder(parts: Parts, name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = path.join(parts.folder, name);
  for (const [file, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), content);
  }
  return folder;
}

/** New images. */
export const makingRows: Rows = {
  'docker commit python_interactive my_python:latest': async (parts) => {
    const container = await parts.created('python_interactive', { Cmd: ['sh', '-c', 'echo installed > /root/pandas'] });
    await parts.engine.containers.start(container);
    await until('it to end', async () => (await parts.stateOf(container)) === 'exited');
    const reference = parts.name('my_python', 'latest');
    await parts.call('slipway.containers.commit', { container, reference });
    assert.equal(await printed(parts, reference, 'cat', '/root/pandas'), 'installed\n');
  },

  'docker commit --author Ada --message "New page" web nginx:v2': async (parts) => {
    const reference = parts.name('nginx', 'v2');
    await parts.call('slipway.containers.commit', { container: await parts.running('web'), reference, author: 'Ada', message: 'New page' });
    const { Author, Comment } = await inspected(parts, reference);
    assert.deepEqual([Author, Comment], ['Ada', 'New page']);
    assert.equal((await parts.engine.images.history(reference)).at(-1)?.comment, 'New page');
  },

  'docker commit -p b1': async (parts) => {
    const container = await parts.running('b1');
    const { imageId } = await parts.call<{ readonly imageId: string }>('slipway.containers.commit', { container, pause: true });
    parts.later(() => parts.engine.images.remove(imageId));
    assert.deepEqual((await parts.image(imageId))?.tags, []);
    assert.equal(await parts.stateOf(container), 'running');
  },

  'docker commit -a Ada -c \'CMD ["httpd", "-f"]\' -p b1 user/httpd:v0.2.0': async (parts) => {
    const reference = parts.name('httpd', 'v0.2.0');
    await parts.call('slipway.containers.commit', { container: await parts.running('b1'), reference, author: 'Ada', changes: ['CMD ["httpd", "-f"]'], pause: true });
    const { Author, Config } = await inspected(parts, reference);
    assert.equal(Author, 'Ada');
    assert.deepEqual(Config.Cmd, ['httpd', '-f']);
  },

  'docker build -t httpd:centos .': async (parts) => {
    const dockerfile = `FROM ${baseImage}\nEXPOSE 80\nADD index.html /var/www/html/index.html\nADD run.sh /run.sh\nRUN chmod 775 /run.sh\nCMD ["/run.sh"]\n`;
    const folder = await contextFolder(parts, 'apache', { Dockerfile: dockerfile, 'index.html': 'it works\n', 'run.sh': '#!/bin/sh\ncat /var/www/html/index.html\n' });
    const reference = parts.name('httpd', 'centos');
    await parts.call('slipway.dockerfile.build', { file: path.join(folder, 'Dockerfile'), reference });
    assert.equal(await printed(parts, reference, '/run.sh'), 'it works\n');
    assert.deepEqual((await inspected(parts, reference)).Config.Cmd, ['/run.sh']);
  },

  'docker build -t user/api:v1 -f service/api/Dockerfile .': async (parts) => {
    const dockerfile = `FROM ${baseImage} AS builder\nWORKDIR /build\nCOPY go.mod .\nRUN tr a-z A-Z < go.mod > api\nFROM ${baseImage}\nWORKDIR /app\nCOPY --from=builder /build/api api\nCMD ["cat", "api"]\n`;
    const folder = await contextFolder(parts, 'work', { 'service/api/Dockerfile': dockerfile, 'go.mod': 'module api\n' });
    const reference = parts.name('api', 'v1');
    await parts.call('slipway.dockerfile.build', { file: path.join(folder, 'service/api/Dockerfile'), context: folder, reference });
    assert.equal(await printed(parts, reference, 'cat', 'api'), 'MODULE API\n');
  },

  'docker import ubuntu.tar.gz test/ubuntu:v1.0': async (parts) => {
    const reference = parts.name('ubuntu', 'v1.0');
    await parts.call('slipway.images.import', { source: await rootFileSystem(parts, 'ubuntu.tar.gz'), reference });
    assert.equal((await parts.engine.images.history(reference)).length, 1);
    assert.equal(await printed(parts, reference, '/bin/echo', 'imported'), 'imported\n');
  },

  'cat ubuntu.tar | docker import - test/ubuntu:v1.0': async (parts) => {
    const reference = parts.name('ubuntu', 'v1.0');
    await parts.call('slipway.images.import', { source: await rootFileSystem(parts, 'ubuntu.tar'), reference });
    assert.equal(await printed(parts, reference, '/bin/echo', 'imported'), 'imported\n');
  },

  'docker import http://server/ubuntu.tar test/ubuntu:v1.0': async (parts) => {
    const file = await rootFileSystem(parts, 'served.tar');
    const server = createServer((_request, response) => void createReadStream(file).pipe(response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    parts.later(() => new Promise((resolve) => server.close(resolve)));
    const reference = parts.name('ubuntu', 'v1.0');
    await parts.call('slipway.images.import', { source: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/ubuntu.tar`, reference });
    assert.equal(await printed(parts, reference, '/bin/echo', 'imported'), 'imported\n');
  },
};

/** Two images with ids of their own in one archive, and no longer in the engine. */
async function savedAndGone(parts: Parts, file: string): Promise<string> {
  const name = parts.name('saved', 'v0.1.0');
  await parts.ownImage(name);
  await parts.call('slipway.images.save', { images: [name], file });
  await parts.engine.images.remove(name);
  assert.equal(await parts.image(name), undefined);
  return name;
}

async function tag(parts: Parts, image: string, reference: string): Promise<void> {
  const before = (await parts.image(image))?.id;
  await parts.call('slipway.images.tag', { image, reference });
  assert.ok(before);
  assert.equal((await parts.image(reference))?.id, before);
}

/** Names, registries and files. */
export const sharingRows: Rows = {
  'docker tag ubuntu:18.04 myubuntu:18.04': async (parts) => tag(parts, await parts.tagged('ubuntu', '18.04'), parts.name('myubuntu', '18.04')),

  'docker tag 9cfb3e04f0e9 user/httpd:v0.1.0': async (parts) => {
    const id = await parts.ownImage();
    const reference = parts.name('httpd', 'v0.1.0');
    await parts.call('slipway.images.tag', { image: id.slice(7, 19), reference });
    assert.equal((await parts.image(reference))?.id, id);
  },

  'docker tag ubuntu:20.04 127.0.0.1:5000/ubuntu:latest': async (parts) => tag(parts, await parts.tagged('ubuntu', '20.04'), parts.remoteName('ubuntu', 'latest')),

  'docker login -u ada 127.0.0.1:5000': async (parts) => {
    const [registry = '', username = '', password = ''] = given('SLIPWAY_TEST_REGISTRY_AUTH').split(';');
    const name = `${registry}/guides/login`;
    await parts.engine.images.tag(baseImage, `${name}:1`);
    parts.later(() => parts.engine.images.remove(`${name}:1`));
    await assert.rejects(parts.call('slipway.images.push', { reference: `${name}:1` }), /unauthorized/);
    await assert.rejects(parts.call('slipway.registries.logIn', { registry, username, password: 'wrong' }), /unauthorized/);
    await parts.call('slipway.registries.logIn', { registry, username, password });
    parts.later(() => parts.call('slipway.registries.logOut', { registry }));
    await parts.call('slipway.images.push', { reference: `${name}:1` });
    const answer = await fetch(`http://${registry}/v2/guides/login/tags/list`, { headers: { Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` } });
    assert.deepEqual(((await answer.json()) as { readonly tags: readonly string[] }).tags, ['1']);
  },

  'docker push user/test:0.1': async (parts) => {
    const reference = parts.remoteName('test', '0.1');
    await parts.engine.images.tag(baseImage, reference);
    await parts.call('slipway.images.push', { reference });
    assert.deepEqual(await parts.remoteTags(reference.slice(0, -':0.1'.length)), ['0.1']);
  },

  'docker push 127.0.0.1:5000/ubuntu:latest': async (parts) => {
    const reference = parts.remoteName('ubuntu', 'latest');
    await parts.engine.images.tag(baseImage, reference);
    await vscode.commands.executeCommand('slipway.images.push', await rowSaying(await showView('images'), `Image ${reference}`));
    assert.deepEqual(await parts.remoteTags(reference.slice(0, -':latest'.length)), ['latest']);
  },

  'docker tag web:1 127.0.0.1:5000/web:1; docker push 127.0.0.1:5000/web:1': async (parts) => {
    const reference = await parts.tagged('web', '1');
    await parts.call('slipway.images.pushTo', { reference, target: `${parts.registry}/` });
    assert.deepEqual(await parts.remoteTags(`${parts.registry}/${reference.slice(0, -2)}`), ['1']);
    assert.equal(await parts.image(`${parts.registry}/${reference}`), undefined);
  },

  'curl 127.0.0.1:5000/v2/': async (parts) => {
    await parts.call('slipway.registries.add', { address: parts.registry });
    await rowSaying(await showView('registries'), `Registry ${parts.registry}`);
    await assert.rejects(parts.call('slipway.registries.add', { address: `127.0.0.1:${String(await parts.freePort())}` }), /registryUnreachable/);
  },

  'curl 127.0.0.1:5000/v2/_catalog': async (parts) => {
    const name = await parts.published('catalog', '1');
    await parts.call('slipway.registries.add', { address: parts.registry });
    const view = await showView('registries');
    await vscode.commands.executeCommand('slipway.registries.refresh');
    await rowSaying(view, `Repository ${name.slice(parts.registry.length + 1)}`);
    const { repositories } = (await (await fetch(`http://${parts.registry}/v2/_catalog?n=1000`)).json()) as { readonly repositories: readonly string[] };
    const labels = (await rowsOf(view)).map((row) => row.view.accessibleLabel);
    assert.deepEqual(repositories.filter((repository) => !labels.includes(`Repository ${repository}`)), []);
  },

  'docker save -o ubuntu.tar ubuntu:18.04': async (parts) => {
    const name = parts.name('ubuntu', '18.04');
    await parts.ownImage(name);
    const file = path.join(parts.folder, 'ubuntu.tar');
    await parts.call('slipway.images.save', { images: [name], file });
    await parts.engine.images.remove(name);
    assert.deepEqual(await parts.engine.images.load(createReadStream(file), {}), [name]);
  },

  'docker save -o image.gz user/httpd:v0.1.0 user/httpd:v0.2.0': async (parts) => {
    const names = [parts.name('httpd', 'v0.1.0'), parts.name('httpd', 'v0.2.0')];
    for (const name of names) await parts.ownImage(name);
    const file = path.join(parts.folder, 'image.tar.gz');
    await parts.call('slipway.images.save', { images: names, file });
    assert.deepEqual([...(await readFile(file)).subarray(0, 2)], [0x1f, 0x8b]);
    for (const name of names) await parts.engine.images.remove(name);
    assert.deepEqual([...(await parts.engine.images.load(createReadStream(file), {}))].sort(), names.toSorted());
  },

  'docker load -i ubuntu.tar': async (parts) => {
    const file = path.join(parts.folder, 'load.tar');
    const name = await savedAndGone(parts, file);
    await parts.call('slipway.images.load', { files: [file] });
    assert.ok(await parts.image(name));
  },

  'docker load < ubuntu.tar': async (parts) => {
    const [file, damaged] = [path.join(parts.folder, 'whole.tar'), path.join(parts.folder, 'damaged.tar')];
    const name = await savedAndGone(parts, file);
    await copyFile(file, damaged);
    const cut = await open(damaged, 'r+');
    await cut.truncate((await cut.stat()).size - 20_000);
    await cut.close();
    await assert.rejects(parts.call('slipway.images.load', { files: [damaged] }));
    assert.equal(await parts.image(name), undefined);
    await parts.call('slipway.images.load', { files: [file] });
    assert.ok(await parts.image(name));
  },

  'docker export web > ubuntu.tar': async (parts) => {
    const name = await parts.created('web', { Cmd: ['sh', '-c', 'echo snapshot > /root/kept'] });
    await parts.engine.containers.start(name);
    await until('it to end', async () => (await parts.stateOf(name)) === 'exited');
    const file = path.join(parts.folder, 'export.tar');
    await parts.call('slipway.containers.export', { containers: [name], file });
    const reference = parts.name('exported', '1');
    await parts.engine.images.import(createReadStream(file), { reference });
    assert.equal(await printed(parts, reference, '/bin/cat', '/root/kept'), 'snapshot\n');
  },
};
