import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { byteByByte, type Endless, endlessFraming, endlessHead, endlessLines, manyLines, pour } from '../support/answers/endless';
import { assertLimited, assertSmall, Victim } from '../support/answers/victim-process';
import { until } from '../support/conditions';
import { FakeEngine, json } from '../support/fake-engine';

const id = 'c'.repeat(64);
const ofLines = ['progressLine', 'event', 'jsonValues', 'jsonDepth'];

/** Verbs whose answer is lines of JSON. */
const lines: readonly { readonly verb: string; readonly route: string }[] = [
  { verb: 'pullImage', route: 'POST /images/create' },
  { verb: 'pushImage', route: 'POST /images/app/push' },
  { verb: 'loadImages', route: 'POST /images/load' },
  { verb: 'importImage', route: 'POST /images/create' },
  { verb: 'buildImage', route: 'POST /build' },
  { verb: 'streamEvents', route: 'GET /events' },
];

/** Requests of every kind that Slipway makes: by Node's client, by its own for archives, and for connections that are turned over. */
const heads: readonly { readonly verb: string; readonly route: string }[] = [
  { verb: 'connect', route: 'GET /_ping' },
  { verb: 'listImages', route: 'GET /images/json' },
  { verb: 'pullImage', route: 'POST /images/create' },
  { verb: 'streamEvents', route: 'GET /events' },
  { verb: 'containerLogs', route: `GET /containers/${id}/logs` },
  { verb: 'execute', route: 'POST /exec/e/start' },
  { verb: 'attach', route: `POST /containers/${id}/attach` },
  { verb: 'save', route: 'GET /images/get' },
  { verb: 'export', route: `GET /containers/${id}/export` },
];

