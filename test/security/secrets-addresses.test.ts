import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SlipwayError } from '../../src/core/errors';
import { listCandidates, resolveCandidates } from '../../src/engine/contexts/contexts';
import { LiveEngineConnection } from '../../src/engine/connection/engine-connection';
import { type HostEnvironment, hostEnvironment } from '../../src/engine/contexts/host-environment';
import { engineNode } from '../../src/nodes/engine';
import { describeError } from '../../src/ui/present';
import { saysSecret } from '../support/says-secret';

const mark = 'hunter2MARK';

/** Addresses with a password: of each kind, in each place, and some that are none. All of them refuse at once. */
const addresses: readonly string[] = [
  `tcp://me:${mark}@127.0.0.1:1`, `tcp://${mark}@127.0.0.1:1`, `tcp://me:a@${mark}@127.0.0.1:1`, `tcp://me:a/${mark}@127.0.0.1:1`, `tcp://me:a#${mark}@127.0.0.1:1`, `tcp://me:a b${mark}@127.0.0.1:1`,
  `http://me:${mark}@127.0.0.1:1`, `https://me:${mark}@127.0.0.1:1/x`, `ssh://me:${mark}@127.0.0.1:1`, `ssh://me:a@${mark}@127.0.0.1`, `ssh://me:a/${mark}@127.0.0.1`, `ssh://me:${mark} x@127.0.0.1`, `SSH://me:${mark}@127.0.0.1`, `TCP://me:${mark}@127.0.0.1:1`,
  `me:${mark}@127.0.0.1:1`, `me:${mark}@127.0.0.1:99999`, `tcp://me:${mark}@127.0.0.1:99999`, `tcp://me:${mark}@`, `foo://me:${mark}@127.0.0.1`, `tcp://me:"${mark}"@h x`,
];

describe('passwords in the address of an engine', function () {
  this.timeout(60_000);
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'slipway-address-'));
  });
  afterEach(() => rm(home, { recursive: true }));

  const environment = (variables: Record<string, string> = {}): HostEnvironment => ({ ...hostEnvironment(), homeDirectory: home, variables });

  async function context(address: string): Promise<void> {
    const folder = join(home, '.docker/contexts/meta', createHash('sha256').update('far').digest('hex'));
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'meta.json'), JSON.stringify({ Name: 'far', Endpoints: { docker: { Host: address } } }));
  }

  const places: readonly (readonly [string, (address: string) => Promise<{ readonly from: HostEnvironment; readonly setting: string }>])[] = [
    ['DOCKER_HOST', (address) => Promise.resolve({ from: environment({ DOCKER_HOST: address }), setting: '' })],
    ['the setting', (address) => Promise.resolve({ from: environment(), setting: address })],
    ['a context', async (address) => {
      await context(address);
      return { from: environment(), setting: 'far' };
    }],
    ['DOCKER_CONTEXT', (address) => Promise.resolve({ from: environment({ DOCKER_CONTEXT: address }), setting: '' })],
  ];
  for (const [place, given] of places) {
    for (const address of addresses) {
      it(`${place}: ${address.replaceAll(mark, '…')}`, async () => {
        const { from, setting } = await given(address);
        const resolved = await resolveCandidates(from, setting);
        const told: unknown[] = [resolved, await listCandidates(from, setting)];
        const connection = new LiveEngineConnection({ chosen: () => setting, environment: from, log: (message) => told.push(message) });
        try {
          connection.onState((state) => told.push(state));
          const refusal = await connection.engine().then(() => undefined, (error: unknown) => error);
          assert.ok(refusal instanceof SlipwayError);
          assert.ok(!saysSecret(refusal, mark), String(refusal));
          told.push(describeError(refusal).message);
          // A program may name an engine by what it was given.
          const used = await connection.use(address).then(() => undefined, (error: unknown) => error);
          assert.ok(!saysSecret(used, mark), String(used));
          told.push(used === undefined ? '' : describeError(used).message);
          for (const candidate of resolved.candidates) {
            const row = engineNode.make({ candidate, current: true, state: 'unreachable', reason: `no answer from ${candidate.address}` });
            told.push(engineNode.view(row.data), engineNode.tooltip?.(row.data, { signal: new AbortController().signal } as never));
          }
        } finally {
          connection.dispose();
        }
        assert.doesNotMatch(JSON.stringify(told), /hunter2/, JSON.stringify(told));
      });
    }
  }

  it('leaves addresses that work as they are', async () => {
    for (const [address, kept] of [
      ['tcp://h:2375', 'tcp://h:2375'], ['ssh://me@h:22/run/docker.sock', 'ssh://me@h:22/run/docker.sock'], ['unix:///home/me@x/a:b@c.sock', 'unix:///home/me@x/a:b@c.sock'], ['tcp://me:x@h:1/p', 'tcp://h:1/p'],
      ['http://me:x@h:1', 'http://h:1'], ['ssh://me:x@h', 'ssh://me:***@h'],
    ] as const) {
      assert.equal((await resolveCandidates(environment(), address)).candidates[0]?.address, kept);
      await context(address);
      assert.equal((await resolveCandidates(environment(), 'far')).candidates[0]?.address, kept);
    }
  });
});
