import assert from 'node:assert/strict';
import { channel } from 'node:diagnostics_channel';
import dns from 'node:dns';
import { RegistryClient } from '../../src/registry/client';
import { type Reach, reachOfAddress } from '../../src/registry/reach';
import { RegistryTransport } from '../../src/registry/transport';
import { fails } from '../support/registry-failure';
import { Witness } from '../support/witness';

/** Ways to write an address of this machine, of its neighbours and of nobody. */
const inward = [
  'localhost', 'localhost.', 'LOCALHOST', 'x.localhost', 'x.localhost.', 'localhost.localdomain', 'localhost4', 'localhost6.localdomain6', 'ip6-localhost', 'ip6-loopback',
  '127.0.0.1', '127.0.0.1.', '127.1', '127.255.255.254', '0x7f.1', '0x7f000001', '2130706433', '0177.0.0.1', '017700000001', '①②⑦.⓪.⓪.①',
  '0.0.0.0', '0', '0.0.0.1', '0x0',
  '[::]', '[::1]', '[0:0:0:0:0:0:0:1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::ffff:0.0.0.0]', '[0:0:0:0:0:ffff:7f00:0001]', '[::127.0.0.1]', '[::ffff:0:127.0.0.1]', '[64:ff9b::127.0.0.1]', '[2002:7f00:1::]', '[2002:7f00:0001::1]',
  '169.254.169.254', '169.254.0.1', '0xa9fea9fe', '2852039166', '[::ffff:169.254.169.254]', '[::a9fe:a9fe]', '[64:ff9b::a9fe:a9fe]', '[fe80::1]', '[febf::1]',
  '224.0.0.1', '255.255.255.255', '[ff02::1]',
];

const everywhere: readonly (readonly [address: string, reach: Reach])[] = [
  ['8.8.8.8', 'public'], ['126.255.255.255', 'public'], ['128.0.0.1', 'public'], ['198.18.0.1', 'public'], ['172.15.0.1', 'public'], ['172.32.0.1', 'public'], ['169.253.0.1', 'public'],
  ['2606:4700::1', 'public'], ['::ffff:8.8.8.8', 'public'], ['64:ff9b::8.8.8.8', 'public'], ['2002:808:808::1', 'public'],
  ['10.0.0.1', 'private'], ['172.16.0.1', 'private'], ['172.31.255.255', 'private'], ['192.168.1.1', 'private'], ['100.64.0.1', 'private'], ['fd00::1', 'private'], ['fc00::1', 'private'],
  ['::ffff:10.0.0.1', 'private'], ['64:ff9b::10.0.0.1', 'private'], ['2002:a00:1::', 'private'],
  ['127.0.0.1', 'machine'], ['0.0.0.0', 'machine'], ['::', 'machine'], ['::1', 'machine'], ['::ffff:127.0.0.1', 'machine'],
  ['169.254.169.254', 'linkLocal'], ['fe80::1%eth0', 'linkLocal'], ['240.0.0.1', 'none'], ['ff02::1', 'none'], ['r.example', 'none'], ['', 'none'],
];