describe('an engine whose streams never end', () => {
  let engine: FakeEngine;
  let victim: Victim;
  let directory: string;

  before(async () => (victim = await Victim.start()));
  after(() => victim.end());
  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'slipway-answers-'));
    engine = await FakeEngine.start();
    engine.on(`GET /containers/${id}/json`, json({ Config: { Tty: false }, State: { Running: false, ExitCode: 0 } }));
    engine.on(`POST /containers/${id}/exec`, json({ Id: 'e' }, 201));
    engine.on('GET /images/app:1/json', json({ message: 'No such image: app:1' }, 404));
    engine.on('GET /exec/e/json', json({ Running: false, ExitCode: 0 }));
  });
  afterEach(async () => {
    await engine.dispose();
    await rm(directory, { recursive: true });
  });

  const perform = (verb: string) => victim.perform({ verb, socketPath: engine.socketPath, file: path.join(directory, 'file.tar') });
  const nothingLeft = async (): Promise<void> => {
    await until('the connections to be closed', () => engine.connections === 0);
    assert.deepEqual(await readdir(directory), []);
  };
  const body = (pieces: Endless, most?: number) => async (response: ServerResponse) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    await pour(response, pieces(), most);
    response.end();
  };
  const raw = (pieces: Endless, most?: number) => async (response: ServerResponse) => {
    const { socket } = response;
    assert.ok(socket);
    await pour(socket, pieces(), most);
    socket.end();
  };

  for (const { verb, route } of lines) {
    it(`${verb}: a line without an end is told with its limit`, async () => {
      for (const [shape, pieces] of Object.entries(endlessLines())) {
        engine.on(route, body(pieces));
        assertLimited(`${verb}, ${shape}`, await perform(verb), ofLines);
        await nothingLeft();
      }
    });
  }

  it('so it is when a line comes byte by byte', async () => {
    engine.on('GET /events', body(byteByByte('{"Type":"')));
    assertLimited('events', await perform('streamEvents'), ofLines);
    await nothingLeft();
  });

  for (const { verb, route } of heads) {
    it(`${verb}: headers without an end are told with their limit`, async () => {
      for (const kind of ['header', 'headers'] as const) {
        engine.on(route, raw(endlessHead(kind)));
        assertLimited(`${verb}, ${kind}`, await perform(verb), ['head']);
        await nothingLeft();
      }
    });
  }

  it('framing without an end is told with its limit', async () => {
    for (const { verb, route, kinds } of [
      { verb: 'save', route: 'GET /images/get', kinds: ['extension', 'trailers', 'size'] },
      { verb: 'listImages', route: 'GET /images/json', kinds: ['extension', 'trailers'] },
      { verb: 'pullImage', route: 'POST /images/create', kinds: ['extension', 'trailers'] },
    ] as const) {
      for (const kind of kinds) {
        engine.on(route, raw(endlessFraming(kind)));
        assertLimited(`${verb}, ${kind}`, await perform(verb), ['head']);
        await nothingLeft();
      }
    }
  });

  it('answers before the answer, without an end, are given up', async () => {
    engine.on('GET /images/get', raw(endlessHead('interim')));
    assertLimited('save', await perform('save'), ['head']);
    await nothingLeft();
  });

  it('a connection that is not turned over is told by the beginning of what is said', async () => {
    for (const [verb, route] of [['execute', 'POST /exec/e/start'], ['attach', `POST /containers/${id}/attach`]] as const) {
      engine.on(route, async (response) => {
        response.writeHead(500);
        await pour(response, endlessLines()['no JSON']!());
      });
      const outcome = await perform(verb);
      assert.equal(outcome.kind, 'engineFailed', JSON.stringify(outcome));
      assertSmall(verb, outcome);
      await nothingLeft();
    }
  });

  it('names of images without an end are told with their limit', async () => {
    engine.on('POST /images/load', body(manyLines((number) => ({ stream: `Loaded image: app:${number}` }))));
    assertLimited('load', await perform('loadImages'), ['loadedNames']);
    engine.on('POST /images/load', body(manyLines((number) => ({ stream: `Loaded image(s): ${Array.from({ length: 100 }, (_, index) => `app:${number}-${index}`).join(', ')}` }))));
    assertLimited('load, several in a line', await perform('loadImages'), ['loadedNames']);
    engine.on('POST /images/app/push', body(manyLines((number) => ({ status: `t${number}: digest: sha256:${number} size: 1` }))));
    assertLimited('push', await perform('pushImage'), ['loadedNames']);
    await nothingLeft();
  });

  // Many megabytes that are honest in each of their lines or frames: nothing of them may be kept.
  const much = 200_000_000;
  const manyShortLines = 30_000_000;
  const layer = (number: number): string => number.toString(16).padStart(12, '0');
  for (const { verb, route, make } of [
    { verb: 'pullImage', route: 'POST /images/create', make: (number: number) => ({ id: layer(number), status: 'Downloading', progressDetail: { current: 1, total: 2 } }) },
    { verb: 'buildImage', route: 'POST /build', make: (number: number) => ({ id: layer(number), status: `Waiting ${number}` }) },
    { verb: 'buildImage', route: 'POST /build', make: (number: number) => ({ stream: `Step ${number}/9 : RUN ${'x'.repeat(500)}\n` }) },
    { verb: 'streamEvents', route: 'GET /events', make: (number: number) => ({ Type: 'container', Action: 'start', Actor: { ID: id, Attributes: { name: `n${number}` } }, timeNano: number }) },
  ]) {
    it(`${verb}: lines without an end need no memory: ${JSON.stringify(make(1)).slice(0, 40)}`, async () => {
      engine.on(route, body(manyLines(make), manyShortLines));
      assertSmall(verb, await perform(verb));
      await nothingLeft();
    });
  }

  const frame = (length: number, content: Buffer): Buffer => {
    const header = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);
    header.writeUInt32BE(length, 4);
    return Buffer.concat([header, content]);
  };

  it('a log without an end needs no memory, whatever its frames say', async () => {
    const content = Buffer.alloc(65_536, 'x');
    const empty = Buffer.concat(Array.from({ length: 8_000 }, () => frame(0, Buffer.alloc(0))));
    const shapes: Readonly<Record<string, () => Iterable<Buffer>>> = {
      *'a frame of four gigabytes'() {
        yield frame(0xffff_ffff, content);
        for (;;) yield content;
      },
      *'empty frames'() {
        for (;;) yield empty;
      },
      *'no frames'() {
        for (;;) yield content;
      },
    };
    for (const [shape, pieces] of Object.entries(shapes)) {
      for (const verb of ['containerLogs', 'resumedLog']) {
        engine.on(`GET /containers/${id}/logs`, body(pieces, much));
        const outcome = await perform(verb);
        assert.equal(outcome.kind, 'none', `${verb}, ${shape}: ${JSON.stringify(outcome)}`);
        assertSmall(`${verb}, ${shape}`, outcome);
        await nothingLeft();
      }
    }
  });

  it('the output of a process that is not shown yet waits where it is written', async () => {
    let sent = 0;
    engine.on('POST /exec/e/start', raw(function* () {
      yield 'HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n';
      // What may be a refusal is waited for.
      const piece = frame(85_000, Buffer.from('permission denied'.repeat(5_000)));
      for (;;) {
        yield piece;
        sent += piece.length;
      }
    }));
    const outcome = await perform('execute');
    assert.equal(outcome.kind, 'none', JSON.stringify(outcome));
    assert.ok(sent > 1_000_000 && sent < 2_500_000, `${sent} bytes were taken`);
    assertSmall('execute', outcome);
    await nothingLeft();
  });

  it('events of many containers leave nothing behind in the views', async () => {
    engine.on('GET /containers/json', json([]));
    engine.on('GET /images/json', json([]));
    engine.on('GET /volumes', json({ Volumes: [] }));
    engine.on('GET /networks', json([]));
    engine.on('GET /events', body(function* () {
      yield* manyLines((number) => ({ Type: 'container', Action: 'start', Actor: { ID: `${number}${'x'.repeat(20_000)}` }, timeNano: number }))();
    }, much));
    const fresh = victim.anew();
    try {
      assertSmall('events', await fresh.perform({ verb: 'watchOnce', socketPath: engine.socketPath }));
    } finally {
      await fresh.end();
    }
  });

  it('events without an end make an engine that cannot be used, and its limit is told', async () => {
    for (const route of ['/containers/json', '/images/json', '/networks']) engine.on(`GET ${route}`, json([]));
    engine.on('GET /volumes', json({ Volumes: [] }));
    engine.on('GET /events', body(endlessLines()['a text']!));
    const outcome = await victim.perform({ verb: 'watch', socketPath: engine.socketPath });
    assert.match(JSON.stringify(outcome.said), /the limit for an event is exceeded: 1MB/);
    assertSmall('events', outcome);
  });
});
