import assert from 'node:assert/strict';
import { maxHeaderSize } from 'node:http';
import { SlipwayError } from '../../../src/core/errors';
import { RegistryTransport } from '../../../src/registry/transport';
import type { TransportRequest } from '../../../src/registry/transport-request';

interface Sent { readonly url: string; readonly method: string | undefined; readonly headers: Readonly<Record<string, string>>; readonly body: unknown }

/** A transport whose answers come by address; `redirect` is answered with 307. */
function transportOf(answers: Readonly<Record<string, Response | string | Error>>, sent: Sent[] = []): RegistryTransport {
  return new RegistryTransport({
    fetch: (url, init) => {
      sent.push({ url, method: init.method, headers: init.headers as Readonly<Record<string, string>>, body: init.body });
      const answer = answers[url];
      if (answer === undefined) throw new Error(`nobody asked for ${url}`);
      if (answer instanceof Error) return Promise.reject(answer);
      return Promise.resolve(typeof answer === 'string' ? new Response(null, { status: 307, headers: { Location: answer } }) : answer);
    },
  });
}

const request = (url: string, more: Partial<TransportRequest> = {}): TransportRequest => ({ url, registry: 'r.example', ...more });
async function failureOf(sending: Promise<unknown>): Promise<SlipwayError> {
  const failed = await sending.then(() => undefined, (error: unknown) => error);
  assert.ok(failed instanceof SlipwayError, String(failed));
  return failed;
}