describe('a registry that leads inward', () => {
  for (const [address, reach] of everywhere) it(`finds ${reach} at "${address}"`, () => assert.equal(reachOfAddress(address), reach));

  describe('by the text of an address', () => {
    /** A transport whose registry `r.example` redirects, and names a token server; and what was asked besides it. */
    const leading = (target: string): { readonly transport: RegistryTransport; readonly others: string[] } => {
      const others: string[] = [];
      const transport = new RegistryTransport({
        fetch: (url) => {
          const { hostname, pathname } = new URL(url);
          if (hostname !== 'r.example') others.push(url);
          if (hostname !== 'r.example' || pathname === '/v2/') return Promise.resolve(new Response('{}'));
          if (pathname.includes('realm')) return Promise.resolve(new Response('{}', { status: 401, headers: { 'WWW-Authenticate': `Bearer realm="${target}"` } }));
          return Promise.resolve(new Response(null, { status: 307, headers: { Location: target } }));
        },
      });
      return { transport, others };
    };
    for (const host of inward) {
      it(`does not reach ${host}, whatever leads there`, async () => {
        for (const place of [`https://${host}/x`, `http://${host}:5000/x`, `//${host}/x`, `https://me:x@${host}/`]) {
          for (const insecure of [true, false]) {
            const { transport, others } = leading(new URL(place, 'https://r.example').href);
            const client = new RegistryClient({ registry: 'r.example', transport, insecure, credentials: { username: 'me', password: 'geheim', serverAddress: 'x' } });
            await fails(client.tags('app'), 'registryUnreachable', /not secure/);
            await fails(client.tags('realm'), 'registryUnreachable', /not secure/);
            await fails(transport.send({ url: 'http://r.example/v2/app', registry: 'r.example' }), 'registryUnreachable', /not secure/);
            assert.deepEqual(others, []);
          }
        }
      });
    }
    for (const [from, to, may] of [
      ['10.0.0.1', '10.0.0.2', true], ['10.0.0.1', '192.168.0.1', true], ['10.0.0.1', '[fd00::1]', true], ['10.0.0.1', 'cdn.example', true], ['10.0.0.1', '127.0.0.1', false],
      ['127.0.0.1', '10.0.0.1', true], ['localhost', '127.0.0.1', true], ['127.0.0.1', '[::1]', true], ['127.0.0.1', '0.0.0.0', true], ['127.0.0.1', '169.254.169.254', false],
      ['r.example', '10.0.0.1', false], ['r.example', 'cdn.example', true], ['8.8.8.8', '10.0.0.1', false], ['8.8.8.8', '[fd00::1]', false], ['8.8.8.8', 'cdn.example', true], ['169.254.1.1', '169.254.1.2', true], ['169.254.1.1', '127.0.0.1', false],
    ] as const) {
      it(`${may ? 'follows' : 'does not follow'} ${from} to ${to}`, async () => {
        const asked: string[] = [];
        const transport = new RegistryTransport({
          fetch: (url) => {
            asked.push(new URL(url).hostname);
            return Promise.resolve(asked.length > 1 ? new Response('{}') : new Response(null, { status: 302, headers: { Location: `https://${to}/` } }));
          },
        });
        const sent = transport.send({ url: `https://${from}/`, registry: from }).then(() => true, () => false);
        assert.equal(await sent, may);
        assert.equal(asked.length, may ? 2 : 1);
      });
    }
    it('goes no further in by way of others', async () => {
      const chain = ['https://10.0.0.1/', 'https://8.8.8.8/', 'https://10.0.0.2/'];
      const transport = new RegistryTransport({ fetch: (url) => Promise.resolve(new Response('{}', { status: 302, headers: { Location: chain[chain.indexOf(url) + 1] ?? '' } })) });
      await fails(transport.send({ url: chain[0] ?? '', registry: '10.0.0.1' }), 'registryUnreachable', /10\.0\.0\.2, which is not secure/);
    });
  });

  describe('by way of a proxy of this machine', () => {
    const [created, sending] = [channel('undici:request:create'), channel('undici:client:sendHeaders')];
    /** Every connection is one of a proxy; `r.example` redirects. */
    const proxied = (target: string, remotePort: number): { readonly sent: Promise<unknown>; readonly asked: string[] } => {
      const asked: string[] = [];
      const transport = new RegistryTransport({
        fetch: (url) => {
          asked.push(new URL(url).hostname);
          const request = { method: 'GET' };
          created.publish({ request });
          if (remotePort !== 3128) created.publish({ request: { method: 'CONNECT' } });
          sending.publish({ request, socket: { remoteAddress: '127.0.0.1', remotePort, destroy: () => assert.fail('the proxy was taken for a registry') } });
          return Promise.resolve(asked.length > 1 ? new Response('{}') : new Response(null, { status: 307, headers: { Location: target } }));
        },
      });
      return { sent: transport.send({ url: 'https://r.example/', registry: 'r.example' }), asked };
    };
    for (const port of [3128, 443]) {
      for (const host of ['cdn.example', '10.0.0.1', '8.8.8.8']) {
        it(`reaches ${host}, at port ${port} of the proxy`, async () => {
          const { sent, asked } = proxied(`https://${host}/`, port);
          await sent;
          assert.deepEqual(asked, ['r.example', host]);
        });
      }
      for (const host of ['localhost', '127.0.0.1', '[::1]', '0.0.0.0', '169.254.169.254']) {
        it(`does not reach ${host}, at port ${port} of the proxy`, async () => {
          const { sent, asked } = proxied(`https://${host}/`, port);
          await fails(sent, 'registryUnreachable', /not secure/);
          assert.deepEqual(asked, ['r.example']);
        });
      }
    }
  });

  describe('by what a name stands for', () => {
    let home: Witness;
    let inner: Witness;
    /** Where the next connections lead, as far as the transport can tell: this machine's network is the only one there is. */
    let network: Reach | undefined;
    const { lookup } = dns;
    beforeEach(async () => {
      [home, inner] = await Promise.all([Witness.start(), Witness.start()]);
      inner.answers(() => ({ body: { token: 'x', tags: [] } }));
      network = 'public';
      const local = (_name: string, options: dns.LookupOptions, done: (error: null, found: unknown, family?: number) => void): void => {
        if (options.all) done(null, [{ address: '127.0.0.1', family: 4 }]);
        else done(null, '127.0.0.1', 4);
      };
      dns.lookup = local as unknown as typeof dns.lookup;
    });
    afterEach(async () => {
      dns.lookup = lookup;
      await Promise.all([home.stop(), inner.stop()]);
    });
    const transport = (): RegistryTransport => new RegistryTransport({ reachOf: (address) => network ?? reachOfAddress(address) });
    const client = (insecure = true): RegistryClient => new RegistryClient({ registry: `outer.test:${String(home.port)}`, insecure, transport: transport(), credentials: { username: 'me', password: 'geheim', serverAddress: 'x' } });
    /** Answers, and says where connections lead from now on. */
    const then = <Answer>(next: Reach | undefined, answer: Answer): Answer => {
      network = next;
      return answer;
    };

    for (const status of [301, 302, 303, 307, 308]) {
      it(`does not send a word to this machine under another name, after ${status}`, async () => {
        home.answers(() => then(undefined, { status, headers: { Location: `${inner.url('inner.test')}/x` } }));
        await fails(transport().send({ url: home.url('outer.test'), registry: 'outer.test' }), 'registryUnreachable', /inner\.test.*not secure/);
        assert.deepEqual(inner.requests, []);
      });
    }
    it('does not send a word to its own name, when that has become one of this machine', async () => {
      home.answers(({ url }) => then(undefined, url === '/' ? { status: 302, headers: { Location: '/again', Connection: 'close' } } : {}));
      await fails(transport().send({ url: home.url('outer.test'), registry: 'outer.test' }), 'registryUnreachable', /not secure/);
      assert.deepEqual(home.requests.map(({ url }) => url), ['/']);
    });
    it('does not send a word over a connection that is open already', async () => {
      await transport().send({ url: inner.url('inner.test'), registry: 'inner.test' });
      home.answers(() => then(undefined, { status: 302, headers: { Location: inner.url('inner.test') } }));
      await fails(transport().send({ url: home.url('outer.test'), registry: 'outer.test' }), 'registryUnreachable', /not secure/);
      assert.equal(inner.requests.length, 1);
    });
    it('has no token server in this machine, for user and password', async () => {
      home.answers(({ url }) => (url === '/v2/' ? {} : then(undefined, { status: 401, headers: { 'WWW-Authenticate': `Bearer realm="${inner.url('inner.test')}/token"` } })));
      await fails(client().tags('app'), 'registryUnreachable', /token server .*inner\.test.* not secure/);
      assert.deepEqual(inner.requests, []);
    });
    for (const next of ['machine', 'linkLocal', 'none'] as const) {
      it(`leads from a private network to none that is ${next}`, async () => {
        network = 'private';
        home.answers(() => then(next, { status: 302, headers: { Location: inner.url('inner.test') } }));
        await fails(transport().send({ url: home.url('outer.test'), registry: 'outer.test' }), 'registryUnreachable', /not secure/);
        assert.deepEqual(inner.requests, []);
      });
    }
    for (const [from, to] of [['private', 'private'], ['private', 'public'], ['public', 'public'], ['machine', 'machine'], ['machine', 'private'], ['machine', 'public']] as const) {
      it(`leads from ${from} to ${to}, where a store of layers or a token server may be`, async () => {
        network = from;
        home.answers(({ url, headers }) => {
          if (url === '/v2/') return {};
          if (headers.authorization === undefined) return then(to, { status: 401, headers: { 'WWW-Authenticate': `Bearer realm="${inner.url('inner.test')}/token"` } });
          return { status: 302, headers: { Location: `${inner.url('inner.test')}/x` } };
        });
        assert.deepEqual((await client().tags('app')).names, []);
        assert.deepEqual(inner.requests.map(({ url }) => url.split('?')[0]), ['/token', '/x']);
      });
    }
    it('may be a registry of this machine, which leads to others of it', async () => {
      network = undefined;
      home.answers(() => ({ status: 302, headers: { Location: inner.url('inner.test') } }));
      assert.equal((await transport().send({ url: home.url('outer.test'), registry: 'outer.test' })).status, 200);
    });
  });
});
