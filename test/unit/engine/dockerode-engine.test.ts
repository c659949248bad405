import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import type { SlipwayError, SlipwayErrorKind } from '../../../src/core/errors';
import type { ProgressReport } from '../../../src/core/progress';
import { connectEngine } from '../../../src/engine/dockerode-engine';
import type { Engine } from '../../../src/engine/engine';
import type { EngineEvent } from '../../../src/engine/system/system';
import { FakeEngine, json, pieces } from '../../support/fake-engine';

async function failsWith(work: Promise<unknown>, kind: SlipwayErrorKind): Promise<SlipwayError> {
  const error = await work.then(
    () => assert.fail(`expected ${kind}`),
    (reason: unknown) => reason as SlipwayError,
  );
  assert.equal(error.kind, kind, error.message);
  return error;
}

describe('engine/dockerode-engine', () => {
  let fake: FakeEngine;
  let engine: Engine;

  beforeEach(async () => {
    fake = await FakeEngine.start();
    engine = await connectEngine({ socketPath: fake.socketPath });
  });

  afterEach(async () => {
    engine.dispose();
    await fake.dispose();
  });

  const last = () => fake.requests.at(-1)!;

  describe('negotiation', () => {
    async function versionWith(newest: string, oldest: string): Promise<string> {
      fake.apiVersion = newest;
      fake.minApiVersion = oldest;
      const other = await connectEngine({ socketPath: fake.socketPath });
      await other.images.list();
      other.dispose();
      assert.equal(last().version, other.information.apiVersion);
      return other.information.apiVersion;
    }

    it('speaks the newest version that both know', async () => {
      assert.equal(await versionWith('1.24', ''), '1.24');
      assert.equal(await versionWith('1.41', '1.12'), '1.41');
      assert.equal(await versionWith('1.99', '1.44'), '1.51');
    });

    it('says that there is no common version', async () => {
      for (const [newest, oldest] of [['1.12', '1.10'], ['1.99', '1.60']] as const) {
        fake.apiVersion = newest;
        fake.minApiVersion = oldest;
        await failsWith(connectEngine({ socketPath: fake.socketPath }), 'unsupported');
      }
    });

    it('is not led away by the environment', async () => {
      const saved = process.env.DOCKER_HOST;
      process.env.DOCKER_HOST = 'tcp://10.255.255.1:1';
      try {
        const other = await connectEngine({ socketPath: fake.socketPath });
        assert.equal(other.information.id, 'FAKE');
        assert.equal(process.env.DOCKER_HOST, 'tcp://10.255.255.1:1');
        other.dispose();
      } finally {
        if (saved === undefined) delete process.env.DOCKER_HOST;
        else process.env.DOCKER_HOST = saved;
      }
    });

    it('says where nothing is', async () => {
      const error = await failsWith(connectEngine({ socketPath: '/nowhere/docker.sock' }), 'engineUnreachable');
      assert.match(error.message, /ENOENT/);
    });
  });

  describe('a list', () => {
    it('is an error when the answer is cut off, is no JSON, or never comes', async () => {
      fake.on('GET /images/json', pieces(['[{"Id":"a"},'], 'cut'));
      await failsWith(engine.images.list(), 'connectionLost');
      fake.on('GET /images/json', pieces(['<html>']));
      await failsWith(engine.images.list(), 'engineFailed');
      fake.on('GET /images/json', (response) => void response.socket?.destroy());
      await failsWith(engine.images.list(), 'connectionLost');
    });

    it('reads rows with nothing in them', async () => {
      fake.on('GET /images/json', json([{ Id: 'sha256:a', RepoTags: null, RepoDigests: ['<none>@<none>'] }, {}]));
      const [first, second] = await engine.images.list();
      assert.deepEqual(first, { id: 'sha256:a', tags: [], digests: [], created: 0, size: 0, labels: {}, parentId: '', dangling: true });
      assert.equal(second?.id, '');
    });

    it('asks for eight at a time', async () => {
      let open = 0;
      let most = 0;
      fake.on('GET /images/json', async (response) => {
        open += 1;
        most = Math.max(most, open);
        await new Promise((resolve) => setTimeout(resolve, 5));
        open -= 1;
        response.end('[]');
      });
      await Promise.all(Array.from({ length: 40 }, () => engine.images.list()));
      assert.equal(most, 8);
    });
  });

  describe('a pull', () => {
    beforeEach(() => fake.on('GET /images/r.io/app:1/json', json({ message: 'No such image: r.io/app:1' }, 404)));
    const image = { Id: 'sha256:one', Os: 'linux', Architecture: 'amd64', RepoDigests: ['r.io/app@sha256:dd'] };

    it('reports bytes over all layers and reads the result', async () => {
      fake.on('GET /images/r.io/app:1/json', json(image));
      const lines = [
        { status: 'Pulling from app', id: '1' },
        { status: 'Pulling fs layer', progressDetail: {}, id: 'aaaaaaaaaaaa' },
        { status: 'Pulling fs layer', progressDetail: {}, id: 'bbbbbbbbbbbb' },
        { status: 'Downloading', progressDetail: { current: 10, total: 100 }, id: 'aaaaaaaaaaaa' },
        { status: 'Status: Downloaded newer image for r.io/app:1' },
      ].map((line) => `${JSON.stringify(line)}\n`);
      fake.on('POST /images/create', pieces(['junk\n', ...lines, '{"status":"Digest: sha256:ee"}']));
      const reports: ProgressReport[] = [];
      const result = await engine.images.pull('r.io/app:1', { onProgress: (report) => reports.push(report) });
      assert.deepEqual(result, { reference: 'r.io/app:1', imageId: 'sha256:one', digest: 'sha256:ee', changed: true });
      assert.ok(reports.length > 0);
      const request = fake.requests.find(({ path }) => path === '/images/create')!;
      assert.deepEqual([request.query.get('fromImage'), request.query.get('tag')], ['r.io/app', '1']);
      assert.equal(request.headers['x-registry-auth'], 'e30=');
    });

    it('fails for an error after 200, a cut connection, and a broken chunk', async () => {
      fake.on('POST /images/create', pieces(['{"status":"Pulling"}\n', '{"errorDetail":{"message":"toomanyrequests: slow down"},"error":"toomanyrequests: slow down"}\n']));
      await failsWith(engine.images.pull('r.io/app:1', {}), 'rateLimited');
      fake.on('POST /images/create', pieces(['{"status":"Pulling"}\n'], 'cut'));
      await failsWith(engine.images.pull('r.io/app:1', {}), 'connectionLost');
      fake.on('POST /images/create', (response) => void response.socket?.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'));
      await failsWith(engine.images.pull('r.io/app:1', {}), 'connectionLost');
    });

    it('closes the connection when it is cancelled, before and after the headers', async () => {
      for (const withHeaders of [false, true]) {
        const stop = new AbortController();
        const closed = new Promise<void>((resolve) => {
          fake.on('POST /images/create', (response) => {
            if (withHeaders) response.writeHead(200).write('{"status":"Pulling"}\n');
            response.once('close', resolve);
            setTimeout(() => stop.abort(), 5);
          });
        });
        await failsWith(engine.images.pull('r.io/app:1', { signal: stop.signal }), 'cancelled');
        await closed;
      }
    });

    it('does not take another platform for the one asked for', async () => {
      fake.on('GET /images/r.io/app:1/json', json(image));
      fake.on('POST /images/create', pieces(['{"status":"Status: Image is up to date for r.io/app:1"}\n']));
      await failsWith(engine.images.pull('r.io/app:1', { platform: 'linux/arm64' }), 'notFound');
      assert.equal((await engine.images.pull('r.io/app:1', { platform: 'linux/amd64' })).changed, false);
    });
  });

  it('sends credentials in the alphabet and with the padding that the engine wants', async () => {
    fake.on('POST /images/r.io/app/push', pieces(['{"aux":{"Tag":"1","Digest":"sha256:dd","Size":3}}\n']));
    const password = '???>>>~~~ä';
    const result = await engine.images.push('r.io/app:1', { credentials: { username: 'u', password, serverAddress: 'r.io' } });
    assert.deepEqual(result, { reference: 'r.io/app:1', digest: 'sha256:dd', tags: [{ tag: '1', digest: 'sha256:dd' }] });
    const header = String(last().headers['x-registry-auth']);
    assert.match(header, /^[\w-]+=*$/);
    assert.equal(header.length % 4, 0);
    assert.deepEqual(JSON.parse(Buffer.from(header, 'base64url').toString()), { serveraddress: 'r.io', username: 'u', password });
  });

  it('fails when a loaded archive is refused, and when nothing was in it', async () => {
    const drain = async (request: { message: Readable }) => {
      for await (const chunk of request.message as AsyncIterable<Buffer>) assert.ok(chunk);
    };
    fake.on('POST /images/load', async (response, request) => {
      await drain(request);
      response.end('{"errorDetail":{"message":"archive/tar: invalid tar header"},"error":"archive/tar: invalid tar header"}\n');
    });
    await failsWith(engine.images.load(Readable.from([Buffer.from('x')]), {}), 'engineFailed');
    fake.on('POST /images/load', async (response, request) => {
      await drain(request);
      response.end('{"stream":"nothing"}\n');
    });
    await failsWith(engine.images.load(Readable.from([Buffer.from('x')]), {}), 'engineFailed');
    fake.on('POST /images/load', (response) => void response.socket?.destroy());
    await failsWith(engine.images.load(Readable.from([Buffer.alloc(1 << 22)]), {}), 'connectionLost');
    const broken = new Readable({ read() { this.destroy(Object.assign(new Error('bad disk'), { code: 'EIO', path: '/a.tar' })); } });
    assert.deepEqual((await failsWith(engine.images.load(broken, {}), 'fileFailed')).failure.details, { file: '/a.tar', code: 'EIO', detail: 'bad disk' });
  });

  it('lets a saved stream break off with an error', async () => {
    fake.on('GET /images/a/json', json({ Id: 'sha256:a', Size: 5, RootFS: { Layers: ['sha256:l'] } }));
    fake.on('GET /images/get', pieces(['half of it'], 'cut'));
    assert.deepEqual(await engine.images.estimateArchive(['a']), { images: 1, bytes: 5 });
    const { stream } = await engine.images.save(['a']);
    await assert.rejects(async () => {
      for await (const chunk of stream as AsyncIterable<Buffer>) assert.ok(chunk);
    });
  });

  describe('events', () => {
    async function listen(script: () => void): Promise<readonly EngineEvent[]> {
      const events: EngineEvent[] = [];
      await engine.system.streamEvents({ signal: new AbortController().signal, onOpen: script, onEvent: (event) => events.push(event) });
      return events;
    }

    it('are reduced to what trees use, and end when the engine goes', async () => {
      const events = await listen(() => {
        fake.emit({ Type: 'container', Action: 'health_status: healthy', Actor: { ID: 'c', Attributes: { name: 'web', n: 1 } }, timeNano: 1_700_000_000_123_456_000 });
        fake.emit({ Type: 'container', Action: 'exec_start: sh -c a:b', Actor: { ID: 'c' }, time: 5 });
        fake.emit({ Type: 'container', Action: 'died', Actor: { ID: 'c' }, time: 5 });
        fake.emit({ Type: 'pod', Action: 'create', Actor: { ID: 'p' } });
        setTimeout(() => void fake.stop(), 20);
      });
      assert.deepEqual(events.map(({ action, attributes }) => [action, attributes.argument]), [['health_status', 'healthy'], ['exec_start', 'sh -c a:b'], ['die', undefined]]);
      assert.equal(Math.floor(events[0]!.time), 1_700_000_000_123);
      assert.deepEqual(events[0]!.attributes, { name: 'web', argument: 'healthy' });
    });

    it('end quietly when the stream ends in good order', async () => {
      assert.deepEqual(await listen(() => setTimeout(() => fake.endEvents(), 5)), []);
    });

    it('fail where no engine is', async () => {
      await fake.stop();
      await failsWith(listen(() => undefined), 'engineUnreachable');
    });
  });

  it('ends everything that runs when it is disposed', async () => {
    fake.on('GET /images/json', () => undefined);
    const asked = engine.images.list();
    setTimeout(() => engine.dispose(), 5);
    await failsWith(asked, 'connectionLost');
    await failsWith(engine.images.list(), 'connectionLost');
  });
});
