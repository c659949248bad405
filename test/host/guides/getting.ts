import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { pullSuggestions } from '../../../src/commands/images/pull-suggestions';
import { formatBytes } from '../../../src/core/sizes';
import type { Suggestion } from '../../../src/ports';
import { Hub } from '../../../src/registry/hub';
import { rowSaying, rowsOf, showView, slipway, until } from '../slipway';
import type { Parts, Rows } from './parts';

const pull = async (parts: Parts, reference: string): Promise<void> => {
  const pulled = await parts.call<{ readonly imageId: string }>('slipway.images.pull', { reference });
  assert.equal((await parts.image(pulled.imageId))?.id, pulled.imageId);
};

const found = [
  { repo_name: 'ubuntu', short_description: 'A *small* system', star_count: 17_000, is_official: true },
  { repo_name: 'ada/ubuntu', short_description: '', star_count: 3, is_official: false },
  { repo_name: 'bob/ubuntu', short_description: '', star_count: 400, is_official: false },
];

/** What is proposed for a text while Docker Hub answers as it does; the real one is not asked. */
async function proposals(text: string): Promise<{ readonly asked: readonly string[]; readonly suggestions: readonly Suggestion[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ results: found }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { app } = await slipway();
    const hub = new Hub({ baseUrl: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` });
    const registries = {
      search: (term: string, options: { readonly limit: number; readonly signal?: AbortSignal }) => hub.search(term, options),
    };
    const searching = Object.create(app, { registries: { value: Object.assign(Object.create(app.registries) as object, registries) } }) as typeof app;
    return { suggestions: await pullSuggestions(searching, text, new AbortController().signal), asked };
  } finally {
    server.close();
  }
}

const fromHub = (suggestions: readonly Suggestion[]): readonly string[] => suggestions.filter(({ section }) => section === 'Docker Hub').map(({ label }) => label);

/** Where images come from. Docker Hub’s part is played by the registry under test. */
export const gettingRows: Rows = {
  'docker pull python': async (parts) => {
    const name = await parts.published('python', 'latest');
    await pull(parts, name);
    assert.ok(await parts.image(`${name}:latest`));
  },

  'docker pull python:3.7': async (parts) => {
    const name = await parts.published('python', '3.7', '3.8');
    await pull(parts, `${name}:3.7`);
    assert.ok(await parts.image(`${name}:3.7`));
    assert.equal(await parts.image(`${name}:3.8`), undefined);
  },

  'docker pull 127.0.0.1:5000/ubuntu:latest': async (parts) => {
    const name = await parts.published('ubuntu', 'latest');
    await parts.call('slipway.registries.add', { address: parts.registry });
    const view = await showView('registries');
    await vscode.commands.executeCommand('slipway.registries.refresh');
    const repository = await rowSaying(view, `Repository ${name.slice(parts.registry.length + 1)}`);
    const tag = (await view.getChildren(repository)).find(({ view: { accessibleLabel } }) => accessibleLabel.includes('latest'));
    assert.ok(tag);
    await vscode.commands.executeCommand('slipway.registries.pull', tag);
    assert.ok(await parts.image(`${name}:latest`));
  },

  'docker pull --all-tags 127.0.0.1:5000/ubuntu': async (parts) => {
    const name = await parts.published('ubuntu', '18.04', '20.04');
    await parts.call('slipway.images.pull', { reference: name, allTags: true });
    assert.ok(await parts.image(`${name}:18.04`));
    assert.ok(await parts.image(`${name}:20.04`));
  },

  'docker search centos': async () => {
    const { suggestions, asked } = await proposals('centos');
    assert.match(asked[0] ?? '', /\/v2\/search\/repositories\/\?query=centos&page_size=25/);
    assert.deepEqual(fromHub(suggestions), ['ubuntu', 'ada/ubuntu', 'bob/ubuntu']);
    const official = suggestions.find(({ label }) => label === 'ubuntu');
    assert.deepEqual([official?.description, official?.detail, official?.icon], ['17000 stars · official', 'A *small* system', 'verified']);
  },

  'docker search --filter stars=4 --filter is-official=true --limit 50 ubuntu': async () => {
    const { suggestions, asked } = await proposals('ubuntu stars:4 is:official limit:50');
    assert.match(asked[0] ?? '', /\?query=ubuntu&page_size=50/);
    assert.deepEqual(fromHub(suggestions), ['ubuntu']);
    assert.deepEqual(fromHub((await proposals('ubuntu stars:4')).suggestions), ['ubuntu', 'bob/ubuntu']);
  },
};

const shown = async (view: Awaited<ReturnType<typeof showView>>): Promise<readonly string[]> => (await rowsOf(view)).map((row) => row.view.accessibleLabel);

/** Filters the Images view and looks at which of two rows are left. */
async function filtered(text: string, kept: string, gone: string): Promise<void> {
  const view = await showView('images');
  await rowSaying(view, kept);
  await rowSaying(view, gone);
  await vscode.commands.executeCommand('slipway.images.filter', { text });
  try {
    await until(`${gone} to go`, async () => !(await shown(view)).some((label) => label.includes(gone)));
    assert.ok((await shown(view)).some((label) => label.includes(kept)), `${kept} is gone too`);
  } finally {
    await vscode.commands.executeCommand('slipway.images.filter', { text: '' });
  }
}

/** Two images of which the first is older by a second, as the engine tells times. */
async function olderAndNewer(parts: Parts): Promise<readonly [string, string]> {
  const [older, newer] = [parts.name('older', '1'), parts.name('mongo', '3.2')];
  await parts.ownImage(older);
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  await parts.ownImage(newer);
  return [older, newer];
}

/** What is there. */
export const listRows: Rows = {
  'docker images': async (parts) => {
    const name = await parts.tagged('listed', '1');
    const view = await showView('images');
    const image = await parts.image(name);
    const row = await rowSaying(view, `Image ${name}`);
    assert.ok(image);
    assert.ok(row.view.accessibleLabel.includes(`, ${formatBytes(image.size)}, created `), row.view.accessibleLabel);
    // The row is short; the id is in its tooltip.
    const { tooltip } = await view.resolveTreeItem(await view.getTreeItem(row), row, new vscode.CancellationTokenSource().token);
    assert.ok(tooltip instanceof vscode.MarkdownString && tooltip.value.includes(image.id.slice(7, 19)));
  },

  'docker images --all': async (parts) => {
    const base = await parts.ownImage();
    const { id } = await parts.engine.containers.create({ body: { Image: base, Cmd: ['true'] } });
    const child = parts.name('child', '1');
    await parts.engine.containers.commit(id, { reference: child });
    await parts.engine.containers.remove(id);
    const view = await showView('images');
    const words = `Image ${base.slice(7, 19)}`;
    // While it had no child it was a dangling image, with a row.
    await rowSaying(view, `Image ${child}`);
    await until('the row of the intermediate image to go', async () => !(await shown(view)).some((label) => label.includes(words)));
    await parts.call('slipway.images.toggleIntermediate', { show: true });
    try {
      await rowSaying(view, words);
    } finally {
      await parts.call('slipway.images.toggleIntermediate', { show: false });
    }
  },

  'docker images --digests': async (parts) => {
    const name = await parts.published('digests', '1');
    const { digest } = await parts.engine.images.pull(`${name}:1`, {});
    const view = await showView('images');
    const row = await rowSaying(view, `Image ${name}:1`);
    assert.ok(!row.view.description?.includes('sha256:'));
    await parts.call('slipway.images.toggleDigests', { show: true });
    try {
      await until('the digest', () => row.view.description?.includes(digest ?? '?') === true);
    } finally {
      await parts.call('slipway.images.toggleDigests', { show: false });
    }
  },

  'docker images --quiet': async (parts) => {
    const copied = await parts.call<string>('slipway.images.copyId', { filter: '' });
    assert.equal(await vscode.env.clipboard.readText(), copied);
    assert.deepEqual(copied.split('\n').sort(), (await parts.engine.images.list()).map(({ id }) => id).sort());
  },

  'docker images --no-trunc': async (parts) => {
    const name = parts.name('whole', '1');
    const id = await parts.ownImage(name);
    assert.equal(await parts.call('slipway.images.copyId', { images: [name] }), id);
    const view = await showView('images');
    const row = await rowSaying(view, `Image ${name}`);
    await vscode.env.clipboard.writeText('');
    await vscode.commands.executeCommand('slipway.images.copyId', row);
    assert.equal(await vscode.env.clipboard.readText(), id);
    const item = await view.resolveTreeItem(await view.getTreeItem(row), row, new vscode.CancellationTokenSource().token);
    assert.ok((item.tooltip as vscode.MarkdownString).value.includes(id));
  },

  'docker images ubuntu': async (parts) => {
    const [kept, gone] = [await parts.tagged('ubuntu', '18.04'), await parts.tagged('debian', '10')];
    await filtered(`reference:${kept.slice(0, kept.lastIndexOf(':'))}`, kept, gone);
  },

  'docker images ubuntu:18.04': async (parts) => {
    const kept = await parts.tagged('ubuntu', '18.04');
    const gone = kept.replace('18.04', '20.04');
    await parts.engine.images.tag(kept, gone);
    parts.later(() => parts.engine.images.remove(gone));
    await filtered(`reference:${kept}`, kept, gone);
  },

  'docker images --filter dangling=true': async (parts) => {
    const dangling = await parts.ownImage();
    await filtered('dangling:true', `Image ${dangling.slice(7, 19)}`, await parts.tagged('named', '1'));
  },

  'docker images --filter since=mongo:3.2': async (parts) => {
    const [older, newer] = await olderAndNewer(parts);
    await filtered(`since:${older}`, newer, older);
  },

  'docker images --filter before=mongo:3.2': async (parts) => {
    const [older, newer] = await olderAndNewer(parts);
    await filtered(`before:${newer}`, older, newer);
  },

  'docker ps': async (parts) => {
    const [running, ended] = [await parts.running('up'), await parts.created('ended')];
    const view = await showView('containers');
    await rowSaying(view, `Container ${running}, running`);
    await rowSaying(view, `Container ${ended}, created`);
    await parts.call('slipway.containers.filter', { text: 'running' });
    await until('the other to go', async () => !(await shown(view)).some((label) => label.includes(ended)));
    assert.ok((await shown(view)).some((label) => label.includes(running)));
    await parts.call('slipway.containers.filter', { text: '' });
  },

  'docker ps --all': async (parts) => {
    const name = await parts.created('ended');
    await parts.engine.containers.start(name);
    await rowSaying(await showView('containers'), `Container ${name}, exited`);
  },

  'docker ps | grep user-api': async (parts) => {
    const [kept, gone] = [await parts.created('user-api'), await parts.created('other')];
    const view = await showView('containers');
    await rowSaying(view, gone);
    await parts.call('slipway.containers.filter', { text: 'user-api' });
    await until('the other to go', async () => !(await shown(view)).some((label) => label.includes(gone)));
    assert.ok((await shown(view)).some((label) => label.includes(kept)));
    await parts.call('slipway.containers.filter', { text: '' });
  },

  'docker system df': async (parts) => {
    const name = await parts.running('usage');
    const { usage } = await parts.call<{ readonly usage: { readonly images: readonly { readonly id: string }[]; readonly containers: readonly { readonly name: string }[] } }>('slipway.system.diskUsage', {});
    const listed = await parts.engine.images.list();
    assert.deepEqual(usage.images.map(({ id }) => id).sort(), listed.map(({ id }) => id).sort());
    assert.ok(usage.containers.some((container) => container.name === name));
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  },
};
