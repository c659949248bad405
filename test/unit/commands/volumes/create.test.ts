import assert from 'node:assert/strict';
import { cloneVolume } from '../../../../src/commands/volumes/clone';
import { createVolume } from '../../../../src/commands/volumes/create';
import { SlipwayError } from '../../../../src/core/errors';
import { volumeNode } from '../../../../src/nodes/volume';
import { fakeApp, goBack, leave, runFromRows, runWithAnswers, type } from '../../../support/fake-app';

const listed = { name: 'data', driver: 'local', mountpoint: '/v', created: undefined, labels: {} };

describe('new volumes', () => {
  it('are asked for in steps, with a way back, and made with what was typed', async () => {
    const made: unknown[] = [];
    const app = fakeApp({
      engine: { volumes: { list: () => Promise.resolve([listed]), create: (volume) => Promise.resolve({ name: volume.name, at: made.push(volume) }) } },
      answers: [type('cache'), goBack, type('new'), type('local'), type('type=tmpfs device=tmpfs o="size=1m, uid=5"'), type('team=web')],
    });
    await runFromRows(createVolume, app);
    assert.deepEqual(made, [{ name: 'new', options: { type: 'tmpfs', device: 'tmpfs', o: 'size=1m, uid=5' }, labels: { team: 'web' } }]);
    assert.deepEqual(app.record.questions.map(({ value }) => value), ['', 'local', 'cache', 'local', '', '']);
    assert.deepEqual(app.record.commands, ["docker volume create --opt type=tmpfs --opt device=tmpfs --opt 'o=size=1m, uid=5' --label team=web new"]);
    assert.deepEqual(app.record.revealed, ['volume/new']);
    const check = app.record.questions[0]?.check;
    assert.deepEqual(['data', 'x', '-a', 'a b', 'ok'].map((name) => check?.(name)?.message.split(' ')[0]), ['This', 'A', 'A', 'A', undefined]);
    app.done();
  });

  it('keep passwords out of the log', async () => {
    const app = fakeApp({ engine: { volumes: { create: ({ name }) => Promise.resolve({ name }) } } });
    await runWithAnswers(createVolume, app, { name: 'share', driver: 'plugin', options: { o: 'username=me,password=geheim', password: 'geheim' } });
    assert.doesNotMatch(app.record.commands.join(), /geheim/);
    assert.deepEqual(app.record.revealed, []);
  });

  it('have names that the engine takes, whoever says them', async () => {
    for (const name of ['x', '../up', 'a/b'])
      await assert.rejects(runWithAnswers(createVolume, fakeApp(), { name }), (error) => SlipwayError.details(error, 'invalidInput')?.field === 'name');
    await assert.rejects(runWithAnswers(cloneVolume, fakeApp(), { volume: 'data', name: '-rf' }), (error) => SlipwayError.details(error, 'invalidInput')?.field === 'name');
  });

  it('that are clones get a proposal', async () => {
    const app = fakeApp({ engine: { volumes: { list: () => Promise.resolve([listed]) } }, answers: [leave] });
    await assert.rejects(runFromRows(cloneVolume, app, volumeNode.make({ volume: listed, usedBy: [] })), (error) => SlipwayError.details(error, 'cancelled') !== undefined);
    assert.equal(app.record.questions[0]?.value, 'data-copy');
  });
});
