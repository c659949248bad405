import assert from 'node:assert/strict';
import type { RegistryCredentials } from '../../src/engine/operation';
import { RegistryClient } from '../../src/registry/client';
import { Hub } from '../../src/registry/hub';
import { RegistryTransport } from '../../src/registry/transport';
import { Witness, type WitnessAnswer, type WitnessedRequest } from '../support/witness';

const password = 'marked-password';
const identity = 'marked-identity-token';
const token = 'marked-registry-token';
const secrets = [password, identity, token];
const statuses = [301, 302, 303, 307, 308] as const;

const people: Readonly<Record<string, RegistryCredentials>> = {
  'user and password': { username: 'me', password, serverAddress: 'x' },
  'an identity token': { identityToken: identity, serverAddress: 'x' },
};

/** What a client asks of a registry: each path that a registry could redirect. */
const asked: readonly { readonly path: RegExp; readonly ask: (client: RegistryClient) => Promise<unknown> }[] = [
  { path: /^\/v2\/$/, ask: (client) => client.check() },
  { path: /^\/v2\/$/, ask: (client) => client.checkCredentials() },
  { path: /^\/v2\/$/, ask: (client) => client.takesCredentials() },
  { path: /catalog/, ask: (client) => client.repositories() },
  { path: /tags/, ask: (client) => client.tags('app') },
  { path: /manifests/, ask: (client) => client.digest('app', '1') },
  { path: /manifests/, ask: (client) => client.manifest('app', '1') },
  { path: /blobs/, ask: (client) => client.tag('app', '1') },
  { path: /blobs/, ask: (client) => client.platforms('app', '1') },
];

