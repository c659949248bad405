import assert from 'node:assert/strict';
import type { Readable } from 'node:stream';
import { SlipwayError } from '../../src/core/errors';
import { parseRunLine } from '../../src/core/run-line';
import { createOptions, prepareCreate } from '../../src/engine/containers/create-options';
import type { Engine } from '../../src/engine/engine';
import { list, object, text } from '../../src/engine/json/json';
import { optionLines } from '../support/create-option-lines';
import { ask } from '../support/engine-faults';
import { engineSocket, eventually, loadShellImage, testEngine, unique } from './support';

/** What shows in the container itself that an option was carried out; the engine's own description may leave it out. */
const shown: readonly (readonly [line: string, script: string, seen: RegExp])[] = [
  ['--mac-address 02:42:ac:11:00:09', 'cat /sys/class/net/eth0/address', /02:42:ac:11:00:09/],
  ['--network NETWORK --mac-address 02:42:ac:11:00:09', 'cat /sys/class/net/eth0/address', /02:42:ac:11:00:09/],
  ['--network NETWORK --network SECOND', 'ls /sys/class/net', /eth1/],
  ['--pids-limit 0', 'cat /sys/fs/cgroup/pids.max /sys/fs/cgroup/pids/pids.max 2>/dev/null; true', /max/],
  ['--security-opt systempaths=unconfined', 'grep -c " /proc/" /proc/mounts; true', /^0$/m],
  ['--mount type=volume,source=VOLUME,target=/etc,volume-nocopy', 'test -e /etc/passwd || echo empty', /empty/],
];

describe('engine: options that not every engine knows', function () {
  this.timeout(60_000);
  let engine: Engine;
  let image = '';
  const made: string[] = [];
  const names = { NETWORK: unique('slipway-one'), SECOND: unique('slipway-two'), VOLUME: unique('slipway-options') };
  const request = (method: 'POST' | 'DELETE', path: string, body?: object) => ask(engineSocket(), `/v${engine.information.apiVersion}`, { method, path, ...(body && { body }) });

  before(async () => {
    engine = await testEngine();
    image = await loadShellImage(engine, `${unique('slipway-options')}:1`);
    for (const Name of [names.NETWORK, names.SECOND]) assert.equal((await request('POST', '/networks/create', { Name })).status, 201);
  });
  after(async () => {
    for (const id of made) await engine.containers.remove(id, { force: true, volumes: true }).catch(() => undefined);
    await request('DELETE', `/volumes/${names.VOLUME}?force=true`);
    for (const name of [names.NETWORK, names.SECOND]) await engine.networks.remove(name);
    await engine.images.remove(image, { force: true });
    engine.dispose();
  });

  const specification = (line: string, command = 'sleep 300') =>
    parseRunLine(`-d ${line.replace(/NETWORK|slipway-one/, names.NETWORK).replace(/SECOND|slipway-two/, names.SECOND).replace(/VOLUME|slipway-options/, names.VOLUME).replace('slipway-test/base:1', image)} ${image} ${command}`).specification;

  for (const { option, older } of createOptions) {
    it(`${option}: carried out as the engine describes it, or refused with its name`, async () => {
      const wanted = specification(optionLines[option] ?? '');
      const before = await count(engine);
      const error = await engine.containers.create(wanted).then(({ id }) => void made.push(id), (reason: unknown) => reason as SlipwayError);
      if (error === undefined) {
        // What is told in older words, and what Podman describes in its own, shows below or not at all.
        if (older === undefined && engine.information.kind === 'docker') assertDescribed(wanted.body, await engine.containers.inspect(made.at(-1) ?? ''), option);
        return;
      }
      assert.ok(error instanceof SlipwayError, String(error));
      // The image mount of a subpath and an unknown driver are refused by engines that know the option.
      if (error.kind === 'unsupported') assert.ok(error.message.includes(option.replaceAll('"', '\\"')) || /needs Docker/.test(error.message), error.message);
      else assert.doesNotThrow(() => prepareCreate(wanted, engine.information));
      assert.equal(await count(engine), before);
    });
  }

  for (const [line, script, seen] of shown) {
    it(`${line}: shows in the container`, async () => {
      const { id } = await engine.containers.create(specification(line, `sh -c '${script}'`));
      made.push(id);
      await engine.containers.start(id);
      const output = await eventually(async () => {
        const { Running, FinishedAt } = object((await engine.containers.inspect(id))['State']);
        return Running === false && !text(FinishedAt).startsWith('0001') ? logs(id) : undefined;
      }, 'the container ends');
      assert.match(output, seen);
    });
  }

  async function logs(id: string): Promise<string> {
    const { request: send } = await import('node:http');
    const response = await new Promise<Readable>((resolve, reject) => {
      send({ socketPath: engineSocket(), path: `/v${engine.information.apiVersion}/containers/${id}/logs?stdout=1&stderr=1` }, resolve).on('error', reject).end();
    });
    const chunks: Buffer[] = [];
    for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    let output = '';
    // Frames of eight bytes and as many as the last four of these say.
    for (let at = 0; at + 8 <= bytes.length; ) {
      const length = bytes.readUInt32BE(at + 4);
      output += bytes.toString('utf8', at + 8, at + 8 + length);
      at += 8 + length;
    }
    return output;
  }
});

async function count(engine: Engine): Promise<number> {
  return (await engine.containers.list({ all: true })).length;
}

/** Every value that was asked for stands in the engine's description. */
function assertDescribed(body: Readonly<Record<string, unknown>>, container: Readonly<Record<string, unknown>>, option: string): void {
  const { HostConfig, NetworkingConfig, Healthcheck, StopTimeout, Domainname } = body;
  assertIn(HostConfig, container['HostConfig'], option);
  assertIn({ Healthcheck, StopTimeout, Domainname }, container['Config'], option);
  assertIn(object(NetworkingConfig)['EndpointsConfig'], object(container['NetworkSettings'])['Networks'], option);
}

function assertIn(wanted: unknown, found: unknown, place: string): void {
  if (wanted === undefined) return;
  if (Array.isArray(wanted)) { list(wanted).forEach((each, index) => assertIn(each, list(found)[index], `${place}[${index}]`)); return; }
  if (typeof wanted !== 'object' || wanted === null) { assert.deepEqual(found, wanted, place); return; }
  for (const [key, value] of Object.entries(wanted)) assertIn(value, object(found)[key], `${place}.${key}`);
}
