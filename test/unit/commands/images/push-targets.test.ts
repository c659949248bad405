import assert from 'node:assert/strict';
import { rememberTargets, targetsFor } from '../../../../src/commands/images/push-targets';
import { fakeApp } from '../../../support/fake-app';

const hub = { address: 'docker.io', name: 'Docker Hub', builtin: true, repositories: [] };
const own = { address: '127.0.0.1:5000', name: 'Mine', builtin: false, repositories: [] };

function setUp(user: string | undefined | Error) {
  return fakeApp({ registries: { list: () => [hub, own], userName: () => (user instanceof Error ? Promise.reject(user) : Promise.resolve(user)) } });
}
const values = async (app: ReturnType<typeof setUp>, name: string, text = ''): Promise<readonly string[]> => (await targetsFor(app, name, text)).map(({ value }) => value);

describe('commands: targets of a push', () => {
  it('are the account at Docker Hub and the registries of the view, with the whole name', async () => {
    assert.deepEqual(await values(setUp('ada'), 'myapp:1'), ['ada/myapp:1', '127.0.0.1:5000/myapp:1']);
    assert.deepEqual(await values(setUp(undefined), 'myapp'), ['127.0.0.1:5000/myapp']);
    assert.deepEqual(await values(setUp(new Error('helper')), 'myapp:1'), ['127.0.0.1:5000/myapp:1']);
    assert.deepEqual(await values(setUp('an access token'), 'myapp:1'), ['127.0.0.1:5000/myapp:1']);
  });

  it('begin with where images went before, each once', async () => {
    const app = setUp('ada');
    await rememberTargets(app, ['ghcr.io/me/other:1', 'ada/other:2', '127.0.0.1:5000/x:1']);
    assert.deepEqual(await values(app, 'myapp:1'), ['ghcr.io/me/myapp:1', 'ada/myapp:1', '127.0.0.1:5000/myapp:1']);
  });

  it('take what is typed for what stands before the name', async () => {
    const app = setUp('ada');
    for (const [text, expected] of [
      ['127', ['127.0.0.1:5000/myapp:1', '127/myapp:1']],
      ['ADA', ['ada/myapp:1']],
      ['ghcr.io/me', ['ghcr.io/me/myapp:1']],
      ['ghcr.io/me/', ['ghcr.io/me/myapp:1']],
      ['ghcr.io/me/myapp:1', []],
      ['docker.io', []],
      ['a b', []],
      ['UPPER/x', []],
    ] as const) assert.deepEqual(await values(app, 'myapp:1', text), expected, text);
  });
});
