import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from '../../../../src/app';
import { commands } from '../../../../src/commands/all';
import type { AnyCommand } from '../../../../src/commands/define';
import { LiveEngineConnection } from '../../../../src/engine/connection/engine-connection';
import { hostEnvironment } from '../../../../src/engine/contexts/host-environment';
import { Inventory } from '../../../../src/engine/inventory/inventory';
import type { ContainerState } from '../../../../src/engine/containers/containers';
import { containerNode } from '../../../../src/nodes/container';
import type { Node } from '../../../../src/nodes/define';
import { imageNode } from '../../../../src/nodes/image';
import { networkNode } from '../../../../src/nodes/network';
import { volumeNode } from '../../../../src/nodes/volume';
import { describeError } from '../../../../src/ui/present';
import { AnyUser } from '../../../support/any-user';
import { fakeApp } from '../../../support/fake-app';
import { fakePages } from '../../../support/fake-pages';
import { type FakeAnswer, FakeEngine, type FakeRequest, json } from '../../../support/fake-engine';
import { healthyAnswer } from '../../../support/healthy-engine';
import { rowsFor } from '../../../support/rows-for';
import { container, image } from '../samples';

/** One object as the engine knows it, and what people call it. */
interface Known {
  readonly name: string;
  /** 64 hexadecimal digits, which no person reads; of a volume its name. */
  readonly id: string;
  readonly missing: string;
  readonly rows: readonly Node[];
}

const states: readonly ContainerState[] = ['running', 'paused', 'exited'];
const imageId = 'a'.repeat(64);
const objects: readonly Known[] = [
  {
    name: 'web', id: 'c'.repeat(64), missing: `No such container: ${'c'.repeat(64)}`,
    rows: states.map((state) => containerNode.make({ container: container('web', { id: 'c'.repeat(64), state, ports: [{ containerPort: 80, hostPort: 8080, hostIp: '127.0.0.1', protocol: 'tcp' }] }), readAt: 0 })),
  },
  {
    name: 'app:1', id: imageId, missing: `No such image: sha256:${imageId}`,
    rows: [imageNode.make({ image: image(imageId, ['app:1'], { digests: [`app@sha256:${'d'.repeat(64)}`] }), reference: 'app:1', label: '1', usedBy: ['web'], newer: true })],
  },
  { name: 'shop', id: 'f'.repeat(64), missing: `network ${'f'.repeat(64)} not found`, rows: [networkNode.make({ network: { id: 'f'.repeat(64), name: 'shop', driver: 'bridge', scope: 'local', internal: false, subnets: [], labels: {} }, usedBy: [] })] },
  { name: 'data', id: 'data', missing: 'get data: no such volume', rows: [volumeNode.make({ volume: { name: 'data', driver: 'local', mountpoint: '/x', created: 0, labels: {} }, usedBy: [] })] },
];

/** What an engine may say of an object that is not as it was when the list was read. */
const refusals: readonly (readonly [what: string, status: number, text: (known: Known) => string])[] = [
  ['has gone', 404, ({ missing }) => missing],
  ['is in use', 409, ({ id }) => `conflict: ${id} is in use`],
  ['cannot be read', 500, ({ id }) => `driver failed for ${id}`],
  ['is in another state', 409, ({ id }) => `Container ${id} is not running`],
];

/** Every verb that works on one of these objects. */
const verbs = commands.filter(({ on }) => on?.some(({ node }) => ['container', 'image', 'network', 'volume'].includes(node)));

describe('a verb on one object', function () {
  this.timeout(60_000);
  let engine: FakeEngine;
  let connection: LiveEngineConnection;
  let folder: string;
  let answer: (request: FakeRequest) => FakeAnswer | undefined;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-names-'));
    engine = await FakeEngine.prepare();
    engine.raw((socket) => socket.end('a line\r\n'));
    engine.otherwise((request) => (['/_ping', '/version', '/info', '/events'].includes(request.path) ? undefined : answer(request)));
    await engine.listen();
    const environment = { ...hostEnvironment(), homeDirectory: folder, variables: { DOCKER_HOST: `unix://${engine.socketPath}` } };
    connection = new LiveEngineConnection({ chosen: () => '', environment, log: () => undefined });
  });
  after(async () => {
    connection.dispose();
    await engine.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  /** Runs a verb while the engine refuses the request about the object that comes after `good` ones; gives what people read, and whether it was refused. */
  async function run(verb: AnyCommand, row: Node, known: Known, good: number, status: number, text: string): Promise<{ readonly said: readonly string[]; readonly refused: boolean }> {
    let asked = 0;
    answer = (request) => {
      if (!decodeURIComponent(request.message.url ?? '').includes(known.id)) return healthyAnswer(request, 'x');
      return asked++ === good ? json({ message: text }, status) : healthyAnswer(request, 'x');
    };
    // No session asks what has changed once it is over.
    const base = fakeApp({ settings: { 'containers.offerCommit': false } });
    const inventory = new Inventory(connection, () => undefined);
    const app: App = { ...base, connection, inventory, pages: fakePages(() => app, () => Promise.resolve()), ask: new AnyUser('x', folder, '127.0.0.1:1', 0) };
    const errors: unknown[] = [];
    await verb.run(app, { nodes: [row], answers: {}, programmatic: false }).catch((error: unknown) => errors.push(error));
    for (const { open } of base.record.terminals) await open(new AbortController().signal).then((stream) => stream.dispose(), (error: unknown) => errors.push(error));
    inventory.dispose();
    errors.push(...base.record.errors);
    const told = base.record.information.map(({ message }) => message);
    return { said: [...errors.map((error) => describeError(error).message), ...told, ...base.record.statuses], refused: asked > good };
  }

  it('is tried with all of them', () => {
    assert.ok(verbs.length > 35);
    for (const verb of verbs) assert.ok(objects.some(({ rows }) => rowsFor(verb, rows).length > 0), verb.id);
  });

  for (const verb of verbs) {
    for (const known of objects) {
      const [row] = rowsFor(verb, known.rows);
      if (!row) continue;
      it(`${verb.id} says ${known.name}`, async () => {
        for (const [what, status, text] of refusals) {
          const all: string[] = [];
          // A shell is looked for in many places.
          for (let good = 0; good < 24; good++) {
            const { said, refused } = await run(verb, row, known, good, status, text(known));
            for (const message of said) assert.ok(!/[0-9a-f]{64}/.test(message), `${what}, after ${String(good)}: ${message}`);
            if (!refused) break;
            all.push(said.join('\n'));
          }
          assert.ok(all.length === 0 || all.some((message) => message.includes(known.name)), `${what}: ${all.join('\n')}`);
        }
      });
    }
  }
});
