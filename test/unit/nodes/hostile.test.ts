import assert from 'node:assert/strict';
import '../../../src/nodes/shown-engine';
import '../../../src/nodes/trees';
import '../../../src/nodes/layer';
import { type NodeKind, nodeKinds, nodeType } from '../../../src/nodes/define';
import { fakeApp } from '../../support/fake-app';
import { containerOf, image } from '../../support/fake-images';
import { assertHarmlessLine, assertHarmlessMarkdown, hostileTexts, poisoned } from '../../support/hostile';

const now = Date.now();
const imageData = { image: { ...image('a', 'app:1'), digests: ['app@sha256:1'], tags: ['app:1', 'app:2'] }, reference: 'app:1', label: '1', digest: 'sha256:1', newer: true, usedBy: ['web', 'db'] };
const containerData = {
  container: {
    ...containerOf(image('a', 'app:1'), 'web'), networks: ['a', 'b'], status: 'Up 3 hours',
    ports: [{ containerPort: 80, hostPort: 8080, protocol: 'tcp' }],
    mounts: [{ type: 'bind', source: '/a', destination: '/b', readOnly: true }],
  },
  readAt: now,
};
const ofBuild = { number: 1, engine: 'e', state: 'failed', now, hasFile: true };
const buildRecord = {
  step: { id: 'a', name: '[base 1/2] RUN make', inputs: [], started: now, completed: now, cached: false, error: 'exit code 1' },
  transfers: [{ step: 'a', id: 'context', name: 'transferring', current: 5, total: 10 }],
  output: [{ step: 'a', stream: 'output', text: 'ok' }], cut: false,
};
const registry = { address: 'ghcr.io', name: 'GitHub', builtin: false, repositories: [] };

/** One row of each kind; everything in it that is a text may come from outside. */
const samples: Readonly<Record<NodeKind, unknown>> = {
  action: { label: 'Do', icon: 'add', command: 'slipway.images.pull' },
  build: {
    number: 1, title: 'app:1', engine: 'e', state: 'failed', started: now, ended: now, now, builderNow: now, builder: 'buildkit', reason: 'exit code 1',
    imageId: 'sha256:1', references: ['app:1', 'app:2'], file: '/w/Dockerfile', steps: [buildRecord],
  },
  buildOutput: { build: 1, step: 'a', place: 0, line: 'ok' },
  buildStage: { build: ofBuild, group: { part: 'stage', stage: 'base', steps: [buildRecord], count: 2 } },
  buildStep: { build: ofBuild, record: buildRecord },
  container: containerData,
  containerChange: { container: { id: 'c', name: 'web' }, entry: { path: '/etc/x', label: 'etc/x', kind: 'added', folder: true, count: 2, entries: [{ path: '/etc/x/y', label: 'y', kind: 'added', folder: false, count: 1, entries: [] }] } },
  containerChanges: containerData,
  containerDetail: { container: containerData.container, key: 'ports/80/tcp', label: '80/tcp', description: '0.0.0.0:80', icon: 'plug', spoken: 'Port 80/tcp', facts: [['At', '0.0.0.0:80\nmore']], copied: 'x' },
  containerDetails: { ...containerData, facet: 'networks' },
  containerReadings: { ...containerData, facet: 'environment' },
  containerGroup: { project: 'shop', containers: [containerData] },
  danglingImages: { images: [imageData] },
  engine: {
    candidate: { id: 'e', name: 'desktop', address: 'unix:///x', source: 'context desktop' }, current: true, state: 'unreachable', reason: 'ENOENT',
    information: { kind: 'docker', version: '28', apiVersion: '1.51', id: 'x', operatingSystem: 'Debian', platform: 'linux/amd64', storageDriver: 'overlay2', containerdStore: true, insecureRegistries: [] },
  },
  file: { place: { kind: 'container', id: 'c', name: 'web' }, path: '/etc/hosts', entry: { name: 'hosts', type: 'link', size: 5, mode: 420, modified: now, linkTarget: '/x', owner: { user: 0, group: 0 } } },
  image: imageData,
  imageGroup: { id: 'label/x', label: 'x', icon: 'tag', nodes: [] },
  layer: { parent: 'a', imageId: 'a', index: 0, step: { createdBy: 'RUN make', comment: 'by hand', size: 5, created: now }, share: 0.5, base: 'alpine:3' },
  message: { id: 'm', label: 'What', detail: 'Why' },
  networkAttachment: { network: { id: 'n', name: 'net', driver: 'bridge', scope: 'local', internal: false, subnets: [], labels: {} }, container: { ...containerData.container, addresses: { net: ['10.0.0.2'] } } },
  network: { network: { id: 'n', name: 'net', driver: 'bridge', scope: 'local', internal: false, subnets: ['10.0.0.0/8'], labels: {} }, usedBy: ['web'] },
  registry: { entry: registry, user: 'ada' },
  registryMore: { of: 'ghcr.io', after: { path: '/v2/_catalog?last=a', skip: 0 }, rows: () => Promise.resolve([]) },
  registryRepository: { registry: 'ghcr.io', name: 'ada/app' },
  registryTag: { registry: 'ghcr.io', repository: 'ada/app', tag: { name: '1.0', size: 5, updated: now } },
  repository: { name: 'app', images: [imageData] },
  shownEngine: { identity: { id: 'context:lab', name: 'lab', inUse: true }, state: { kind: 'unreachable', tried: [{ address: 'unix:///x', source: 'context lab', reason: 'ENOENT' }], retryAt: now }, view: 'images' },
  runConfiguration: { configuration: { name: 'web', image: 'nginx', ports: ['80:80'], beforeLaunch: [{ pull: 'nginx' }] }, line: 1, keptFor: 'project', running: true },
  imageRunConfiguration: { configuration: { name: 'web', image: 'nginx' }, line: 1, keptFor: 'user', running: false, parent: 'x' },
  runConfigurationGroup: { configurations: [{ configuration: { name: 'web', image: 'nginx' }, line: 1, keptFor: 'project', running: false }], problem: { reason: 'no', line: 2 } },
  volume: { volume: { name: 'v', driver: 'nfs', mountpoint: '/v', created: now, labels: {} }, usedBy: ['web'] },
  volumeFile: { place: { kind: 'volume', name: 'v' }, path: '/data', entry: { name: 'data', type: 'folder', size: 0, mode: 493, modified: now } },
};
/** An app whose registries answer with nothing but this text. */
const appOf = (text: string) => fakeApp({ registries: { tag: () => Promise.resolve({ name: text, size: 5, updated: now, platforms: [text, text] }) } });

