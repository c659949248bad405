import assert from 'node:assert/strict';
import { pullSuggestions, recentlyPulled, rememberPulled } from '../../../../src/commands/images/pull-suggestions';
import { failure } from '../../../../src/core/errors';
import type { Suggestion } from '../../../../src/ports';
import type { Registries } from '../../../../src/registry/registries';
import { type FakeApp, fakeApp } from '../../../support/fake-app';
import { image } from '../../../support/fake-images';

const found = [
  { name: 'library/nginx', description: 'Official\nbuild', stars: 20_000, official: true },
  { name: 'bitnami/nginx', description: '', stars: 90, official: false },
];

function setUp(registries: Partial<Registries> = {}): FakeApp {
  return fakeApp({ engine: { listImages: () => Promise.resolve([image('a', 'app:1', 'nginx:old')]) }, registries: { search: () => Promise.resolve(found), ...registries } });
}

const suggestions = async (app: FakeApp, text: string): Promise<readonly string[]> =>
  (await pullSuggestions(app, text, new AbortController().signal)).map(({ value }) => value);

describe('commands: suggestions for pull', () => {
  it('begins with what was pulled last and local names', async () => {
    const app = setUp();
    await rememberPulled(app, 'redis:7');
    await rememberPulled(app, 'app:1');
    await rememberPulled(app, 'redis:7');
    assert.deepEqual(recentlyPulled(app), ['redis:7', 'app:1']);
    assert.deepEqual(await suggestions(app, ''), ['redis:7', 'app:1', 'nginx:old']);
  });

  it('searches Docker Hub, with filters', async () => {
    const asked: unknown[] = [];
    const app = setUp({
      search: (term, { limit }) => {
        asked.push([term, limit]);
        return Promise.resolve(found);
      },
    });
    assert.deepEqual(await suggestions(app, 'nginx'), ['nginx:old', 'nginx:', 'bitnami/nginx:']);
    assert.deepEqual(await suggestions(app, 'nginx is:official limit:500'), ['nginx:old', 'nginx:']);
    assert.deepEqual(await suggestions(app, 'nginx stars:100'), ['nginx:old', 'nginx:']);
    assert.deepEqual(asked, [['nginx', 25], ['nginx', 100], ['nginx', 25]]);
    const [, official] = await pullSuggestions(app, 'nginx', new AbortController().signal);
    assert.deepEqual([official?.goesOn, official?.description, official?.detail], [true, '20000 stars · official', 'Official⏎build']);
  });

  it('lists the tags behind a colon, of the registry in the name', async () => {
    const asked: string[] = [];
    const facts: string[] = [];
    const app = setUp({
      tags: (registry, repository) => {
        asked.push(`${registry} ${repository}`);
        return Promise.resolve([{ name: '2.0', size: 5_000_000, platforms: ['linux/amd64', 'linux/arm64'] }, { name: '1.0' }]);
      },
      tag: (registry, repository, name, options) => {
        facts.push(`${registry} ${repository} ${name} ${options?.platform ?? ''}`);
        return name === '1.0' ? Promise.resolve({ name, size: 3_000_000, platforms: ['linux/amd64'] }) : assert.fail('known already');
      },
      search: () => assert.fail('searched'),
    });
    assert.deepEqual(await suggestions(app, 'redis:'), ['redis:2.0', 'redis:1.0', '--all-tags redis']);
    assert.deepEqual(await suggestions(app, '127.0.0.1:5000/team/web:2'), ['127.0.0.1:5000/team/web:2.0']);
    assert.deepEqual(asked, ['docker.io library/redis', '127.0.0.1:5000 team/web']);
    assert.deepEqual(facts, ['docker.io library/redis 1.0 linux/amd64']);
    const early: (readonly Suggestion[])[] = [];
    const [first, second] = await pullSuggestions(app, 'redis:', new AbortController().signal, (known) => void early.push(known));
    assert.match(first?.description ?? '', /MB · linux\/amd64, linux\/arm64/);
    assert.equal(second?.description, '3MB · linux/amd64');
    assert.deepEqual(early.map((known) => known.map(({ description }) => description)), [[], [first?.description, '', undefined]]);
  });

  it('does not ask Docker Hub for names of other registries, and does without it when it fails', async () => {
    const app = setUp({ search: () => Promise.reject(failure('registryUnreachable', { registry: 'docker.io', detail: '' })) });
    assert.deepEqual(await suggestions(app, 'nginx'), ['nginx:old']);
    const other = setUp({ search: () => assert.fail('searched') });
    assert.deepEqual(await suggestions(other, 'ghcr.io/owner'), []);
  });
});
