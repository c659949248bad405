import assert from 'node:assert/strict';
import { parseRunLine, parseRunWords } from '../../src/core/run-line';
import { bodyOfContainer } from '../../src/core/run/body-of-container';
import { lineOfContainer } from '../../src/core/run/line-of-container';
import type { Engine } from '../../src/engine/engine';
import { object, texts } from '../../src/engine/json/json';
import { ask } from '../support/engine-faults';
import { engineSocket, loadShellImage, testEngine, unique } from './support';

type Json = Readonly<Record<string, unknown>>;

/** Lines that all engines take; `NETWORK`, `SECOND` and `VOLUME` are there. */
const lines: readonly string[] = [
  '-d IMAGE sleep 300',
  `-it --rm -e A=b -e "X=it's \\$HOME" -e EMPTY= -l a=b -l empty= -w /w -u 1000:1000 -h box IMAGE sh -c "sleep 300"`,
  '-d -p 127.0.0.1:PORT:80 -p 0:81/udp --expose 90 --entrypoint sleep IMAGE 300',
  '-d -v VOLUME:/data:ro -v /tmp:/host -v /anon --mount type=bind,src=/tmp,dst=/b2,readonly --mount type=volume,src=VOLUME,dst=/v2 --tmpfs /t:size=1m IMAGE sleep 300',
  '-d --network NETWORK --network-alias al --network-alias al2 IMAGE sleep 300',
  '-d --restart on-failure:3 -m 64m --cpus 0.5 --pids-limit 50 --shm-size 128m --ulimit nofile=100:200 --oom-score-adj 300 IMAGE sleep 300',
  '-d --cap-add NET_ADMIN --cap-drop MKNOD --device /dev/null:/dev/xx --security-opt no-new-privileges --group-add 5 --read-only IMAGE sleep 300',
  '-d --health-cmd "true || false" --health-interval 5s --health-retries 2 --stop-signal SIGINT --stop-timeout 3 IMAGE sleep 300',
  '-d --add-host h:1.2.3.4 --dns 8.8.8.8 --dns-search example.com IMAGE sleep 300',
  '-d --privileged --pid host --ipc host IMAGE sleep 300',
  '-d --network none --no-healthcheck IMAGE sleep 300',
  '-d --network host IMAGE sleep 300',
];

/** What only Docker tells of its containers, or takes. */
const ofDocker: readonly string[] = [
  '-d --init --network NETWORK --ip 10.ADDRESS.0.9 --log-opt max-size=1m --sysctl net.core.somaxconn=1024 IMAGE sleep 300',
  '-d --mac-address 02:42:ac:11:00:09 --cpu-shares 512 --cpuset-cpus 0 --memory-reservation 32m -m 64m --memory-swap 64m IMAGE sleep 300',
  '-d --mount type=tmpfs,dst=/t,tmpfs-size=1m,tmpfs-mode=700 --mount type=volume,dst=/anon,volume-nocopy --security-opt systempaths=unconfined IMAGE sleep 300',
  '-d --security-opt seccomp=unconfined --annotation a=b IMAGE sleep 300',
];

describe('engine: the run line of a container', function () {
  this.timeout(60_000);
  let engine: Engine;
  let image = '';
  const made: string[] = [];
  const names = { NETWORK: unique('slipway-lines'), VOLUME: unique('slipway-lines') };
  const address = String(100 + (process.pid % 100));
  const request = (method: 'POST' | 'DELETE', path: string, body?: object) => ask(engineSocket(), `/v${engine.information.apiVersion}`, { method, path, ...(body && { body }) });

  before(async () => {
    engine = await testEngine();
    // Podman does not tell the health check of an image.
    const healthcheck = engine.information.kind === 'docker' ? { healthcheck: { test: ['CMD', 'true'], interval: 60_000 } } : {};
    image = await loadShellImage(engine, `${unique('slipway-lines')}:1`, healthcheck);
    const Config = [{ Subnet: `10.${address}.0.0/24` }];
    assert.equal((await request('POST', '/networks/create', { Name: names.NETWORK, IPAM: { Config } })).status, 201);
  });
  after(async () => {
    for (const id of made) await engine.containers.remove(id, { force: true, volumes: true }).catch(() => undefined);
    await request('DELETE', `/volumes/${names.VOLUME}?force=true`);
    await engine.networks.remove(names.NETWORK);
    await engine.images.remove(image, { force: true });
    engine.dispose();
  });

  const filled = (line: string): string =>
    line.replaceAll('IMAGE', image).replaceAll('NETWORK', names.NETWORK).replaceAll('VOLUME', names.VOLUME).replaceAll('ADDRESS', address).replaceAll('PORT', '38099');

  async function made1(specification: Parameters<Engine['containers']['create']>[0]): Promise<Json> {
    const { id } = await engine.containers.create(specification);
    made.push(id);
    return engine.containers.inspect(id);
  }

  /** Without what is another one each time. */
  function essence(told: Json): unknown {
    const { body } = bodyOfContainer(told, { engine: engine.information.kind });
    const anew = { ...body, Env: texts(body['Env']).slice().sort() };
    const config = object(told['Config']);
    const host = object(told['HostConfig']);
    const anonymous = (text: string): string => text.replace(/\b[0-9a-f]{64}\b/g, 'anonymous');
    return {
      anew: JSON.parse(anonymous(JSON.stringify(anew))) as unknown,
      config: { ...config, Env: texts(config['Env']).slice().sort(), Hostname: config['Hostname'] === String(told['Id']).slice(0, 12) ? '' : config['Hostname'] },
      host: engine.information.kind === 'docker' ? host : [],
    };
  }

  for (const line of [...lines, ...ofDocker]) {
    it(`makes the same container again: ${line}`, async function () {
      if (engine.information.kind === 'podman' && ofDocker.includes(line)) return;
      if (line.includes('annotation') && engine.information.version.startsWith('20.')) return;
      const { specification } = parseRunLine(filled(line));
      const first = await made1(specification);
      const inspectedImage = await engine.images.inspect(image);
      const written = lineOfContainer(first, { image: inspectedImage, engine: engine.information.kind });
      assert.deepEqual(written.unsaid, []);
      const second = await made1({ body: parseRunWords(written).specification.body });
      assert.deepEqual(essence(second), essence(first), written.options.join(' '));
      // Started, it is described by other values, and means the same.
      if (/PORT|--network host|privileged|--ulimit/.test(line)) return;
      await engine.containers.start(String(second['Id']));
      const running = await engine.containers.inspect(String(second['Id']));
      const ofRunning = lineOfContainer(running, { image: inspectedImage, engine: engine.information.kind });
      const withoutName = ({ options, command }: typeof written): string => [...[...options].filter((word, at) => word !== '--name' && options[at - 1] !== '--name').sort(), '|', ...command].join(' ');
      if (!line.includes('--mac-address') || engine.information.version.startsWith('20.')) assert.equal(withoutName(ofRunning), withoutName(written));
      await engine.containers.remove(String(second['Id']), { force: true, volumes: true });
    });
  }

  it('leaves out what the image says', async () => {
    const told = await made1(parseRunLine(`-d --name ${unique('slipway-plain')} ${image}`).specification);
    const { options, command } = lineOfContainer(told, { image: await engine.images.inspect(image), engine: engine.information.kind });
    assert.deepEqual([options.slice(0, 2), options.slice(3), command], [['-d', '--name'], [], []]);
  });
});
