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
  return fakeApp({ engine: { images: { list: () => Promise.resolve([image('a', 'app:1', 'nginx:old')]) } }, registries: { search: () => Promise.resolve(found), ...registries } });
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
    const other = setUp({ search: () => assert.fail('searched'), repositories: () => Promise.resolve([]) });
    assert.deepEqual(await suggestions(other, 'ghcr.io/owner'), []);
  });

  const own = { address: 'registry.example:5000', name: 'registry.example:5000', builtin: false, repositories: [] };
  const list = () => [{ address: 'docker.io', name: 'Docker Hub', builtin: true, repositories: [] }, own];
  const nothing = { search: () => Promise.resolve([]) };

  it('names the registries of the view and of known names at the empty box, and the account at Docker Hub', async () => {
    const app = fakeApp({
      engine: { images: { list: () => Promise.resolve([image('a', 'quay.io/o/a:1', 'localhost/b:1', 'c:1')]) } },
      registries: { list, userName: () => Promise.resolve('ada'), search: () => assert.fail('searched') },
    });
    await rememberPulled(app, 'ghcr.io/o/d:1');
    assert.deepEqual(await suggestions(app, ''), ['ghcr.io/o/d:1', 'registry.example:5000/', 'ghcr.io/', 'quay.io/', 'c:1', 'localhost/b:1', 'quay.io/o/a:1', 'ada/']);
    const shown = await pullSuggestions(app, '', new AbortController().signal);
    assert.deepEqual(shown.filter(({ goesOn }) => goesOn).map(({ section }) => section), ['Registries', 'Registries', 'Registries', 'Docker Hub']);
  });

  it('narrows registries while they are typed, and takes their port for none of a tag', async () => {
    const app = setUp({ list, ...nothing, tags: () => assert.fail('tags'), repositories: () => assert.fail('repositories') });
    for (const text of ['reg', 'REG', 'registry.example', 'registry.example:', 'registry.example:50', 'registry.example:5000']) {
      assert.deepEqual(await suggestions(app, text), ['registry.example:5000/'], text);
    }
    for (const text of ['localhost:5000', '127.0.0.1:50', 'ghcr.io:', '[::1]:5']) assert.deepEqual(await suggestions(app, text), [], text);
  });

  it('completes the repositories behind the slash of a registry', async () => {
    const asked: string[] = [];
    const app = setUp({
      list,
      search: () => assert.fail('searched'),
      repositories: (address) => {
        asked.push(address);
        return Promise.resolve(['team/app', 'Team/Big', 'other', 'a:1']);
      },
    });
    for (const [text, expected] of [
      ['registry.example:5000/', ['registry.example:5000/team/app:', 'registry.example:5000/other:']],
      ['registry.example:5000/APP', ['registry.example:5000/team/app:']],
      ['registry.example:5000/team/', ['registry.example:5000/team/app:']],
      ['registry.example:5000/nothing', []],
      ['ghcr.io/oth', ['ghcr.io/other:']],
      ['localhost/oth', ['localhost/other:']],
      ['[::1]:5000/oth', ['[::1]:5000/other:']],
    ] as const) assert.deepEqual((await suggestions(app, text)).filter((name) => name !== 'registry.example:5000/'), expected, text);
    assert.deepEqual([...new Set(asked)], ['registry.example:5000', 'ghcr.io', 'localhost', '[::1]:5000']);
  });

  it('completes the repositories of the account at Docker Hub, beside what is found there', async () => {
    const app = setUp({
      userName: () => Promise.resolve('ada'),
      repositories: () => Promise.resolve(['ada/private', 'ada/public', 'library/python']),
      search: () => Promise.resolve([{ name: 'ada/public', description: '', stars: 1, official: false }, { name: 'adam/x', description: '', stars: 0, official: false }]),
    });
    assert.deepEqual(await suggestions(app, 'ada/p'), ['ada/private:', 'ada/public:', 'adam/x:']);
    assert.deepEqual(await suggestions(app, 'ad'), ['ada/', 'ada/public:', 'adam/x:']);
    const token = setUp({ userName: () => Promise.resolve('an access token'), ...nothing });
    assert.deepEqual(await suggestions(token, 'an'), []);
  });

  it('is silent about registries that fail, and does not wait for one before it shows what is known', async () => {
    const dead = failure('registryUnreachable', { registry: 'registry.example:5000', detail: '' });
    const failing = setUp({ list, repositories: () => Promise.reject(dead), tags: () => Promise.reject(dead), userName: () => Promise.reject(dead), search: () => Promise.reject(dead) });
    for (const text of ['registry.example:5000/x', 'registry.example:5000/x:1', 'x', '']) {
      assert.deepEqual((await suggestions(failing, text)).filter((name) => !['registry.example:5000/', 'app:1', 'nginx:old'].includes(name)), [], text);
    }
    const silent = setUp({ list, repositories: () => new Promise(() => undefined) });
    await rememberPulled(silent, 'registry.example:5000/app:1');
    const early = await new Promise<readonly Suggestion[]>((resolve) => void pullSuggestions(silent, 'registry.example:5000/', new AbortController().signal, resolve));
    assert.ok(early.some(({ value }) => value === 'registry.example:5000/app:1'));
  });
});
