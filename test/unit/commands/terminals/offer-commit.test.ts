import assert from 'node:assert/strict';
import { openContainerShell } from '../../../../src/commands/containers/shell';
import { changesRowId } from '../../../../src/commands/targets/change-targets';
import { failure, SlipwayError } from '../../../../src/core/errors';
import type { FileChange } from '../../../../src/core/file-changes';
import type { CommitOptions } from '../../../../src/engine/containers/containers';
import { fakeApp, type FakeApp, type FakeAppOptions, leave, pick, runWithAnswers, type } from '../../../support/fake-app';
import { PlayedTerminal } from '../samples';

const before: readonly FileChange[] = [{ kind: 'added', path: '/log' }];
const after: readonly FileChange[] = [...before, { kind: 'added', path: '/a' }, { kind: 'deleted', path: '/b' }];
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** An open shell; the lists of changes are given one after the other. */
async function session(lists: readonly (readonly FileChange[] | Error)[], options: FakeAppOptions = {}) {
  const played = new PlayedTerminal();
  const left = [...lists];
  const asked: string[] = [];
  const commits: CommitOptions[] = [];
  const app: FakeApp = fakeApp({
    ...options,
    engine: {
      containers: {
        execute: () => {
          setImmediate(() => played.say('# '));
          return Promise.resolve(played);
        },
        changes: (container) => {
          asked.push(container);
          const list = left.shift();
          return list instanceof Error || list === undefined ? Promise.reject(list ?? new Error('asked too often')) : Promise.resolve(list);
        },
        commit: (_container, options) => {
          commits.push(options);
          return Promise.resolve({ imageId: 'sha256:c' });
        },
      },
    },
  });
  await runWithAnswers(openContainerShell, app, { container: 'web' });
  const stream = (await app.record.terminals[0]!.open(new AbortController().signal));
  return { app, played, stream, asked, commits };
}

describe('a commit after a shell', () => {
  it('is offered when files have changed, once, and made with the usual questions', async () => {
    const { app, played, stream, commits } = await session([before, after], { pressInformation: 'Commit…', answers: [type('app:2'), pick('Commit')] });
    played.end.fire(0);
    stream.dispose();
    await settled();
    assert.deepEqual(app.record.information, [{ message: 'The session in web has ended; 2 files have changed.', action: 'Commit…', more: ['Show Changes'] }]);
    assert.deepEqual(commits, [{ reference: 'app:2' }]);
    assert.deepEqual(app.record.errors, []);
    app.done();
  });

  it('is offered when the terminal is closed by hand too', async () => {
    const { app, played, stream } = await session([before, [...before, { kind: 'changed', path: '/etc/x' }]]);
    assert.equal(app.record.information.length, 0);
    stream.dispose();
    await settled();
    assert.ok(played.disposed);
    assert.equal(app.record.information[0]?.message, 'The session in web has ended; 1 file has changed.');
  });

  it('shows the changes', async () => {
    const { app, played } = await session([before, after, after], { pressInformation: 'Show Changes' });
    played.end.fire(0);
    await settled();
    // The rows, where the container has some.
    assert.deepEqual(app.record.revealed, [changesRowId('web')]);
  });

  const gone = failure('notFound', { what: 'container', name: 'web' });
  for (const [what, lists] of [['nothing has changed', [before, before]], ['the container removed itself', [before, gone]], ['the engine cannot tell', [gone]]] as const) {
    it(`is not offered when ${what}`, async () => {
      const { app, played } = await session(lists);
      played.end.fire(0);
      await settled();
      assert.deepEqual([app.record.information, app.record.errors], [[], []]);
    });
  }

  it('is not offered, and nothing is asked of the engine, when the setting says so', async () => {
    const { app, played, asked } = await session([], { settings: { 'containers.offerCommit': false } });
    played.end.fire(0);
    await settled();
    assert.deepEqual([app.record.information, asked], [[], []]);
  });

  it('is left like any other', async () => {
    const { app, played, commits } = await session([before, after], { pressInformation: 'Commit…', answers: [leave] });
    played.end.fire(0);
    await settled();
    assert.deepEqual(commits, []);
    assert.ok(app.record.errors.every((error) => error instanceof SlipwayError && error.kind === 'cancelled'));
  });
});