/** Words of a fixed set, which the adapters of engine and registry make, and the icons of Slipway's own. */
const kept = new Set(['state', 'health', 'kind', 'icon', 'command']);
const keptOf: Partial<Record<NodeKind, ReadonlySet<string>>> = {
  build: new Set(['state', 'builder']),
  container: new Set(['state', 'health', 'icon']), containerGroup: new Set(['state', 'health', 'icon']) };

describe('rows of hostile names', () => {
  it('are tried for every kind of row', () => assert.deepEqual(Object.keys(samples).sort(), [...nodeKinds].sort()));

  for (const kind of nodeKinds) {
    it(`${kind}: label, description, words for screen readers and tooltip stay harmless`, async () => {
      const { view, tooltip } = nodeType({ kind, id: '', data: undefined });
      for (const [what, text] of Object.entries(hostileTexts)) {
        const data = poisoned(samples[kind], text, keptOf[kind] ?? kept);
        const row = view(data);
        assertHarmlessLine(row.label, `${kind} label, ${what}`, 210);
        assertHarmlessLine(row.description ?? '', `${kind} description, ${what}`);
        assertHarmlessLine(row.accessibleLabel, `${kind} for screen readers, ${what}`);
        assert.ok(!(row.flags ?? []).some((flag) => !/^[a-zA-Z]+$/.test(flag)));
        if (tooltip) assertHarmlessMarkdown(await tooltip(data, appOf(text)), `${kind} tooltip, ${what}`);
      }
    });
  }

  it('lose nothing of harmless names', async () => {
    for (const kind of nodeKinds) {
      const { view, tooltip } = nodeType({ kind, id: '', data: undefined });
      const { label, description = '' } = view(samples[kind]);
      const shown = `${label} ${description} ${(await tooltip?.(samples[kind], appOf('linux/amd64'))) ?? ''}`;
      assert.ok(!shown.includes('…'), `${kind}: ${shown}`);
    }
  });

  it('keep whole names in lists of several', async () => {
    const { tooltip } = nodeType({ kind: 'image', id: '', data: undefined });
    const text = String(await tooltip?.(imageData, fakeApp()));
    assert.match(text, /All tags: app\\:1, app\\:2/);
    assert.match(text, /Containers: web, db/);
    const many = { ...imageData, usedBy: Array.from({ length: 1000 }, (_, index) => `web${String(index)}`) };
    assert.match(String(await tooltip?.(many, fakeApp())), /web19 and 980 more/);
    const { view } = nodeType({ kind: 'network', id: '', data: undefined });
    assert.match(view(samples.network).description ?? '', /^bridge · 10\.0\.0\.0\/8/);
  });
});
