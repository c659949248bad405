import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { tryEngine } from '../../../src/engine/connection/attempts';
import type { EngineCandidate } from '../../../src/engine/connection/connection';
import { hostEnvironment } from '../../../src/engine/contexts/host-environment';
import { Authority, TlsEngine } from '../../support/tls-engine';
import { engineSocket } from '../support';
import { remoteVerbs } from './remote-verbs';

type Tls = NonNullable<EngineCandidate['tls']>;

describe('engine: over TLS with certificates of both sides', function () {
  this.timeout(120_000);
  let authority: Authority;
  const ends: (() => unknown)[] = [];
  before(async () => {
    authority = await Authority.make();
    ends.push(() => authority.dispose());
    for (const name of ['server', 'client']) await authority.sign(name);
    await authority.sign('expired', { days: -1 });
    await authority.sign('strange', { by: 'foreign' });
    await authority.sign('named', { names: 'DNS:other.example' });
  });
  after(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  const files = (more: Partial<Tls> = {}): Tls => ({ ca: authority.file('ca.pem'), certificate: authority.file('client.pem'), key: authority.file('client.key'), verify: true, ...more });
  const serve = async (name: string): Promise<string> => {
    const engine = await TlsEngine.start(authority, name, engineSocket());
    ends.push(() => engine.dispose());
    return engine.address;
  };
  const reach = async (address: string, tls: Tls | undefined) => {
    const result = await tryEngine({ id: 'x', name: 'x', address, source: 'test', ...(tls && { tls }) }, new AbortController().signal, 20_000, { host: hostEnvironment() });
    if ('engine' in result) ends.push(() => result.engine.dispose());
    return result;
  };

  remoteVerbs(async () => {
    const result = await reach(await serve('server'), files());
    assert.ok('engine' in result, JSON.stringify(result));
    return result.engine;
  });

  // What follows is between the two ends of TLS, whichever engine is behind them.
  if (!['docker-20', 'attached'].includes(process.env['SLIPWAY_TEST_ENGINE'] ?? '')) return;

  const troubles: readonly (readonly [string, string, () => Tls | undefined | Promise<Tls>, RegExp])[] = [
    ['an expired certificate of the engine', 'expired', () => files(), /^its certificate is expired or not valid yet \(CERT_HAS_EXPIRED\); it has to be renewed there/],
    ['a certificate of a foreign authority', 'strange', () => files(), /^its certificate is not trusted \(.+\); name the file of its authority, ca\.pem/],
    ['an authority that is not known', 'server', () => ({ verify: true, certificate: files().certificate ?? '', key: files().key ?? '' }), /^its certificate is not trusted \(.+\); name the file of its authority, ca\.pem/],
    ['a certificate for another name', 'named', () => files(), /^its certificate is for another name \(ERR_TLS_CERT_ALTNAME_INVALID\); use a name or an address that stands in it/],
    ['no certificate of the client', 'server', () => ({ ca: authority.file('ca.pem'), verify: true }), /^it takes only clients with a certificate that it trusts \(.+\); name cert\.pem and key\.pem/],
    ['a client of a foreign authority', 'server', () => files({ certificate: authority.file('strange.pem'), key: authority.file('strange.key') }), /^it takes only clients with a certificate that it trusts|^the connection (?:was cut|ended at once)/],
    ['a missing file', 'server', () => files({ ca: authority.file('gone.pem') }), /^the file \S+gone\.pem is missing, which TLS needs/],
    ['half of a pair', 'server', () => ({ ca: authority.file('ca.pem'), certificate: authority.file('client.pem'), verify: true }), /is only half of what a client needs/],
    ['a key of another certificate', 'server', () => files({ key: authority.file('server.key') }), /^the key \S+server\.key does not belong to its certificate/],
    ['a file that is none', 'server', async () => {
      await writeFile(authority.file('broken.pem'), '-----BEGIN CERTIFICATE-----\nbroken\n-----END CERTIFICATE-----\n');
      return files({ certificate: authority.file('broken.pem') });
    }, /^the file \S+broken\.pem cannot be used for TLS/],
    ['TLS that is left out', 'server', () => undefined, /./],
  ];
  for (const [what, server, tls, words] of troubles) {
    it(`says what to do about ${what}`, async () => {
      const result = await reach(await serve(server), await tls());
      assert.match('reason' in result ? result.reason : 'reached', words);
    });
  }

  it('takes what is wrong where nobody wants it checked', async () => {
    for (const server of ['expired', 'strange', 'named']) assert.ok('engine' in (await reach(await serve(server), files({ verify: false }))), server);
  });
});
