import assert from 'node:assert/strict';
import { failure, SlipwayError } from '../../../src/core/errors';
import type { RegistryCredentials } from '../../../src/engine/operation';
import { RegistriesService } from '../../../src/registry/registries-service';
import type { RegistryAccess } from '../../../src/registry/registry-access';
import { fakeApp } from '../../support/fake-app';

const stored: RegistryCredentials = { username: 'docker', password: 'p', serverAddress: 'ghcr.io' };

const whole = <Entry>(entries: readonly Entry[]) => ({ entries, complete: true, next: undefined });

function setUp(access: Partial<RegistryAccess> = {}) {
  const app = fakeApp();
  const used: (RegistryCredentials | undefined)[] = [];
  let changes = 0;
  let loads = 0;
  const service = new RegistriesService({
    ...app,
    access: () => {
      loads++;
      return Promise.resolve({
        check: () => Promise.resolve(),
        logIn: () => Promise.resolve({ identityToken: undefined }),
        repositories: () => Promise.resolve(undefined),
        tags: (_registry, _repository, credentials) => {
          used.push(credentials);
          return Promise.resolve(whole([]));
        },
        takesCredentials: () => Promise.resolve(true),
        search: () => Promise.resolve([]),
        tag: (_registry, _repository, name, credentials) => {
          used.push(credentials);
          return Promise.resolve({ name, size: 5 });
        },
        platforms: (_registry, _repository, _reference, credentials) => {
          used.push(credentials);
          return Promise.resolve(['linux/arm64']);
        },
        digest: (_registry, _repository, _reference, credentials) => {
          used.push(credentials);
          return Promise.resolve('sha256:d');
        },
        forget: () => undefined,
        storedLogIn: () => Promise.resolve(undefined),
        ...access,
      });
    },
  });
  service.onChange(() => changes++);
  return { service, used, record: app.record, changes: () => changes, loads: () => loads };
}

const addresses = (service: RegistriesService) => service.list().map(({ address }) => address);

