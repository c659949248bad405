import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { byteByByte, type Endless, endlessJson, pour } from '../support/answers/endless';
import { assertLimited, assertSmall, Victim } from '../support/answers/victim-process';
import { until } from '../support/conditions';
import { FakeEngine } from '../support/fake-engine';

const id = 'c'.repeat(64);

/** Every answer of JSON that Slipway asks an engine for: who asks, the route, how it begins. */
const asked: readonly { readonly verb: string; readonly route: string; readonly start: string; readonly list?: boolean }[] = [
  { verb: 'listImages', route: 'GET /images/json', start: '[', list: true },
  { verb: 'listContainers', route: 'GET /containers/json', start: '[', list: true },
  { verb: 'listVolumes', route: 'GET /volumes', start: '{"Warnings":null,"Volumes":[', list: true },
  { verb: 'listNetworks', route: 'GET /networks', start: '[', list: true },
  { verb: 'diskUsage', route: 'GET /system/df', start: '{"LayersSize":1,"Images":[', list: true },
  { verb: 'containerChanges', route: `GET /containers/${id}/changes`, start: '[', list: true },
  { verb: 'inspectImage', route: 'GET /images/app:1/json', start: '{"RepoTags":[' },
  { verb: 'imageHistory', route: 'GET /images/app:1/history', start: '[' },
  { verb: 'systemInformation', route: 'GET /info', start: '{"DriverStatus":[' },
  { verb: 'inspectContainer', route: `GET /containers/${id}/json`, start: '{"Mounts":[' },
  { verb: 'inspectVolume', route: 'GET /volumes/v', start: '{"Labels":{"a":' },
  { verb: 'inspectNetwork', route: 'GET /networks/n', start: '{"Labels":{"a":' },
  { verb: 'tagImage', route: 'POST /images/app:1/tag', start: '' },
  { verb: 'removeImage', route: 'DELETE /images/app:1', start: '[' },
  { verb: 'removeContainer', route: `DELETE /containers/${id}`, start: '' },
  { verb: 'startContainer', route: `POST /containers/${id}/start`, start: '' },
  { verb: 'createContainer', route: 'POST /containers/create', start: '{"Warnings":[' },
  { verb: 'commitContainer', route: 'POST /commit', start: '{"Id":[' },
  { verb: 'waitContainer', route: `POST /containers/${id}/wait`, start: '{"Error":[' },
  { verb: 'removeBuildCache', route: 'POST /build/prune', start: '{"CachesDeleted":[' },
  { verb: 'checkCredentials', route: 'POST /auth', start: '{"Status":[' },
];

const ofAnswers = ['answer', 'listElement', 'listElements', 'jsonValues', 'jsonDepth'];
const ofLists = ['list', 'changes', ...ofAnswers];

/** One way of reading stands behind all answers: what is no list is tried with a few shapes only. */
const ofEach = ['a text', 'empty objects', 'lists in lists', 'no JSON'];

/** An answer that begins well and never ends. */
function endless(pieces: Endless, status = 200) {
  return async (response: ServerResponse): Promise<void> => {
    response.writeHead(status, { 'Content-Type': 'application/json' });
    await pour(response, pieces());
  };
}

