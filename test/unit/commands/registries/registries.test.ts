import assert from 'node:assert/strict';
import { addRegistry } from '../../../../src/commands/registries/add';
import { addRegistryRepository } from '../../../../src/commands/registries/add-repository';
import { copyRegistryReference } from '../../../../src/commands/registries/copy-reference';
import { logInToRegistry } from '../../../../src/commands/registries/log-in';
import { logOutOfRegistry } from '../../../../src/commands/registries/log-out';
import { removeRegistry } from '../../../../src/commands/registries/remove';
import { failure, SlipwayError, type SlipwayErrorKind } from '../../../../src/core/errors';
import { registryNode } from '../../../../src/nodes/registry';
import { registryTagNode } from '../../../../src/nodes/registry-tag';
import type { RegistryEntry } from '../../../../src/registry/registries';
import { accept, fakeApp, leave, pick, runFromRows, runInUsersName, runWithAnswers, type } from '../../../support/fake-app';
import type { ScriptedAnswer } from '../../../support/fake-ask';

const hub: RegistryEntry = { address: 'docker.io', name: 'Docker Hub', builtin: true, repositories: [] };
const own: RegistryEntry = { address: '127.0.0.1:5000', name: '127.0.0.1:5000', builtin: false, repositories: [] };
const isKind = (kind: SlipwayErrorKind) => (error: unknown) => error instanceof SlipwayError && error.kind === kind;
const row = (entry: RegistryEntry, user?: string) => registryNode.make({ entry, user });

function setUp(answers: readonly ScriptedAnswer[] = [], refuse?: Error, userAfter?: string) {
  const done: string[] = [];
  const act = (words: string) => {
    done.push(words);
    return refuse ? Promise.reject(refuse) : Promise.resolve();
  };
  const app = fakeApp({
    answers,
    registries: {
      list: () => [hub, own],
      add: (address) => act(`add ${address}`),
      remove: (address) => act(`remove ${address}`),
      logIn: (address, user, password) => act(`logIn ${address} ${user} ${password}`),
      logOut: (address) => act(`logOut ${address}`),
      tags: async (address, repository) => {
        await act(`tags ${address} ${repository}`);
        return [];
      },
      remember: (address, repository) => act(`remember ${address} ${repository}`),
      userName: (address) => Promise.resolve(address === 'docker.io' ? userAfter : undefined),
    },
  });
  return { app, done };
}