describe('RegistriesService', () => {
  it('begins with Docker Hub and loads nothing for it', () => {
    const { service, loads } = setUp();
    assert.deepEqual(service.list(), [{ address: 'docker.io', name: 'Docker Hub', builtin: true, repositories: [] }]);
    assert.equal(loads(), 0);
  });

  it('adds a registry that answers, once, and keeps it', async () => {
    const { service, record, changes } = setUp();
    await service.add('https://ghcr.io/');
    await service.add('GHCR.io');
    assert.deepEqual(addresses(service), ['docker.io', 'ghcr.io']);
    assert.equal(changes(), 1);
    assert.deepEqual(addresses(new RegistriesService({ ...fakeApp(), state: { get: (key) => record.state.get(key), set: () => Promise.resolve() } })), ['docker.io', 'ghcr.io']);
  });

  it('does not add one that does not answer', async () => {
    const dead = failure('registryUnreachable', { registry: 'x.y', detail: '' });
    const { service, changes } = setUp({ check: () => Promise.reject(dead) });
    await assert.rejects(service.add('x.y'), dead);
    assert.deepEqual(addresses(service), ['docker.io']);
    assert.equal(changes(), 0);
  });

  it('removes a registry with its log-in, but not Docker Hub', async () => {
    const { service, record } = setUp();
    await service.add('ghcr.io');
    await service.logIn('ghcr.io', 'ada', 'secret');
    await service.remove('ghcr.io');
    assert.deepEqual(addresses(service), ['docker.io']);
    assert.equal(record.secrets.size, 0);
    for (const address of ['docker.io', 'never.added']) await assert.rejects(service.remove(address), (error) => error instanceof SlipwayError && error.kind === 'invalidInput');
  });

  it('says which one cannot be removed', async () => {
    const { service } = setUp();
    for (const text of ['docker.io', 'nowhere.example']) {
      await assert.rejects(service.remove(text), (error) => {
        assert.deepEqual(SlipwayError.details(error, 'invalidInput'), { field: 'registry', value: text, reason: 'This registry is not in the list, or cannot be removed.' });
        return true;
      });
    }
  });

  it('says why there is no list, where a registry has none', async () => {
    const { service } = setUp();
    assert.equal((await service.repositoryList('docker.io')).refusal, 'logIn');
    assert.equal((await service.repositoryList('ghcr.io')).refusal, 'none');
  });

  it('survives a state that something else wrote', () => {
    const { service, record } = setUp();
    record.state.set('registries', [null, 1, { address: 'a.b' }, { address: 'ok.io', repositories: ['x'] }, { address: 2, repositories: [] }]);
    assert.deepEqual(addresses(service), ['docker.io', 'ok.io']);
    record.state.set('registries', 'nonsense');
    assert.deepEqual(addresses(service), ['docker.io']);
  });

  it('remembers repositories, of Docker Hub too, and joins them with the registry\'s list', async () => {
    const { service } = setUp({ repositories: (registry) => Promise.resolve(registry === 'ghcr.io' ? whole(['b', 'a10', 'a2']) : undefined) });
    await service.add('ghcr.io');
    await service.remember('ghcr.io', 'z');
    await service.remember('ghcr.io', 'b');
    await service.remember('ghcr.io', 'z');
    await service.remember('docker.io', 'library/python');
    assert.deepEqual(await service.repositories('ghcr.io'), ['a2', 'a10', 'b', 'z']);
    assert.deepEqual(await service.repositories('docker.io'), ['library/python']);
  });

  it('shows what it remembers beside why the list is refused', async () => {
    for (const [kind, taken, refusal] of [
      ['unauthorized', undefined, 'logIn'],
      ['forbidden', undefined, 'logIn'],
      ['unauthorized', true, 'notAllowed'],
      ['forbidden', true, 'notAllowed'],
      ['unauthorized', false, 'wrongLogIn'],
      ['notFound', true, 'none'],
    ] as const) {
      const refused = kind === 'notFound' ? failure(kind, { what: 'repository', name: 'ghcr.io' }) : failure(kind, { registry: 'ghcr.io', name: '' });
      const { service } = setUp({
        repositories: () => Promise.reject(refused),
        storedLogIn: () => Promise.resolve(taken === undefined ? undefined : stored),
        takesCredentials: () => (kind === 'notFound' ? assert.fail('asked') : Promise.resolve(taken ?? assert.fail('asked'))),
      });
      await service.add('ghcr.io');
      assert.deepEqual(await service.repositoryList('ghcr.io'), { ...whole([]), refusal });
      await service.remember('ghcr.io', 'a');
      assert.deepEqual(await service.repositoryList('ghcr.io'), { ...whole(['a']), refusal });
      assert.deepEqual(await service.repositories('ghcr.io'), ['a']);
      // What was begun goes on, or fails.
      await assert.rejects(service.repositoryList('ghcr.io', { after: { path: '/', skip: 0 } }), refused);
    }
    const dead = failure('registryUnreachable', { registry: 'ghcr.io', detail: '' });
    await assert.rejects(setUp({ repositories: () => Promise.reject(dead) }).service.repositoryList('ghcr.io'), dead);
  });

  it('goes on from a place without what it remembers', async () => {
    const after = { path: '/v2/_catalog?last=b', skip: 3 };
    const asked: unknown[] = [];
    const { service } = setUp({
      repositories: (_registry, _credentials, options) => {
        asked.push(options.after);
        return Promise.resolve({ entries: ['c'], complete: false, next: { path: 'x', skip: 0 } });
      },
    });
    await service.remember('ghcr.io', 'z');
    assert.deepEqual((await service.repositoryList('ghcr.io')).entries, ['c', 'z']);
    assert.deepEqual(await service.repositoryList('ghcr.io', { after }), { entries: ['c'], complete: false, next: { path: 'x', skip: 0 }, refusal: undefined });
    assert.deepEqual(asked, [undefined, after]);
  });

  it('gives tags newest first with what the registry tells of them', async () => {
    const { service } = setUp({ tags: () => Promise.resolve(whole([{ name: '1.9', size: 1 }, { name: '1.10' }, { name: 'latest' }])) });
    assert.deepEqual(await service.tags('ghcr.io', 'a'), [{ name: 'latest' }, { name: '1.10' }, { name: '1.9', size: 1 }]);
  });

  it('names a helper that is not there, once, and goes on without a log-in', async () => {
    const missing = (program: string) => failure('fileFailed', { file: program, code: 'ENOENT', detail: '' });
    const told: string[] = [];
    const programs = ['docker-credential-desktop', 'docker-credential-desktop', 'docker-credential-pass'];
    const app = fakeApp({});
    let asked = 0;
    const service = new RegistriesService({
      secrets: app.secrets,
      state: app.state,
      log: app.log,
      host: app.host,
      onMissingHelper: (program, registry) => void told.push(`${program} ${registry}`),
      access: () => Promise.resolve({ storedLogIn: () => Promise.reject(missing(programs[asked++] ?? '')) } as unknown as RegistryAccess),
    });
    for (const registry of ['ghcr.io', 'docker.io', 'quay.io']) assert.equal(await service.credentials(registry), undefined);
    assert.deepEqual(told, ['docker-credential-desktop ghcr.io', 'docker-credential-pass quay.io']);
  });

  it('uses its own log-in before docker\'s, and docker\'s again after logging out', async () => {
    const { service, used, record, changes } = setUp({ storedLogIn: () => Promise.resolve(stored) });
    assert.equal(await service.userName('ghcr.io'), 'docker');
    await service.logIn('ghcr.io', 'ada', 'secret');
    assert.equal(await service.userName('ghcr.io'), 'ada');
    await service.tags('ghcr.io', 'a');
    assert.deepEqual(used, [{ username: 'ada', password: 'secret', serverAddress: 'ghcr.io' }]);
    assert.ok(![...record.state.values()].some((value) => JSON.stringify(value).includes('secret')));
    await service.logOut('ghcr.io');
    assert.deepEqual(await service.credentials('ghcr.io'), stored);
    assert.equal(await service.userName('ghcr.io'), 'docker');
    assert.equal(changes(), 2);
  });

  it('asks for docker\'s user once in a while, not for every row', async () => {
    let asked = 0;
    const { service } = setUp({ storedLogIn: () => Promise.resolve({ ...stored, username: `docker-${String(++asked)}` }) });
    const { now } = Date;
    const began = now();
    try {
      for (const [seconds, name] of [[0, 'docker-1'], [1, 'docker-1'], [3_600, 'docker-2'], [3_601, 'docker-2']] as const) {
        Date.now = () => began + seconds * 1000;
        assert.equal(await service.userName('ghcr.io'), name, String(seconds));
      }
    } finally {
      Date.now = now;
    }
  });

  it('keeps an identity token instead of the password, and the server address of Docker Hub', async () => {
    const { service, record } = setUp({ logIn: () => Promise.resolve({ identityToken: 'token' }) });
    await service.logIn('index.docker.io', 'ada', 'secret');
    assert.deepEqual(await service.credentials('docker.io'), { username: 'ada', identityToken: 'token', serverAddress: 'https://index.docker.io/v1/' });
    assert.ok(![...record.secrets.values()].some((value) => value.includes('secret')));
  });

  it('keeps nothing of a log-in that is refused', async () => {
    const refused = failure('unauthorized', { registry: 'ghcr.io' });
    const { service, record, changes } = setUp({ logIn: () => Promise.reject(refused) });
    await assert.rejects(service.logIn('ghcr.io', 'ada', 'wrong'), refused);
    assert.equal(record.secrets.size, 0);
    assert.equal(changes(), 0);
  });

  it('goes on without credentials when docker\'s cannot be read, and says so in the log', async () => {
    const { service, record } = setUp({ storedLogIn: () => Promise.reject(failure('fileFailed', { file: 'config.json', code: 'EJSON', detail: '' })) });
    assert.equal(await service.credentials('ghcr.io'), undefined);
    assert.equal(record.logged.length, 1);
  });

  it('forgets a secret that something else wrote', async () => {
    const { service, record } = setUp({ storedLogIn: () => Promise.resolve(stored) });
    for (const text of ['', 'null', '{"username":1}', '{"username":"a"}']) {
      record.secrets.set('registry:ghcr.io', text);
      assert.deepEqual(await service.credentials('ghcr.io'), stored, text);
    }
  });

  it('hands a search on', async () => {
    const asked: unknown[] = [];
    const { service } = setUp({
      search: (term, limit) => {
        asked.push([term, limit]);
        return Promise.resolve([{ name: 'library/nginx', description: '', stars: 1, official: true }]);
      },
    });
    assert.deepEqual((await service.search('nginx', { limit: 5 })).map(({ name }) => name), ['library/nginx']);
    assert.deepEqual(asked, [['nginx', 5]]);
  });

  it('asks for platforms with the credentials of the registry', async () => {
    const { service, used } = setUp({ storedLogIn: (registry) => Promise.resolve(registry === 'ghcr.io' ? stored : undefined) });
    assert.deepEqual(await service.platforms('ghcr.io', 'owner/app', '1'), ['linux/arm64']);
    assert.deepEqual(await service.tag('ghcr.io', 'owner/app', '1'), { name: '1', size: 5 });
    assert.deepEqual(used, [stored, stored]);
  });
});