describe('an engine whose answers never end', () => {
  let engine: FakeEngine;
  let victim: Victim;

  before(async () => (victim = await Victim.start()));
  after(() => victim.end());
  beforeEach(async () => (engine = await FakeEngine.start()));
  afterEach(() => engine.dispose());

  for (const { verb, route, start, list } of asked) {
    it(`${verb}: the limit is named, nothing is left open, and memory stays small`, async () => {
      const shapes = Object.entries(endlessJson(start)).filter(([shape]) => list || ofEach.includes(shape));
      for (const [shape, pieces] of shapes) {
        engine.on(route, endless(pieces));
        const outcome = await victim.perform({ verb, socketPath: engine.socketPath });
        assertLimited(`${verb}, ${shape}`, outcome, list ? ofLists : ofAnswers);
        await until('the connection to be closed', () => engine.connections === 0);
      }
    });
  }

  it('so it is when the answer comes byte by byte', async () => {
    engine.on('GET /images/json', endless(byteByByte('[{"Id":"')));
    assertLimited('byte by byte', await victim.perform({ verb: 'listImages', socketPath: engine.socketPath }), ofAnswers);
  });

  it('connecting tells the limit, whichever question is answered so', async () => {
    for (const route of ['GET /version', 'GET /info']) {
      const other = await FakeEngine.start();
      other.on(route, endless(endlessJson('{"Version":[')['a text']!));
      assertLimited(route, await victim.perform({ verb: 'connect', socketPath: other.socketPath }), ofAnswers);
      await until('the connection to be closed', () => other.connections === 0);
      await other.dispose();
    }
  });

  it('a ping is an answer as soon as it begins, and is cut off when it does not end', async () => {
    engine.on('GET /_ping', endless(endlessJson('')['a text']!));
    const outcome = await victim.perform({ verb: 'connect', socketPath: engine.socketPath });
    assert.equal(outcome.kind, 'none');
    assertSmall('ping', outcome);
    await until('the connection to be closed', () => engine.connections === 0);
  });

  it('all lists of the views at once do not add up', async () => {
    for (const { route, start, list } of asked) if (list) engine.on(route, endless(endlessJson(start)['elements like honest ones']!));
    const fresh = victim.anew();
    try {
      assertLimited('views', await fresh.perform({ verb: 'watch', socketPath: engine.socketPath }), ofLists);
      await until('the connections to be closed', () => engine.connections === 0);
    } finally {
      await fresh.end();
    }
  });

  it('a failing answer without an end is told as what it is', async () => {
    for (const [shape, pieces] of Object.entries(endlessJson('{"message":"no such image","more":['))) {
      engine.on('GET /images/app:1/json', endless(pieces, 404));
      const outcome = await victim.perform({ verb: 'inspectImage', socketPath: engine.socketPath });
      assert.equal(outcome.kind, 'notFound', shape);
      assertSmall(shape, outcome);
      await until('the connection to be closed', () => engine.connections === 0);
    }
  });
});

describe('large answers that are honest', () => {
  let engine: FakeEngine;
  let victim: Victim;

  beforeEach(async () => {
    engine = await FakeEngine.start();
    victim = await Victim.start();
  });
  afterEach(async () => {
    await victim.end();
    await engine.dispose();
  });

  const labels = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`com.docker.compose.label-${index}`, 'x'.repeat(60)]));
  const many = (count: number, make: (number: number) => object) => (response: ServerResponse): void => {
    response.end(JSON.stringify(Array.from({ length: count }, (_, number) => make(number))));
  };

  it('1,800 images and 5,000 containers with many labels pass', async () => {
    engine.on('GET /images/json', many(1_800, (number) => ({ Id: `sha256:${number}`, RepoTags: [`registry.example.com/team/app:${number}`], Labels: labels, Size: number })));
    const mounts = Array.from({ length: 10 }, (_, index) => ({ Type: 'bind', Source: `/srv/data/${index}`, Destination: `/data/${index}`, Mode: '', RW: true, Propagation: 'rprivate' }));
    engine.on('GET /containers/json', many(5_000, (number) => ({ Id: `${number}`, Names: [`/app-${number}`], Image: 'app:1', State: 'running', Status: 'Up 3 hours', Labels: labels, Mounts: mounts, Ports: mounts.map((_, index) => ({ IP: '0.0.0.0', PrivatePort: index, PublicPort: index + 1, Type: 'tcp' })) })));
    for (const [verb, said] of [['listImages', 1_800], ['listContainers', 5_000]] as const) {
      const outcome = await victim.perform({ verb, socketPath: engine.socketPath });
      assert.equal(outcome.said, said, JSON.stringify(outcome));
      assertSmall(verb, outcome);
    }
  });

  it('four lists that are almost as long as a list may be are held at once', async () => {
    const text = 'x'.repeat(2_000);
    // Fifteen thousand rows of two kilobytes.
    const rows = many(15_000, (number) => ({ Id: `${number}`, Name: `${number}`, RepoTags: [`app:${number}`], Names: [`/n${number}`], Labels: { a: text } }));
    for (const route of ['GET /images/json', 'GET /containers/json', 'GET /networks']) engine.on(route, rows);
    engine.on('GET /volumes', (response) => void response.end(JSON.stringify({ Volumes: Array.from({ length: 15_000 }, (_, number) => ({ Name: `${number}`, Labels: { a: text } })) })));
    const outcome = await victim.perform({ verb: 'hold', socketPath: engine.socketPath });
    assert.deepEqual(outcome.said, [15_000, 15_000, 15_000, 15_000], JSON.stringify(outcome));
    assertSmall('lists', outcome);
  });

  it('200,000 changed files pass', async () => {
    engine.on(`GET /containers/${id}/changes`, many(200_000, (number) => ({ Kind: 1, Path: `/app/node_modules/some-package-${number}/dist/esm/internal/index-${number}.js` })));
    const outcome = await victim.perform({ verb: 'containerChanges', socketPath: engine.socketPath });
    assert.equal(outcome.said, 200_000, JSON.stringify(outcome));
    assertSmall('changes', outcome);
  });
});
