import assert from 'node:assert/strict';
import { removeNetworks } from '../../../../src/commands/networks/remove';
import { removeVolumes } from '../../../../src/commands/volumes/remove';
import { volumeNode } from '../../../../src/nodes/volume';
import { accept, fakeApp, pickMany, runFromRows, runWithAnswers } from '../../../support/fake-app';
import { container } from '../samples';

const volume = (name: string) => ({ name, driver: 'local', mountpoint: `/v/${name}/_data`, created: undefined, labels: {} });
const network = (name: string) => ({ id: `${name}-id`, name, driver: 'bridge', scope: 'local', internal: false, subnets: [], labels: {} });

describe('removing volumes and networks', () => {
  it('names the volumes before they go', async () => {
    const removed: string[] = [];
    const app = fakeApp({ engine: { volumes: { remove: (name) => Promise.resolve(void removed.push(name)) } }, answers: [accept] });
    await runFromRows(removeVolumes, app, ...['a', 'b'].map((name) => volumeNode.make({ volume: volume(name), usedBy: [] })));
    assert.match(app.record.questions[0]?.detail ?? '', /^a, b\n/);
    assert.deepEqual(removed, ['a', 'b']);
    assert.deepEqual(app.record.commands, ['docker volume rm a b']);
  });

  it('offers in the palette only volumes that no container mounts', async () => {
    const mounts = [{ type: 'volume', source: 'used', destination: '/d', readOnly: false }];
    const app = fakeApp({
      engine: {
        volumes: {
          list: () => Promise.resolve([volume('used'), volume('free')]),
          remove: () => Promise.resolve(),
        },
        containers: { list: () => Promise.resolve([container('web', { mounts, state: 'exited' })]) },
      },
      answers: [pickMany('free'), accept],
    });
    await runFromRows(removeVolumes, app);
    assert.deepEqual(app.record.questions[0]?.labels, ['free']);
  });

  it('offers no network that the engine has built in, and asks a program nothing', async () => {
    const removed: string[] = [];
    const engine = { networks: { list: () => Promise.resolve([network('bridge'), network('shop')]), remove: (id: string) => Promise.resolve(void removed.push(id)) } };
    const app = fakeApp({ engine, answers: [pickMany('shop'), accept] });
    await runFromRows(removeNetworks, app);
    assert.deepEqual(app.record.questions[0]?.labels, ['shop']);
    await runWithAnswers(removeNetworks, fakeApp({ engine }), { networks: ['other'] });
    assert.deepEqual(removed, ['shop-id', 'other']);
  });
});
