import assert from 'node:assert/strict';
import type { ContainerSummary } from '../../../src/engine/containers/containers';
import type { ImageSummary } from '../../../src/engine/images/images';
import { containerNode } from '../../../src/nodes/container';
import { portWords } from '../../../src/nodes/container-words';
import { contextValue, facesOf, nodeType, type Node } from '../../../src/nodes/define';
import { groupContainers } from '../../../src/nodes/trees/containers';
import { containersByImage, groupImages, imageRows } from '../../../src/nodes/trees/images';
import { fakeApp } from '../../support/fake-app';

const now = Date.now();

/** Ages are told from the real time, and a busy machine may take minutes from here to a test. */
function atOneMoment(): void {
  const { now: real } = Date;
  before(() => (Date.now = () => now));
  after(() => (Date.now = real));
}

function image(id: string, tags: readonly string[], more: Partial<ImageSummary> = {}): ImageSummary {
  return { id: `sha256:${id.padEnd(64, '0')}`, tags, digests: [], created: now - 7_200_000, size: 5_000_000, labels: {}, parentId: '', dangling: tags.length === 0, ...more };
}

function container(name: string, more: Partial<ContainerSummary> = {}): ContainerSummary {
  return {
    id: name.padEnd(64, '0'), name, image: 'app:1', imageId: image('aa', []).id, command: 'sh', created: now, state: 'running',
    health: 'none', status: 'Up 3 hours', ports: [], labels: {}, mounts: [], networks: [], ...more,
  };
}

const view = (node: Node) => nodeType(node).view(node.data);
const outline = async (nodes: readonly Node[]): Promise<unknown[]> =>
  Promise.all(
    nodes.map(async (node) => {
      const { children, childrenOnlyWhenOpened } = nodeType(node);
      // What is below a container is the same for all.
      const below = childrenOnlyWhenOpened || containerNode.is(node) ? [] : (await children?.(node.data, undefined as never, undefined as never)) ?? [];
      return below.length > 0 ? [view(node).label, await outline(below)] : view(node).label;
    }),
  );

describe('Images view', () => {
  atOneMoment();

  const images = [
    image('aa', ['app:1.10', 'app:1.9', '127.0.0.1:5000/team/app:1']),
    image('bb', ['python:3.7'], { size: 900_000_000, created: now - 1_000 }),
    image('cc', []),
    image('dd', [], { digests: [`redis@sha256:${'e'.repeat(64)}`], dangling: false }),
  ];

  it('groups by repository in natural order, with dangling images last', async () => {
    assert.deepEqual(await outline(groupImages(imageRows(images, new Map()), 'name')), [
      ['app', ['1.9', '1.10']],
      ['python', ['3.7']],
      ['redis', ['@sha256:eeeeeeeeeeee']],
      ['127.0.0.1:5000/team/app', ['1']],
      ['Dangling', ['cc0000000000']],
    ]);
  });

  it('orders by size and by age', async () => {
    const names = async (order: 'size' | 'age') => (await outline(groupImages(imageRows(images, new Map()), order))).map((row) => (row as unknown[])[0]);
    assert.equal((await names('size'))[0], 'python');
    assert.equal((await names('age'))[0], 'python');
  });

  it('says in words whether an image is in use, and keeps the id apart from it', () => {
    const [unused] = imageRows([images[0]!], new Map());
    const [used] = imageRows([images[0]!], containersByImage([container('web')]));
    const [before, after] = [unused!, used!].map(({ data }) => groupImages([{ repository: 'app', data }], 'name')[0]!);
    assert.equal(before!.id, after!.id);
    const [row] = nodeType(after!).children!(after!.data, undefined as never, undefined as never) as readonly Node[];
    assert.match(view(row!).accessibleLabel, /in use by web/);
    assert.deepEqual(view(row!).flags, ['inUse', 'tagged']);
    assert.match(view(row!).description ?? '', /^5MB · 2 hours ago · in use$/);
  });

  it('lets the row of a repository with one tag do what its tag does', () => {
    const rows = groupImages(imageRows(images, containersByImage([container('web', { imageId: images[1]!.id })])), 'name');
    const [app, python] = rows;
    assert.equal(view(python!).description, '3.7 · 900MB · just now · in use');
    assert.equal(view(app!).description, '2 tags');
    assert.equal(contextValue(python!), ';image;inUse;tagged;repository;');
    assert.equal(contextValue(app!), ';repository;');
    assert.deepEqual(facesOf(python!).map(({ kind }) => kind), ['image', 'repository']);
    assert.deepEqual(facesOf(app!).map(({ kind }) => kind), ['repository']);
  });

  it('shows hostile names harmless', async () => {
    const rows = imageRows([image('ff', [], { digests: [] })], containersByImage([container('x\u001b[31m\n\u202e$(x)', { imageId: image('ff', []).id })]));
    const node = groupImages(rows, 'name')[0]!;
    const [row] = nodeType(node).children!(node.data, undefined as never, undefined as never) as readonly Node[];
    for (const hostile of ['\u001b', '\n', '\u202e']) assert.ok(!view(row!).accessibleLabel.includes(hostile));
    const tooltip = await nodeType(row!).tooltip!(row!.data, fakeApp());
    for (const hostile of ['\u001b', '\u202e', '$(']) assert.ok(!tooltip.includes(hostile));
  });
});

