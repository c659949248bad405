import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { SlipwayError } from '../../src/core/errors';
import { tryEngine } from '../../src/engine/connection/attempts';
import type { Engine } from '../../src/engine/engine';
import type { RegistryCredentials } from '../../src/engine/operation';
import { hostEnvironment } from '../../src/engine/contexts/host-environment';
import { buildCalls, textRequest } from '../support/fake-builds';
import { FakeEngine } from '../support/fake-engine';
import { saysSecret } from '../support/says-secret';

const mark = 'hunter2 "MÄRK';
const credentials: RegistryCredentials = { username: 'me', password: mark, serverAddress: 'r.io' };
const token: RegistryCredentials = { identityToken: mark, serverAddress: 'r.io' };

/** Requests with a secret, by the route that gets them. */
const requests: readonly (readonly [route: string, run: (engine: Engine) => Promise<unknown>])[] = [
  ['POST /containers/create', (engine) => engine.containers.create({ body: { Image: 'a', Env: ['A=x', `PLAIN=${mark}`] } })],
  ['POST /build', (engine) => engine.builder.build(textRequest('FROM x\n', { buildArguments: { PLAIN: mark } }), buildCalls())],
  ['POST /build', (engine) => engine.builder.build(textRequest('FROM x\n'), buildCalls({ registries: ['r.io'], credentials: () => Promise.resolve(credentials) }))],
  ['POST /commit', (engine) => engine.containers.commit('web', { changes: [`ENV PLAIN="${mark.replace('"', '')}" B=c`, `ONBUILD ARG A=${mark}`, `ENV OLD ${mark}`] })],
  ['POST /images/create', (engine) => engine.images.import(`https://u:${encodeURIComponent(mark)}@h/x.tar`, { changes: [`ENV A ${mark}`] })],
  ['POST /images/create', (engine) => engine.images.pull('r.io/a', { credentials })],
  ['POST /images/create', (engine) => engine.images.pull('r.io/a', { credentials: token })],
  ['POST /images/r.io/a/push', (engine) => engine.images.push('r.io/a', { credentials })],
  ['POST /images/r.io/a/push', (engine) => engine.images.push('r.io/a', { credentials: token })],
  ['POST /auth', (engine) => engine.system.checkCredentials(credentials)],
];

/** What an engine may say of a request that it does not like: all of it. */
async function echoOf(request: Parameters<Parameters<FakeEngine['on']>[1]>[1]): Promise<string> {
  const body = await text(request.message);
  const header = (name: string): string => String(request.headers[name] ?? '');
  const [auth, configuration] = ['x-registry-auth', 'x-registry-config'].map(header);
  const opened = [auth, configuration].map((value) => Buffer.from(value ?? '', 'base64url').toString());
  return [request.message.url, [...request.query.values()].join(' '), body, auth, configuration, ...opened].join(' | ');
}

describe('secrets that an engine says back', function () {
  this.timeout(20_000);
  let fake: FakeEngine;
  let engine: Engine;
  let end: () => void;

  beforeEach(async () => {
    fake = await FakeEngine.start();
    const found = await tryEngine({ id: 'x', name: 'x', address: `unix://${fake.socketPath}`, source: 'test' }, new AbortController().signal, undefined, { host: hostEnvironment() });
    assert.ok('engine' in found);
    engine = found.engine;
    end = () => found.engine.dispose();
  });
  afterEach(async () => {
    end();
    await fake.dispose();
  });

  for (const [index, [route, run]] of requests.entries()) {
    for (const status of [400, 404, 409, 500, 200]) {
      it(`${route} ${String(index)}, with status ${String(status)}`, async () => {
        let echoed = '';
        fake.on(route, async (response, request) => {
          echoed = await echoOf(request);
          response.writeHead(status, { 'Content-Type': 'application/json' });
          response.end(status === 200 ? `${JSON.stringify({ stream: `Step 1/1 : RUN ${echoed}` })}\n${JSON.stringify({ error: echoed, errorDetail: { message: echoed } })}\n` : JSON.stringify({ message: echoed }));
        });
        fake.on('GET /images/r.io/a:latest/json', (response) => void response.writeHead(404).end('{"message":"No such image: r.io/a:latest"}'));
        let caught: unknown;
        await run(engine).catch((error: unknown) => (caught = error));
        // A commit and a log-in take any JSON with 200 for success.
        if (status !== 200 || caught !== undefined) assert.ok(caught instanceof SlipwayError, String(caught));
        assert.ok(echoed.includes('hunter2') || echoed.includes(Buffer.from('hunter2').toString('base64').slice(0, 8)), echoed);
        assert.ok(!saysSecret(caught, mark), String(caught));
        assert.doesNotMatch(String(caught), /hunter2/);
      });
    }
  }

  it('also as a plain text, and in pieces that a limit cuts', async () => {
    const long = 'a-long-secret-'.repeat(40);
    fake.on('POST /containers/create', (response) => {
      response.writeHead(500, { 'Content-Type': 'text/plain' }).end(`${'x'.repeat(9_900)} ${long}`);
    });
    await assert.rejects(engine.containers.create({ body: { Image: 'a', Env: [`A=${long}`] } }), (error) => !String(error).includes('a-long-secret'));
  });
});
