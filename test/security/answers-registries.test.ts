import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { type Endless, endlessHead, endlessJson, pour } from '../support/answers/endless';
import { assertLimited, assertSmall, Victim } from '../support/answers/victim-process';
import { until } from '../support/conditions';

type Answer = (response: ServerResponse, request: IncomingMessage) => unknown;

const digest = `sha256:${'d'.repeat(64)}`;
const ofJson = ['registryPage', 'jsonValues', 'jsonDepth'];

/** Everything that Slipway asks a registry, a token server and Docker Hub. */
const asked: readonly { readonly verb: string; readonly path: string; readonly start: string; readonly limits: readonly string[] }[] = [
  { verb: 'registryTags', path: '/v2/app/tags/list', start: '{"name":"app","tags":[', limits: ofJson },
  { verb: 'registryRepositories', path: '/v2/_catalog', start: '{"repositories":[', limits: ofJson },
  { verb: 'registryManifest', path: '/v2/app/manifests/1', start: '{"manifests":[', limits: ['manifest', 'jsonValues', 'jsonDepth'] },
  { verb: 'registryDigest', path: '/v2/app/manifests/1', start: '{"manifests":[', limits: ['manifest', 'jsonValues', 'jsonDepth'] },
  { verb: 'registryTag', path: `/v2/app/blobs/${digest}`, start: '{"history":[', limits: ['imageConfiguration', 'jsonValues', 'jsonDepth'] },
  { verb: 'registryCredentials', path: '/token', start: '{"scopes":[', limits: ['token', 'jsonValues', 'jsonDepth'] },
  { verb: 'registryCheck', path: '/v2/', start: '', limits: ofJson },
  { verb: 'hubTags', path: '/v2/repositories/library/app/tags/', start: '{"results":[', limits: ofJson },
  { verb: 'hubSearch', path: '/v2/search/repositories/', start: '{"results":[', limits: ofJson },
  { verb: 'hubLogIn', path: '/v2/users/login/', start: '{"scopes":[', limits: ['token', 'jsonValues', 'jsonDepth'] },
];