describe('Containers view', () => {
  atOneMoment();

  it('groups by Compose project, running containers first', async () => {
    const project = { 'com.docker.compose.project': 'shop' };
    const containers = [
      container('stopped', { state: 'exited', status: 'Exited (137) 2 hours ago' }),
      container('web2', { labels: project }),
      container('web10', { labels: project }),
      container('alone'),
    ];
    assert.deepEqual(await outline(groupContainers(containers, true, () => now)), [['shop', ['web2', 'web10']], 'alone', 'stopped']);
    assert.deepEqual(await outline(groupContainers(containers, false, () => now)), ['alone', 'web2', 'web10', 'stopped']);
  });

  it('keeps state, health and uptime out of the identity', () => {
    const running = containerNode.make({ container: container('a'), readAt: now });
    const stopped = containerNode.make({ container: container('a', { state: 'exited', status: 'Exited (1) 1 second ago' }), readAt: now });
    assert.equal(running.id, stopped.id);
    assert.match(view(running).description ?? '', /^up 3 hours · app:1$/);
    assert.match(view(stopped).description ?? '', /^exit code 1 · exited just now · app:1$/);
  });

  it('puts first what is looked for first', () => {
    const tcp = (hostPort: number, containerPort: number, protocol = 'tcp') => ({ hostIp: '::', hostPort, containerPort, protocol });
    const rows: readonly (readonly [Partial<ContainerSummary>, string])[] = [
      [{ ports: [tcp(8081, 80)] }, ':8081→80 · up 3 hours · app:1'],
      [{ ports: [tcp(8081, 80), tcp(53, 53, 'udp'), tcp(443, 443)] }, ':8081→80 :53→53/udp +1 · up 3 hours · app:1'],
      [{ health: 'healthy', status: 'Up 3 hours (healthy)' }, 'up 3 hours · app:1'],
      [{ health: 'unhealthy', status: 'Up 3 hours (unhealthy)' }, 'unhealthy · up 3 hours · app:1'],
      [{ health: 'starting', status: 'Up 3 minutes (health: starting)' }, 'health check starting · up 3 minutes · app:1'],
      [{ state: 'paused', status: 'Up 2 days (Paused)' }, 'paused · up 48 hours · app:1'],
      [{ state: 'created', status: 'Created' }, 'created · app:1'],
      [{ state: 'exited', status: 'Exited (0) 5 minutes ago' }, 'exited 5 minutes ago · app:1'],
      [{ state: 'exited', status: 'Exited (137) About an hour ago' }, 'exit code 137 · exited 1 hour ago · app:1'],
      [{ state: 'exited', status: 'Exited (3)' }, 'exit code 3 · exited · app:1'],
      [{ state: 'restarting', status: 'Restarting (1) 2 seconds ago' }, 'restarting · app:1'],
      [{ status: 'running' }, 'running · app:1'],
    ];
    for (const [more, description] of rows) {
      assert.equal(view(containerNode.make({ container: container('a', more), readAt: now })).description?.replace('up 2 days', 'up 48 hours'), description);
    }
  });

  it('has an icon of its own for what ended badly', () => {
    const iconOf = (status: string) => view(containerNode.make({ container: container('a', { state: 'exited', status }), readAt: now }));
    assert.notEqual(iconOf('Exited (1) 1 second ago').icon, iconOf('Exited (0) 1 second ago').icon);
    assert.equal(iconOf('Exited (1) 1 second ago').iconColor, 'problemsErrorIcon.foreground');
    assert.match(iconOf('Exited (1) 1 second ago').accessibleLabel, /exited, exit code 1/);
  });

  it('tells state and health by words', () => {
    const node = containerNode.make({ container: container('a', { health: 'unhealthy', status: 'Up 3 hours (unhealthy)' }), readAt: now });
    assert.match(view(node).accessibleLabel, /Container a, running, unhealthy, image app:1/);
    assert.equal(view(node).icon, 'warning');
  });

  it('lists a port once that is published for IPv4 and IPv6', () => {
    const port = { containerPort: 80, protocol: 'tcp', hostPort: 8080 };
    assert.equal(portWords([{ ...port, hostIp: '0.0.0.0' }, { ...port, hostIp: '::' }, { containerPort: 443, protocol: 'tcp' }]), '8080→80/tcp');
  });
});
