import assert from 'node:assert/strict';
import fc from 'fast-check';
import { commands } from '../../src/commands/all';
import type { AnyCommand } from '../../src/commands/define';
import { copiedName, copiedText } from '../../src/core/untrusted';
import type { ContainerSummary } from '../../src/engine/containers/containers';
import type { NetworkSummary } from '../../src/engine/networks/networks';
import type { VolumeSummary } from '../../src/engine/volumes/volumes';
import { buildNode } from '../../src/nodes/build';
import { buildNodeData } from '../../src/nodes/trees/builds';
import { containerDetailNode } from '../../src/nodes/container-detail';
import { containerNode } from '../../src/nodes/container';
import type { Node } from '../../src/nodes/define';
import { engineNode } from '../../src/nodes/engine';
import { volumeFileNode } from '../../src/nodes/file';
import { layerNode } from '../../src/nodes/layer';
import { networkNode } from '../../src/nodes/network';
import { registryTagNode } from '../../src/nodes/registry-tag';
import { volumeNode } from '../../src/nodes/volume';
import { type FakeApp, fakeApp, pick, runFromRows, runWithAnswers } from '../support/fake-app';
import { image, imageRow } from '../support/fake-images';

/** What a name must not hold when it is pasted into a terminal. */
const unwanted = /[\p{Cc}\p{Zl}\p{Zp}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\u{e0000}-\u{e007f}]/u;
const hostile: readonly string[] = [
  'a\ntouch x', 'a\r', 'a\r\nrm -rf ~\n', 'a\u001b[2Jb', 'a\u001b]52;c;eA==\u0007b', 'a\u009b31mb', 'a\u0085b', 'a\u2028b', 'a\u202eb', 'a\tb', 'a\u0000b', 'a\u0008b', 'a\u200bb', 'a\u{e0041}b', 'a\u007fb', 'a\ud800b',
];

function container(name: string): ContainerSummary {
  return { id: name, name, names: [name], image: name, imageId: name, command: '', created: 0, state: 'running', status: '', ports: [], labels: {}, mounts: [], networks: [], size: undefined } as unknown as ContainerSummary;
}

const app = (name: string): FakeApp => fakeApp({
  engine: {
    images: {
      list: () => Promise.resolve([{ ...image('a', name), id: name, digests: [`${name}@sha256:${'a'.repeat(64)}`] }]),
      history: () => Promise.resolve([{ createdBy: name }] as never),
    },
    containers: {
      list: () => Promise.resolve([container(name)]),
      inspect: () => Promise.resolve({ Id: name, Name: `/${name}`, Image: '', Config: { Image: 'app:1', Env: [`A=${name}`], Cmd: [name] }, HostConfig: {} }),
    },
    volumes: { list: () => Promise.resolve([{ name } as VolumeSummary]) },
    networks: { list: () => Promise.resolve([{ id: name, name } as NetworkSummary]) },
  },
  answers: [pick(/^docker run/)],
});

const imageOf = (name: string): Node => imageRow({ ...image('a', name), id: name, digests: [`${name}@sha256:${'a'.repeat(64)}`] }, name);
/** A build of a Dockerfile of this name that has printed it. */
function buildOf(name: string, { builds }: FakeApp): Node {
  void builds.run({ request: { source: { kind: 'folder', folder: '/app' }, dockerfile: { kind: 'file', file: `/app/${name}` } }, title: name, engine: 'x' }, (onEvent) => {
    onEvent({ kind: 'step', step: { id: 's', name, inputs: [], started: 0, cached: false, error: name } });
    onEvent({ kind: 'output', output: { step: 's', stream: 'output', text: name } });
    return Promise.resolve({});
  });
  const [build] = builds.all;
  assert.ok(build);
  return buildNode.make(buildNodeData(build, 0));
}

