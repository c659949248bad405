import assert from 'node:assert/strict';
import { commitContainer } from '../../../../src/commands/containers/commit';
import type { CommitOptions } from '../../../../src/engine/containers/containers';
import { inspectContainer } from '../../../../src/commands/containers/inspect';
import { showContainerLogs } from '../../../../src/commands/containers/logs';
import { showContainerChanges } from '../../../../src/commands/containers/show-changes';
import { failure, SlipwayError } from '../../../../src/core/errors';
import { containerChangesNode } from '../../../../src/nodes/container-changes';
import { containerNode } from '../../../../src/nodes/container';
import { fakeApp, goBack, pick, runFromRows, runWithAnswers, type } from '../../../support/fake-app';
import { image } from '../../../support/fake-images';
import { container } from '../samples';

function recording(): { readonly calls: [string, CommitOptions][]; readonly commitContainer: (id: string, options: CommitOptions) => Promise<{ imageId: string }> } {
  const calls: [string, CommitOptions][] = [];
  return { calls, commitContainer: (id, options) => Promise.resolve({ imageId: `sha256:${'1'.repeat(64)}` }).finally(() => calls.push([id, options])) };
}

describe('slipway.containers.commit', () => {
  it('does it at once with answers, under the default tag', async () => {
    const engine = recording();
    const app = fakeApp({ engine: { containers: { commit: engine.commitContainer } } });
    const result = await runWithAnswers(commitContainer, app, { container: 'web', reference: 'shop/web', author: 'Ada', changes: ['ENV A=b c=d'], pause: false });
    assert.deepEqual(result, { imageId: `sha256:${'1'.repeat(64)}`, reference: 'shop/web:latest' });
    assert.deepEqual(engine.calls, [['web', { reference: 'shop/web:latest', author: 'Ada', changes: ['ENV A=b c=d'], pause: false }]]);
    assert.deepEqual(app.record.commands, ["docker commit --author Ada --change 'ENV A=*** c=***' --pause=false web shop/web:latest"]);
  });

  it('refuses a bad instruction and a bad name before the engine sees them', async () => {
    for (const answers of [{ changes: ['RUN make'] }, { reference: 'Upper' }, { reference: `a@sha256:${'0'.repeat(64)}` }]) {
      await assert.rejects(runWithAnswers(commitContainer, fakeApp(), { container: 'web', ...answers }), (error) => error instanceof SlipwayError && error.kind === 'invalidInput');
    }
  });

  it('asks in two steps, with details in any order and a way back', async () => {
    const engine = recording();
    const committed = image('a', 'shop/web:2');
    const app = fakeApp({
      engine: { containers: { commit: engine.commitContainer, list: () => Promise.resolve([]) }, images: { list: () => Promise.resolve([committed]) },},
      answers: [
        type('shop/wb'), goBack, type('shop/web:2'), pick('Message'), type('with tools'), pick('Add a Dockerfile instruction'), type('USER app'),
        pick('Add a Dockerfile instruction'), type('ENV A=b'), pick('USER app'), type(''), pick(/paused/), pick('Commit'),
      ],
    });
    await runFromRows(commitContainer, app, containerNode.make({ container: container('web'), readAt: 0 }));
    app.done();
    assert.deepEqual(engine.calls, [['web-id', { reference: 'shop/web:2', message: 'with tools', changes: ['ENV A=b'], pause: false }]]);
    assert.deepEqual(app.record.revealed, [`image/shop/web:2/${committed.id}`]);
    const [first, , again] = app.record.questions;
    assert.equal(first?.check?.('Shop')?.severity, 'error');
    assert.equal(first.check('shop')?.severity, 'information');
    assert.equal(first.check('shop:1'), undefined);
    assert.equal(again?.value, 'shop/wb');
  });

  it('has the images read again for one without a name, which comes without an event', async () => {
    const app = fakeApp({ engine: { containers: { commit: recording().commitContainer } } });
    await runWithAnswers(commitContainer, app, { container: 'web' });
    assert.deepEqual(app.record.refreshed, ['images']);
  });

  it('names the container that has gone as people know it', async () => {
    const id = 'f'.repeat(64);
    const gone = (): Promise<never> => Promise.reject(failure('notFound', { what: 'container', name: id }));
    const row = containerNode.make({ container: container('web', { id }), readAt: 0 });
    const app = fakeApp({ engine: { containers: { changes: gone, inspect: gone, list: () => Promise.resolve([]) } }, });
    const changes = containerChangesNode.make({ container: container('web', { id }) });
    await assert.rejects(runFromRows(showContainerChanges, app, changes), (error) => SlipwayError.details(error, 'notFound')?.name === 'web');
    for (const command of [inspectContainer, showContainerLogs]) {
      await assert.rejects(runFromRows(command, app, row), (error) => SlipwayError.details(error, 'notFound')?.name === 'web', command.id);
    }
  });
});
