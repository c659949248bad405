import assert from 'node:assert/strict';
import { copyDetail } from '../../../src/commands/details/copy';
import { hideDetails } from '../../../src/commands/details/hide';
import { revealDetails } from '../../../src/commands/details/reveal';
import { openContainerPort } from '../../../src/commands/containers/open-port';
import { containerNode } from '../../../src/nodes/container';
import { containerDetailNode } from '../../../src/nodes/container-detail';
import { type Node, nodeType } from '../../../src/nodes/define';
import { fakeApp, runFromRows, runWithAnswers } from '../../support/fake-app';
import { container } from '../commands/samples';

const id = 'c'.repeat(64);
const web = {
  ...container('web'), id, state: 'running' as const, health: 'unhealthy' as const, networks: ['shop'], addresses: { shop: ['10.0.0.2', 'fd00::2'] },
  ports: [{ containerPort: 80, protocol: 'tcp', hostIp: '0.0.0.0', hostPort: 8080 }, { containerPort: 80, protocol: 'tcp', hostIp: '::', hostPort: 8080 }, { containerPort: 9, protocol: 'udp' }],
  mounts: [{ type: 'volume', source: 'data', destination: '/data', readOnly: true }],
};
const inspected = {
  Id: id,
  Config: { Env: ['PATH=/bin', 'DB_PASSWORD=anchor', 'URL=https://me:anchor@host/', 'PATH=/again'] },
  State: { Health: { Status: 'unhealthy', Log: [{ Start: '2026-11-01T00:00:00Z', End: '2026-11-01T00:00:00.5Z', ExitCode: 0, Output: '' }, { Start: '2026-11-01T00:00:04Z', End: '2026-11-01T00:00:05Z', ExitCode: 1, Output: 'refused\nby **it**\n' }] } },
};

function world() {
  let reads = 0;
  const app = fakeApp({
    engine: {
      containers: {
        list: () => Promise.resolve([web]),
        inspect: () => Promise.resolve((reads++, inspected)),
        top: () => Promise.resolve((reads++, { titles: ['UID', 'PID', 'CMD'], processes: [['app', '7', 'curl https://me:anchor@host/']] })),
      },
    },
  });
  return { app, reads: () => reads };
}
const { app: shared } = world();
const below = async (node: Node, app = shared): Promise<readonly Node[]> => (await nodeType(node).children?.(node.data, app, new AbortController().signal)) ?? [];
const words = (nodes: readonly Node[]): readonly string[] => nodes.map((node) => {
  const { label, description = '' } = nodeType(node).view(node.data);
  return [label, description].filter(Boolean).join(' | ');
});
const groups = (listed: typeof web = web): Promise<readonly Node[]> => below(containerNode.make({ container: listed, readAt: 0 }));
const group = async (name: string): Promise<Node> => (await groups()).find((node) => nodeType(node).view(node.data).label === name) ?? assert.fail(name);

describe('rows below a container', () => {
  it('are one for each group that it has, and nothing is read for them', async () => {
    const { reads } = world();
    assert.deepEqual(words(await groups()), ['Files', 'Changes', 'Ports | :8080→80', 'Networks | shop', 'Mounts | 1', 'Environment', 'Health checks | unhealthy', 'Processes']);
    const stopped = { ...web, state: 'exited' as const, ports: [], networks: [], mounts: [] };
    assert.deepEqual(words(await groups(stopped as unknown as typeof web)), ['Files', 'Changes', 'Environment']);
    assert.equal(reads(), 0);
  });

  it('tell ports, networks and mounts by the list', async () => {
    assert.deepEqual(words(await below(await group('Ports'))), ['80/tcp | 0.0.0.0:8080', '9/udp | not published']);
    assert.deepEqual(words(await below(await group('Networks'))), ['shop | 10.0.0.2, fd00::2']);
    assert.deepEqual(words(await below(await group('Mounts'))), ['/data | ← data · read-only']);
  });

  it('hide what may be secret until somebody asks, row and tooltip', async () => {
    const { app } = world();
    const environment = await group('Environment');
    const hidden = ['PATH | /bin', 'DB_PASSWORD | ••• may be secret', 'URL | ••• may be secret', 'PATH | /again'];
    const rows = await below(environment, app);
    assert.deepEqual(words(rows), hidden);
    assert.doesNotMatch(JSON.stringify(rows), /anchor/);
    const masked = rows[1] ?? assert.fail();
    assert.deepEqual(nodeType(masked).view(masked.data).flags, ['copyable', 'masked']);
    await runFromRows(revealDetails, app, masked);
    assert.deepEqual(words(await below(environment, app))[1], 'DB_PASSWORD | anchor');
    await runFromRows(hideDetails, app, masked);
    assert.deepEqual(words(await below(environment, app)), hidden);
  });

  it('tell the last health checks with what they printed, and processes without secrets', async () => {
    const rows = await below(await group('Health checks'));
    assert.match(words(rows)[0] ?? '', /^failed with code 1 \| .* · refused$/);
    const [first] = rows;
    assert.ok(first && containerDetailNode.is(first));
    assert.match(String(await containerDetailNode.tooltip?.(first.data, shared)), /Output: refused {2}\nby \\\*\\\*it/);
    assert.deepEqual(words(await below(await group('Processes'))), ['curl https://***@host/ | 7 · app']);
  });

  it('are copied and opened', async () => {
    const { app } = world();
    const [port = assert.fail()] = await below(await group('Ports'), app);
    await runFromRows(openContainerPort, app, port);
    assert.deepEqual(app.record.external, ['http://localhost:8080/']);
    const all = await below(await group('Environment'), app);
    await runFromRows(copyDetail, app, ...all);
    assert.deepEqual(app.record.clipboard.at(-1), '/bin\nanchor\nhttps://me:anchor@host/\n/again');
    assert.deepEqual(await runWithAnswers(copyDetail, app, { container: 'web', group: 'networks' }), { text: '10.0.0.2' });
  });
});