const rows: Readonly<Record<string, (name: string, app: FakeApp) => Node>> = {
  'slipway.builds.copyDockerCommand': buildOf, 'slipway.builds.copyOutput': buildOf,
  'slipway.containers.copyRunLine': (name) => containerNode.make({ container: container(name), readAt: 0 }),
  'slipway.containers.copyComposeService': (name) => containerNode.make({ container: container(name), readAt: 0 }),
  'slipway.containers.copyId': (name) => containerNode.make({ container: container(name), readAt: 0 }),
  'slipway.containers.copyName': (name) => containerNode.make({ container: container(name), readAt: 0 }),
  'slipway.images.copyId': imageOf, 'slipway.images.copyReference': imageOf, 'slipway.images.copyDigest': imageOf, 'slipway.images.copyPullCommand': imageOf, 'slipway.images.copyDockerCommand': imageOf,
  'slipway.details.copy': (name) => containerDetailNode.make({ container: { id: 'c', name: 'web' }, key: 'mounts/a', label: name, description: '', icon: 'folder', spoken: name, facts: [], copied: name }),
  'slipway.files.copyPath': (name) => volumeFileNode.make({ place: { kind: 'volume', name: 'data' }, path: `/${name}`, entry: undefined }),
  'slipway.volumes.copyName': (name) => volumeNode.make({ volume: { name } as VolumeSummary, usedBy: [] }),
  'slipway.networks.copyName': (name) => networkNode.make({ network: { id: name, name } as NetworkSummary, usedBy: [] }),
  'slipway.engines.copyAddress': (name) => engineNode.make({ candidate: { id: 'x', name, address: `unix:///${name}`, source: '' }, current: true, state: 'connected' }),
  'slipway.registries.copyReference': (name) => registryTagNode.make({ registry: 'r.io', repository: name, tag: { name } }),
  'slipway.layers.copyCommand': (name) => layerNode.make({ step: { createdBy: name } } as never),
};

/** The commands that write to the clipboard by their nature; a new one must be tried here too. */
// A run configuration is a file of the workspace; its line and its service are written like those of a container.
// To another engine images are copied, nothing to the clipboard.
const copying: readonly AnyCommand[] = commands.filter(({ id }) => /\.copy(?!ToEngine)/.test(id) && !id.startsWith('slipway.configurations.'));

describe('names that are copied', () => {
  it('are tried in every command that copies', () => {
    assert.deepEqual(copying.map(({ id }) => id).sort(), Object.keys(rows).sort());
  });

  for (const command of copying) {
    for (const name of hostile) {
      it(`${command.id}: ${JSON.stringify(name)}`, async () => {
        const record = app(name);
        // What is no reference may be refused instead.
        const refused = await runFromRows(command, record, rows[command.id]!(name, record)).then(() => false, (error: unknown) => /invalidInput|notFound/.test(String(error)));
        assert.equal(record.record.clipboard.length, refused ? 0 : 1);
        if (!/copyPullCommand|copyDigest/.test(command.id)) assert.equal(refused, false);
        const script = ['slipway.details.copy', 'slipway.layers.copyCommand', 'slipway.builds.copyOutput', 'slipway.builds.copyDockerCommand', 'slipway.containers.copyRunLine', 'slipway.containers.copyComposeService'].includes(command.id);
        for (const text of record.record.clipboard) assert.doesNotMatch(script ? text.replace(/[\n\t]/g, '') : text, unwanted, JSON.stringify(text));
      });
    }
  }

  it('also when a program names them', async () => {
    for (const name of hostile) {
      const copied = app(name);
      await runWithAnswers(commands.find(({ id }) => id === 'slipway.images.copyReference')!, copied, { images: [name] });
      await runWithAnswers(commands.find(({ id }) => id === 'slipway.registries.copyReference')!, copied, { references: [name] });
      assert.equal(copied.record.clipboard.length, 2);
      for (const text of copied.record.clipboard) assert.doesNotMatch(text, unwanted);
    }
  });

  it('stay one name a line, and show that they were changed', async () => {
    const record = app('x');
    const row = (name: string): Node => rows['slipway.volumes.copyName']!(name, record);
    await runFromRows(commands.find(({ id }) => id === 'slipway.volumes.copyName')!, record, row('one'), row('two\nthree'));
    assert.deepEqual(record.record.clipboard, ['one\ntwo\ufffdthree']);
  });

  it('are left as they are when they hold nothing of it', () => {
    for (const name of ['app:1', 'r.io:5000/a/b@sha256:0a', 'ssh://me@far:22/x', 'Ünïcode 名前', 'a b', 'x'.repeat(1000)]) assert.equal(copiedName(name), name);
    assert.equal(copiedText('RUN a &&\r\n\tb\n'), 'RUN a &&\n\tb\n');
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.doesNotMatch(copiedName(text), unwanted);
      assert.equal(copiedName(copiedName(text)), copiedName(text));
      assert.doesNotMatch(copiedText(text).replace(/[\n\t]/g, ''), unwanted);
    }));
  });
});