describe('a registry whose answers never end', () => {
  let server: Server;
  let registry: string;
  let answers: Map<string, Answer>;
  let victim: Victim;
  const sockets = new Set<Socket>();

  before(async () => (victim = await Victim.start()));
  after(() => victim.end());
  beforeEach(async () => {
    answers = new Map<string, Answer>([
      ['/v2/', (response) => response.end('{}')],
      ['/v2/app/manifests/1', json({ config: { digest }, layers: [] })],
    ]);
    server = createServer((request, response) => {
      const path = (request.url ?? '').replace(/\?.*$/, '');
      const answer = answers.get(path);
      // The digest of a manifest is asked for first; without one the manifest is.
      if (request.method === 'HEAD') response.end();
      else if (answer) void answer(response, request);
      else response.writeHead(404).end();
    });
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      socket.once('error', () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    registry = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  function json(value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
    return (response) => response.writeHead(200, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(value));
  }
  const body = (pieces: Endless, headers: Readonly<Record<string, string>> = {}, status = 200): Answer => async (response) => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    await pour(response, pieces());
  };
  const challenge: Answer = (response, request) => {
    if (request.headers.authorization !== undefined) response.end('{}');
    else response.writeHead(401, { 'WWW-Authenticate': `Bearer realm="http://${registry}/token",service="s"` }).end();
  };
  /** Answers so at one path; what is asked on the way there is answered well. */
  const set = (path: string, answer: Answer): void => {
    answers.set(path, answer);
    if (path === '/token') answers.set('/v2/', challenge);
  };
  /** Connections whose answers have ended are kept for the next request; those that were cut off are not. */
  const idle = () => until('answers to be closed', async () => (await connections()) <= 2);
  const connections = (): Promise<number> => new Promise((resolve, reject) => server.getConnections((error, count) => (error ? reject(error) : resolve(count))));

  for (const { verb, path, start, limits } of asked) {
    it(`${verb}: the limit is named, nothing is left open, and memory stays small`, async () => {
      for (const [shape, pieces] of Object.entries(endlessJson(start))) {
        set(path, body(pieces));
        const outcome = await victim.perform({ verb, registry });
        // An address that answers with a web page is none of a registry, however long it is.
        assertLimited(`${verb}, ${shape}`, outcome, limits);
        await idle();
      }
    });

    it(`${verb}: so it is when the answer is compressed`, async () => {
      const member = gzipSync(Buffer.alloc(10_000_000, ' '));
      set(path, body(function* () {
        for (;;) yield member;
      }, { 'Content-Encoding': 'gzip' }));
      assertLimited(verb, await victim.perform({ verb, registry }), limits);
      await idle();
    });

    it(`${verb}: headers without an end are told with their limit`, async () => {
      for (const kind of ['header', 'headers'] as const) {
        set(path, (response) => {
          assert.ok(response.socket);
          return pour(response.socket, endlessHead(kind)());
        });
        assertLimited(`${verb}, ${kind}`, await victim.perform({ verb, registry }), ['head']);
        await idle();
      }
    });
  }

  it('a text that is compressed two thousand times over is not unpacked', async () => {
    set('/v2/app/tags/list', body(function* () {
      for (;;) yield Buffer.alloc(65_536);
    }, { 'Content-Encoding': Array.from({ length: 2_500 }, () => 'gzip').join(', ') }));
    const fresh = victim.anew();
    try {
      const outcome = await fresh.perform({ verb: 'registryTags', registry });
      assert.equal(outcome.kind, 'registryUnreachable', JSON.stringify(outcome));
      assertSmall('encodings', outcome);
    } finally {
      await fresh.end();
    }
  });

  it('a failure is told as what it is, however long its text', async () => {
    for (const [status, kind] of [[401, 'unauthorized'], [403, 'forbidden'], [404, 'notFound'], [429, 'rateLimited'], [500, 'registryUnreachable']] as const) {
      for (const start of ['{"errors":[{"code":"DENIED","detail":', '']) {
        for (const [shape, pieces] of Object.entries(endlessJson(start))) {
          set('/v2/app/tags/list', body(pieces, {}, status));
          const outcome = await victim.perform({ verb: 'registryTags', registry });
          assert.equal(outcome.kind, kind, `${status}, ${shape}: ${JSON.stringify(outcome)}`);
          assertSmall(`${status}, ${shape}`, outcome);
        }
      }
    }
    await idle();
  });

  it('a redirect is followed without the text that it comes with', async () => {
    set('/v2/app/tags/list', (response) => {
      response.writeHead(307, { Location: '/other' });
      return pour(response, endlessJson('')['a text']!());
    });
    answers.set('/other', json({ tags: ['1'] }));
    const outcome = await victim.perform({ verb: 'registryTags', registry });
    assert.equal(outcome.said, 1, JSON.stringify(outcome));
    assertSmall('redirect', outcome);
    await idle();
  });

  it('names that nothing can have are told with their limit', async () => {
    const name = 'n'.repeat(5_000);
    for (const [verb, path, value] of [
      ['registryTags', '/v2/app/tags/list', { tags: ['1', name] }],
      ['registryRepositories', '/v2/_catalog', { repositories: [name] }],
      ['hubTags', '/v2/repositories/library/app/tags/', { results: [{ name }] }],
      ['hubSearch', '/v2/search/repositories/', { results: [{ repo_name: name }] }],
    ] as const) {
      set(path, json(value));
      assertLimited(verb, await victim.perform({ verb, registry }), ['registryName']);
    }
  });

  it('pages without end, each as long as a page may be, end as a part of the list and need little memory', async () => {
    let number = 0;
    const page = (key: string, make: (page: number) => readonly unknown[], link: string): Answer => (response) => {
      number += 1;
      const entries = make(number);
      response.writeHead(200, { Link: `<${link}${String(number)}>; rel="next"` }).end(JSON.stringify({ [key]: entries, next: `http://${registry}${link}${String(number)}` }));
    };
    const names = (page: number) => Array.from({ length: 7_000 }, (_, index) => `${page}-${index}`.padStart(1_000, 'n'));
    set('/v2/app/tags/list', page('tags', names, '/v2/app/tags/list?last='));
    set('/v2/_catalog', page('repositories', names, '/v2/_catalog?last='));
    const long = 'x'.repeat(35_000);
    const found = () => Array.from({ length: 100 }, (_, index) => ({ name: `n${index}`, description: long, digest: long }));
    set('/v2/repositories/library/app/tags/', page('results', found, '/v2/repositories/library/app/tags/?page='));
    for (const verb of ['registryTags', 'registryRepositories', 'hubTags']) {
      const outcome = await victim.perform({ verb, registry });
      assert.equal(outcome.kind, 'none', JSON.stringify(outcome));
      assert.ok(Number(outcome.said) > 99, verb);
      assertSmall(verb, outcome);
    }
  });

  it('many requests at once do not add up', async () => {
    set('/v2/app/tags/list', body(endlessJson('{"tags":[')['a text']!));
    const fresh = victim.anew();
    try {
      const outcome = await fresh.perform({ verb: 'registryTagsOfMany', registry });
      assertLimited('many', outcome, ofJson);
    } finally {
      await fresh.end();
    }
    await idle();
  });

  it('twenty thousand tags pass, and the longest manifest', async () => {
    set('/v2/app/tags/list', json({ tags: Array.from({ length: 20_000 }, (_, index) => `v1.2.${index}-${'x'.repeat(100)}`) }));
    assert.equal((await victim.perform({ verb: 'registryTags', registry })).said, 20_000);
    const layers = Array.from({ length: 20_000 }, (_, index) => ({ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest, size: index }));
    set('/v2/app/manifests/1', json({ config: { digest, size: 1 }, layers }));
    const outcome = await victim.perform({ verb: 'registryManifest', registry });
    assert.equal(outcome.kind, 'none', JSON.stringify(outcome));
    assertSmall('manifest', outcome);
  });
});