describe('the transport', () => {
  it('sends what is asked, and reads the whole answer', async () => {
    const sent: Sent[] = [];
    const transport = transportOf({ 'https://r.example/v2/': new Response('abc', { status: 202, headers: { 'X-A': 'b' } }) }, sent);
    const answer = await transport.send(request('https://r.example/v2/', { method: 'POST', body: 'x', headers: { Accept: 'a' } }));
    assert.deepEqual([answer.status, answer.headers.get('x-a'), answer.body.toString(), answer.url], [202, 'b', 'abc', 'https://r.example/v2/']);
    assert.deepEqual(sent, [{ url: 'https://r.example/v2/', method: 'POST', headers: { Accept: 'a' }, body: 'x' }]);
  });
  it('asks with GET, and reads no body of HEAD', async () => {
    const sent: Sent[] = [];
    await transportOf({ 'https://r.example/': new Response('abc') }, sent).send(request('https://r.example/'));
    assert.equal(sent[0]?.method, 'GET');
    assert.equal((await transportOf({ 'https://r.example/': new Response('abc') }).send(request('https://r.example/', { method: 'HEAD' }))).body.length, 0);
  });

  const safe: readonly (readonly [from: string, to: string, keeps: boolean])[] = [
    ['https://r.example/a', 'https://r.example/b', true],
    ['https://r.example/a', '/b', true],
    ['https://r.example/a', 'https://cdn.example/b', false],
    ['https://r.example/a', 'https://r.example:8443/b', false],
    ['http://r.example/a', 'http://r.example/b', true],
    ['http://r.example/a', 'http://cdn.example/b', false],
    ['http://r.example/a', 'https://r.example/b', false],
    ['http://localhost:5000/a', 'http://127.0.0.1:5000/b', false],
    ['http://localhost:5000/a', 'https://cdn.example/b', false],
  ];
  for (const [from, to, keeps] of safe) {
    it(`follows ${from} to ${to} ${keeps ? 'with' : 'without'} the credentials`, async () => {
      const sent: Sent[] = [];
      const target = new URL(to, from).href;
      const answer = await transportOf({ [from]: to, [target]: new Response('{}') }, sent).send(request(from, { headers: { authorization: 'a', COOKIE: 'c', Accept: 'x' } }));
      assert.deepEqual([answer.status, answer.url], [200, target]);
      assert.deepEqual(sent.map(({ headers }) => headers), [{ authorization: 'a', COOKIE: 'c', Accept: 'x' }, keeps ? { authorization: 'a', COOKIE: 'c', Accept: 'x' } : { Accept: 'x' }]);
    });
  }
  for (const [from, to] of [
    ['https://r.example/a', 'http://r.example/b'], ['https://r.example/a', 'ftp://r.example/b'], ['http://r.example/a', 'ftp://r.example/b'],
    ['https://r.example/a', 'https://localhost/b'], ['http://r.example/a', 'http://127.0.0.1:5000/b'], ['https://r.example/a', 'file:///b'],
  ] as const) {
    it(`does not follow ${from} to ${to}`, async () => {
      const sent: Sent[] = [];
      const error = await failureOf(transportOf({ [from]: to, [to]: new Response('{}') }, sent).send(request(from)));
      assert.equal(error.kind, 'registryUnreachable');
      assert.match(error.message, new RegExp(`It redirects to .*${new URL(to).host}.*, which is not secure`));
      assert.equal(sent.length, 1);
    });
  }
  it('follows five redirects and no sixth', async () => {
    const chain = (length: number): Record<string, Response | string> => {
      const answers: Record<string, Response | string> = { [`https://r.example/${length}`]: new Response('end') };
      for (let index = 0; index < length; index++) answers[`https://r.example/${index}`] = `/${index + 1}`;
      return answers;
    };
    assert.equal((await transportOf(chain(5)).send(request('https://r.example/0'))).body.toString(), 'end');
    assert.match((await failureOf(transportOf(chain(6)).send(request('https://r.example/0')))).message, /It redirects too many times/);
  });
  for (const status of [301, 302, 303, 307, 308, 300, 304, 201]) {
    const redirects = ![300, 304, 201].includes(status);
    it(`takes ${status} with an address ${redirects ? 'for a redirect' : 'for the answer'}, and without one for the answer`, async () => {
      const answers = (): Record<string, Response> => ({ 'https://r.example/a': new Response(null, { status, headers: { Location: '/b' } }), 'https://r.example/b': new Response('b') });
      assert.equal((await transportOf(answers()).send(request('https://r.example/a'))).status, redirects ? 200 : status);
      assert.equal((await transportOf({ 'https://r.example/a': new Response(null, { status }) }).send(request('https://r.example/a'))).status, status);
    });
  }

  const caused = (cause: unknown): Error => new TypeError('fetch failed', { cause });
  const coded = (code: unknown, more: object = {}): Error => Object.assign(new Error('no'), { code, ...more });
  const failures: readonly (readonly [title: string, thrown: Error, kind: string, details: object])[] = [
    ['refused', caused(coded('ECONNREFUSED', { address: '10.0.0.1', port: 5000 })), 'registryUnreachable', { detail: 'ECONNREFUSED', reason: { why: 'refused', by: 'slipway', host: '10.0.0.1:5000' } }],
    ['refused at an IPv6 address', caused(coded('ECONNREFUSED', { address: '::1', port: 5000 })), 'registryUnreachable', { detail: 'ECONNREFUSED', reason: { why: 'refused', by: 'slipway', host: '[::1]:5000' } }],
    ['refused without a port', caused(coded('ECONNREFUSED', { address: '10.0.0.1', port: '5000' })), 'registryUnreachable', { detail: 'ECONNREFUSED', reason: { why: 'refused', by: 'slipway', host: '10.0.0.1' } }],
    ['refused somewhere', caused(coded('ECONNREFUSED')), 'registryUnreachable', { detail: 'ECONNREFUSED', reason: { why: 'refused', by: 'slipway' } }],
    ['a name that is unknown', caused(coded('ENOTFOUND', { hostname: 'r.example', address: '10.0.0.1' })), 'registryUnreachable', { detail: 'ENOTFOUND', reason: { why: 'unknownName', by: 'slipway', host: 'r.example' } }],
    ['several addresses', caused(Object.assign(new AggregateError([coded('EHOSTUNREACH')]), { code: undefined })), 'registryUnreachable', { detail: 'EHOSTUNREACH', reason: { why: 'noRoute', by: 'slipway' } }],
    ['a code of no meaning', caused(coded('EODD')), 'registryUnreachable', { detail: 'EODD' }],
    ['a code of its own', coded('ECONNRESET'), 'registryUnreachable', { detail: 'ECONNRESET', reason: { why: 'cut', by: 'slipway' } }],
    ['a code that is no text', caused(coded(5, { cause: coded('EPIPE') })), 'registryUnreachable', { detail: 'EPIPE', reason: { why: 'cut', by: 'slipway' } }],
    ['nothing but words', caused(undefined), 'registryUnreachable', { detail: 'fetch failed' }],
    ['a cause of null', caused(null), 'registryUnreachable', { detail: 'fetch failed' }],
    ['a cause that is text', caused('ECONNREFUSED'), 'registryUnreachable', { detail: 'fetch failed' }],
    ['long words', new TypeError('x'.repeat(300)), 'registryUnreachable', { detail: `${'x'.repeat(199)}…` }],
    ['an answer without TLS', caused(coded('ERR_SSL_WRONG_VERSION_NUMBER')), 'tlsFailed', { code: 'HTTP_RESPONSE', detail: 'ERR_SSL_WRONG_VERSION_NUMBER' }],
    ...['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ERR_TLS_CERT_ALTNAME_INVALID', 'ERR_SSL_TLSV1_ALERT'].map((code) =>
      [code, caused(coded(code)), 'tlsFailed', { code }] as const),
  ];
  for (const [title, thrown, kind, details] of failures) {
    it(`says what fetch failed of: ${title}`, async () => {
      const error = await failureOf(transportOf({ 'https://r.example/': thrown }).send(request('https://r.example/')));
      assert.deepEqual([error.kind, error.failure.details], [kind, { ...(kind === 'tlsFailed' ? { address: 'r.example' } : { registry: 'r.example' }), ...details }]);
      assert.equal(error.cause, thrown);
    });
  }
  for (const code of ['UND_ERR_HEADERS_OVERFLOW', 'HPE_HEADER_OVERFLOW']) {
    it(`takes ${code} for a head that is too long`, async () => {
      const error = await failureOf(transportOf({ 'https://r.example/': caused(coded(code)) }).send(request('https://r.example/')));
      assert.deepEqual([error.kind, error.failure.details], ['limitExceeded', { limit: 'head', from: 'r.example', most: maxHeaderSize }]);
    });
  }
  it('looks five causes deep, and not in a circle', async () => {
    const deep = (depth: number): Error => (depth === 0 ? coded('EPIPE') : Object.assign(new TypeError('deep'), { cause: deep(depth - 1) }));
    assert.equal((await failureOf(transportOf({ 'https://r.example/': deep(4) }).send(request('https://r.example/')))).failure.details['detail' as never], 'EPIPE');
    assert.equal((await failureOf(transportOf({ 'https://r.example/': deep(5) }).send(request('https://r.example/')))).failure.details['detail' as never], 'deep');
  });
  it('passes a fault of its own on as it is', async () => {
    const fault = new RangeError('a mistake');
    await assert.rejects(transportOf({ 'https://r.example/': fault }).send(request('https://r.example/')), (error) => error === fault);
  });

  it('lets as many requests go as are allowed, the others in their order', async () => {
    const waiting: (() => void)[] = [];
    const begun: string[] = [];
    const transport = new RegistryTransport({ maximumRequests: 2, fetch: (url) => new Promise((resolve) => { begun.push(url.slice(-1)); waiting.push(() => resolve(new Response('{}'))); }) });
    const sending = ['1', '2', '3', '4'].map((name) => transport.send(request(`https://r.example/${name}`)));
    await new Promise(setImmediate);
    assert.deepEqual(begun, ['1', '2']);
    waiting[1]?.();
    await sending[1];
    await new Promise(setImmediate);
    assert.deepEqual(begun, ['1', '2', '3']);
    waiting[0]?.();
    waiting[2]?.();
    await sending[2];
    await new Promise(setImmediate);
    waiting[3]?.();
    assert.equal((await Promise.all(sending)).length, 4);
    assert.deepEqual(begun, ['1', '2', '3', '4']);
  });
});
