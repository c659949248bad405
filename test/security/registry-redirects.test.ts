import assert from 'node:assert/strict';
import { RegistryTransport } from '../../src/registry/transport';
import type { TransportRequest } from '../../src/registry/transport-request';
import { Witness } from '../support/witness';

const secret = 'marked-secret';
const statuses = [301, 302, 303, 307, 308] as const;

/** Where a secret stands in a request. */
const carriers: readonly { readonly in: string; readonly methods: readonly ('GET' | 'HEAD' | 'POST')[]; readonly request: Partial<TransportRequest> }[] = [
  { in: 'Basic credentials', methods: ['GET', 'HEAD', 'POST'], request: { headers: { Authorization: `Basic ${Buffer.from(`me:${secret}`).toString('base64')}` } } },
  { in: 'a token', methods: ['GET', 'HEAD', 'POST'], request: { headers: { authorization: `Bearer ${secret}`, Accept: 'application/json' } } },
  { in: 'a cookie', methods: ['GET', 'POST'], request: { headers: { COOKIE: `session=${secret}` } } },
  { in: 'a header of its own', methods: ['GET', 'POST'], request: { headers: { 'X-Registry-Auth': secret } } },
  { in: 'a form', methods: ['POST'], request: { body: `grant_type=refresh_token&refresh_token=${secret}`, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } } },
  { in: 'JSON', methods: ['POST'], request: { body: JSON.stringify({ username: 'me', password: secret }), headers: { 'Content-Type': 'application/json' } } },
];

describe('a registry that redirects', () => {
  let home: Witness;
  let stranger: Witness;
  let strangerTls: Witness;
  const rejecting = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  before(async () => {
    // The certificate of the tests is trusted by nobody.
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    [home, stranger, strangerTls] = await Promise.all([Witness.start(), Witness.start(), Witness.start('https')]);
  });
  after(async () => {
    if (rejecting === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = rejecting;
    await Promise.all([home, stranger, strangerTls].map((witness) => witness.stop()));
  });
  beforeEach(() => {
    for (const witness of [home, stranger, strangerTls]) witness.answers(() => ({})).requests.length = 0;
  });

  const elsewhere: readonly { readonly to: string; readonly url: () => string }[] = [
    { to: 'another port', url: () => stranger.url() },
    { to: 'another name', url: () => stranger.url('localhost') },
    { to: 'its own server under another name', url: () => home.url('localhost') },
    { to: 'another scheme', url: () => strangerTls.url() },
  ];
  /** Sends and tells whether there was an answer. */
  const send = async (request: Partial<TransportRequest>, method: 'GET' | 'HEAD' | 'POST'): Promise<boolean> =>
    new RegistryTransport().send({ url: `${home.url()}/begin`, registry: home.address, ...request, method }).then(() => true, () => false);
  const strangers = (): boolean => [stranger, strangerTls].some((witness) => witness.knows(secret)) || home.knows(secret, home.url('localhost'));

  for (const carrier of carriers) {
    for (const method of carrier.methods) {
      for (const status of statuses) {
        for (const { to, url } of elsewhere) {
          it(`with ${status} to ${to} learns there nothing of ${carrier.in} of ${method}`, async () => {
            home.answers(({ url: path, origin }) => (path === '/begin' && origin === home.url() ? { status, headers: { Location: `${url()}/end` } } : {}));
            assert.equal(await send(carrier.request, method), carrier.request.body === undefined, 'a redirect is followed when there is no body');
            assert.ok(home.knows(secret, home.url()), 'its owner has it');
            assert.ok(!strangers(), 'and nobody else');
          });
        }
        it(`with ${status} there and back has ${carrier.in} of ${method} only once`, async () => {
          home.answers(({ url: path }) => (path === '/begin' ? { status, headers: { Location: `${stranger.url()}/between` } } : {}));
          stranger.answers(() => ({ status, headers: { Location: `${home.url()}/end` } }));
          await send(carrier.request, method);
          assert.ok(!strangers());
          assert.ok(home.requests.filter(({ url: path }) => path === '/end').every((request) => !JSON.stringify(request).includes(secret)));
        });
      }
    }
  }

  for (const status of statuses) {
    it(`with ${status} is never followed with a body to another origin`, async () => {
      home.answers(() => ({ status, headers: { Location: `${stranger.url()}/end` } }));
      assert.equal(await send({ body: 'x' }, 'POST'), false);
      assert.deepEqual(stranger.requests, []);
    });
    it(`with ${status} at home ${status < 304 ? 'turns POST into GET without a body' : 'repeats POST'}`, async () => {
      home.answers(({ url: path }) => (path === '/begin' ? { status, headers: { Location: '/end' } } : {}));
      assert.equal(await send({ body: 'x', headers: { Authorization: 'a', 'Content-Type': 'text/plain' } }, 'POST'), true);
      const end = home.requests.find(({ url: path }) => path === '/end');
      assert.deepEqual([end?.method, end?.body, end?.headers.authorization, end?.headers['content-type']], status < 304 ? ['GET', '', 'a', undefined] : ['POST', 'x', 'a', 'text/plain']);
    });
    it(`with ${status} keeps GET and HEAD`, async () => {
      for (const method of ['GET', 'HEAD'] as const) {
        home.requests.length = 0;
        home.answers(({ url: path }) => (path === '/begin' ? { status, headers: { Location: '/end' } } : {}));
        await send({}, method);
        assert.deepEqual(home.requests.map((request) => request.method), [method, method]);
      }
    });
  }

  it('cannot make up credentials in an address', async () => {
    home.answers(() => ({ status: 302, headers: { Location: `http://admin:admin@127.0.0.1:${String(stranger.port)}/end` } }));
    await send({}, 'GET');
    assert.deepEqual(stranger.requests.map(({ headers }) => headers.authorization), [undefined]);
  });
  it('cannot lead to what is no address', async () => {
    for (const location of ['http://', 'https://[::1', 'http://a b/', 'http://127.0.0.1:99999/']) {
      home.answers(() => ({ status: 302, headers: { Location: location } }));
      await assert.rejects(new RegistryTransport().send({ url: home.url(), registry: home.address }), { name: 'SlipwayError' }, location);
    }
  });
});