describe('a registry that has others speak for it', function () {
  this.timeout(20_000);
  let home: Witness;
  let tokens: Witness;
  let stranger: Witness;
  before(async () => { [home, tokens, stranger] = await Promise.all([Witness.start(), Witness.start(), Witness.start()]); });
  after(() => Promise.all([home, tokens, stranger].map((witness) => witness.stop())));
  beforeEach(() => {
    for (const witness of [home, tokens, stranger]) witness.requests.length = 0;
    tokens.answers(() => ({ body: { token, refresh_token: 'new' } }));
  });

  const client = (credentials: RegistryCredentials | undefined): RegistryClient => new RegistryClient({ registry: home.address, transport: new RegistryTransport(), credentials });
  const config = `sha256:${'c'.repeat(64)}`;
  /** What the registry has, for those whom it lets in. */
  const content = ({ url }: WitnessedRequest): WitnessAnswer => {
    if (url.includes('manifests')) return { headers: { 'Docker-Content-Digest': `sha512:${'d'.repeat(128)}`, 'Content-Type': 'application/vnd.oci.image.manifest.v1+json' }, body: { config: { digest: config, size: 1 }, layers: [] } };
    return { body: { repositories: ['app'], tags: ['1'], os: 'linux', architecture: 'amd64' } };
  };
  const refusal = (challenge: string): WitnessAnswer => ({ status: 401, headers: { 'WWW-Authenticate': challenge }, body: { errors: [{ code: 'UNAUTHORIZED', message: 'log in' }] } });
  const ownChallenge = (scheme: 'Basic' | 'Bearer'): string => (scheme === 'Basic' ? 'Basic realm="home"' : `Bearer realm="${tokens.url()}/token",service="home"`);
  /** The registry lets in who has authorised himself, but sends what matches on to the stranger, before that (`early`) or after. */
  const redirecting = (path: RegExp, status: number, scheme: 'Basic' | 'Bearer', early: boolean): void => {
    home.answers((request) => {
      const known = request.headers.authorization?.startsWith(scheme) === true;
      if (path.test(request.url) && (early || known)) return { status, headers: { Location: `${stranger.url()}${request.url}` } };
      return known ? content(request) : refusal(ownChallenge(scheme));
    });
  };
  const strangerChallenges: Readonly<Record<string, () => string>> = {
    'Basic': () => 'Basic realm="stranger"',
    'its own token server': () => `Bearer realm="${stranger.url()}/token",service="home"`,
    'the right token server': () => `Bearer realm="${tokens.url()}/token",service="stranger"`,
    'everything': () => `Negotiate, Basic realm="stranger", Bearer realm="${stranger.url()}/token"`,
  };
  const nothingTold = (witness: Witness): void => { for (const secret of secrets) assert.ok(!witness.knows(secret), `${secret} went to a stranger`); };

  for (const [who, credentials] of Object.entries(people)) {
    for (const scheme of ['Basic', 'Bearer'] as const) {
      for (const [challenge, text] of Object.entries(strangerChallenges)) {
        it(`keeps ${who} from a stranger that wants ${challenge}, and its own ${scheme} challenge in force`, async () => {
          let reached = 0;
          for (const status of statuses) {
            for (const early of [true, false]) {
              for (const { path, ask } of asked) {
                reached += stranger.requests.length;
                stranger.requests.length = 0;
                stranger.answers(() => refusal(text()));
                redirecting(path, status, scheme, early);
                const asking = client(credentials);
                await ask(asking).catch(() => undefined);
                await ask(asking).catch(() => undefined);
                nothingTold(stranger);
                assert.ok(!tokens.requests.some(({ url, body }) => `${url}${body}`.includes('stranger')), 'the stranger chose what a token is for');
                // Nobody else's challenge is remembered.
                home.answers((request) => (request.headers.authorization?.startsWith(scheme) === true ? content(request) : refusal(ownChallenge(scheme))));
                if (scheme === 'Bearer' || credentials.username !== undefined) assert.deepEqual((await asking.tags('app')).names, ['1']);
                nothingTold(stranger);
              }
            }
          }
          assert.ok(reached > 0, 'redirects are followed');
        });
      }
    }
  }

  for (const [who, credentials] of Object.entries(people)) {
    it(`has ${who} sent to the token server that it names itself, as docker does`, async () => {
      redirecting(/nothing/, 307, 'Bearer', false);
      assert.deepEqual((await client(credentials).tags('app')).names, ['1']);
      assert.ok(tokens.knows(credentials.identityToken ?? password));
      assert.ok(!home.knows(identity) && !home.knows(password) && home.knows(token));
    });
    for (const status of statuses) {
      it(`keeps ${who} from where its token server redirects with ${status}`, async () => {
        redirecting(/nothing/, 307, 'Bearer', false);
        for (const answer of [refusal(`Basic realm="x", Bearer realm="${stranger.url()}/token"`), { body: { token: 'foreign' } }]) {
          stranger.answers(() => answer);
          tokens.answers(({ method, url }) => ({ status, headers: { Location: `${stranger.url()}${method === 'GET' ? url : '/token'}` } }));
          await client(credentials).tags('app').catch(() => undefined);
          await client(credentials).checkCredentials().catch(() => undefined);
          nothingTold(stranger);
        }
      });
    }
  }

  for (const status of statuses) {
    it(`keeps Docker Hub's user, password and session from where it redirects with ${status}`, async () => {
      const session = 'marked-registry-token';
      stranger.answers(() => ({ body: { token: 'foreign', results: [{ name: 'x' }] } }));
      for (const path of ['/v2/users/login/', '/v2/repositories/', '/v2/search/']) {
        home.answers((request) => {
          if (request.url.startsWith(path)) return { status, headers: { Location: `${stranger.url()}${request.url}` } };
          return { body: { token: session, results: [], next: `${stranger.url()}/v2/repositories/me/?page=2` } };
        });
        const hub = new Hub({ baseUrl: home.url(), transport: new RegistryTransport(), credentials: { username: 'me', password, serverAddress: 'x' } });
        for (const ask of [() => hub.repositories('me'), () => hub.tags('me/app'), () => hub.search('app')]) {
          await ask().catch(() => undefined);
          nothingTold(stranger);
        }
      }
      assert.ok(home.knows(password) && home.knows(session));
    });
  }
});