describe('commands of registries', () => {
  it('adds a registry by whatever form of its address', async () => {
    for (const address of ['127.0.0.1:5000', ' http://127.0.0.1:5000/v2/ ', 'https://user@127.0.0.1:5000']) {
      const { app, done } = setUp();
      assert.deepEqual(await runWithAnswers(addRegistry, app, { address }), { address: '127.0.0.1:5000' });
      assert.deepEqual(done, ['add 127.0.0.1:5000']);
    }
  });

  it('checks an address while it is typed and before the registry is asked', async () => {
    const { app } = setUp([type('ghcr.io')]);
    await runFromRows(addRegistry, app);
    const check = app.record.questions[0]!.check!;
    for (const bad of ['', 'https://', 'name', 'a b.c', 'ghcr.io:port']) assert.equal(check(bad)?.severity, 'error', bad);
    assert.equal(check('127.0.0.1:5000')?.severity, 'information');
    for (const good of ['ghcr.io', 'localhost', 'localhost:5000', '[::1]:5000', 'hub.docker.com']) assert.notEqual(check(good)?.severity, 'error', good);
    const wrong = setUp();
    await assert.rejects(runWithAnswers(addRegistry, wrong.app, { address: 'name' }), isKind('invalidInput'));
    assert.deepEqual(wrong.done, []);
  });

  it('reveals an added registry to a person and passes on why one did not answer', async () => {
    const added = setUp([type('127.0.0.1:5000')]);
    await runFromRows(addRegistry, added.app);
    assert.deepEqual(added.app.record.revealed, [row(own).id]);
    const dead = failure('registryUnreachable', { registry: 'x', detail: 'refused' });
    await assert.rejects(runWithAnswers(addRegistry, setUp([], dead).app, { address: 'x.y' }), dead);
  });

  it('removes a registry after asking, and never offers Docker Hub', async () => {
    const { app, done } = setUp([pick('127.0.0.1:5000'), accept]);
    await runFromRows(removeRegistry, app);
    assert.deepEqual(app.record.questions[0]!.labels, ['127.0.0.1:5000']);
    assert.deepEqual(done, ['remove 127.0.0.1:5000']);
    const left = setUp([leave]);
    await assert.rejects(runFromRows(removeRegistry, left.app, row(own)), isKind('cancelled'));
    assert.deepEqual(left.done, []);
  });

  it('logs in by its answers and keeps the password out of the log', async () => {
    const { app, done } = setUp();
    const result = await runWithAnswers(logInToRegistry, app, { registry: 'ghcr.io', username: 'ada', password: 'secret' });
    assert.deepEqual(result, { registry: 'ghcr.io', username: 'ada' });
    assert.deepEqual(done, ['logIn ghcr.io ada secret']);
    assert.deepEqual(app.record.commands, ['docker login --username ada --password-stdin ghcr.io']);
  });

  it('refuses empty answers of a program, and asks for what is not answered', async () => {
    const empty = setUp();
    await assert.rejects(runWithAnswers(logInToRegistry, empty.app, { registry: 'ghcr.io', username: ' ', password: 'x' }), isKind('invalidInput'));
    assert.deepEqual(empty.done, []);
    const { app, done } = setUp([type('ada'), type('secret')]);
    await runInUsersName(logInToRegistry, app, { registry: 'ghcr.io' });
    assert.deepEqual(done, ['logIn ghcr.io ada secret']);
    app.done();
  });

  it('asks from a row for user and password, the password hidden', async () => {
    const { app, done } = setUp([type(' ada '), type(' secret ')]);
    await runFromRows(logInToRegistry, app, row(hub));
    assert.deepEqual(done, ['logIn docker.io ada  secret ']);
    assert.deepEqual(app.record.questions.map(({ password }) => password ?? false), [false, true]);
    assert.deepEqual(app.record.commands, ['docker login --username ada --password-stdin']);
  });

  it('logs out and says when docker login\'s own user stays', async () => {
    const stays = setUp([], undefined, 'ada');
    assert.deepEqual(await runFromRows(logOutOfRegistry, stays.app, row(hub, 'ada')), { registry: 'docker.io', username: 'ada' });
    assert.equal(stays.app.record.information.length, 1);
    const gone = setUp();
    assert.deepEqual(await runFromRows(logOutOfRegistry, gone.app, row(hub, 'ada')), { registry: 'docker.io', username: undefined });
    assert.deepEqual(gone.app.record.information, []);
    assert.deepEqual(gone.done, ['logOut docker.io']);
  });

  it('remembers a repository that exists, Docker Hub\'s own under library', async () => {
    const { app, done } = setUp();
    assert.deepEqual(await runWithAnswers(addRegistryRepository, app, { registry: 'docker.io', repository: 'python' }), { registry: 'docker.io', repository: 'library/python' });
    assert.deepEqual(done, ['tags docker.io library/python', 'remember docker.io library/python']);
    const missing = failure('notFound', { what: 'repository', name: 'x' });
    const refused = setUp([], missing);
    await assert.rejects(runWithAnswers(addRegistryRepository, refused.app, { registry: 'ghcr.io', repository: 'a/b' }), missing);
    assert.deepEqual(refused.done, ['tags ghcr.io a/b']);
    for (const repository of ['', 'A', 'a:1', 'a b']) {
      await assert.rejects(runWithAnswers(addRegistryRepository, setUp().app, { registry: 'ghcr.io', repository }), isKind('invalidInput'), repository);
    }
  });

  it('asks only for the repository when the action row names the registry', async () => {
    const { app, done } = setUp([type('a/b')]);
    await runInUsersName(addRegistryRepository, app, { registry: '127.0.0.1:5000' });
    assert.deepEqual(done.at(-1), 'remember 127.0.0.1:5000 a/b');
    app.done();
  });

  it('copies the references of tags as people type them', async () => {
    const { app } = setUp();
    const tag = (registry: string, repository: string) => registryTagNode.make({ registry, repository, tag: { name: '3' } });
    await runFromRows(copyRegistryReference, app, tag('docker.io', 'library/alpine'), tag('ghcr.io', 'a/b'));
    assert.deepEqual(app.record.clipboard, ['alpine:3\nghcr.io/a/b:3']);
  });
});
