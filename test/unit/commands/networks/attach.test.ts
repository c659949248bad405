import assert from 'node:assert/strict';
import { connectNetwork } from '../../../../src/commands/networks/connect';
import { createNetwork } from '../../../../src/commands/networks/create';
import { disconnectNetwork } from '../../../../src/commands/networks/disconnect';
import { isCancelled, SlipwayError } from '../../../../src/core/errors';
import type { EngineNetworks, NetworkSummary } from '../../../../src/engine/networks/networks';
import { containerNode } from '../../../../src/nodes/container';
import { nodeType } from '../../../../src/nodes/define';
import { networkNode } from '../../../../src/nodes/network';
import { networkAttachmentNode } from '../../../../src/nodes/network-attachment';
import { fakeApp, type FakeAppOptions, pick, pickMany, runFromRows, runWithAnswers, type } from '../../../support/fake-app';
import { container } from '../samples';

const network = (name: string): NetworkSummary => ({ id: `${name}-id`, name, driver: 'bridge', scope: 'local', internal: false, subnets: [], labels: {} });
const web = container('web', { networks: ['shop', 'bridge'], addresses: { shop: ['172.28.0.2', 'fd00::2'] } });
const db = container('db', { networks: ['bridge'], state: 'exited' });

function world(answers: FakeAppOptions['answers'] = []) {
  const calls: unknown[] = [];
  const networks: Partial<EngineNetworks> = {
    list: () => Promise.resolve([network('shop'), network('bridge'), network('host')]),
    create: (specification) => Promise.resolve({ id: 'new-id', warning: calls.push(specification) > 0 ? '' : '' }),
    connect: (...given) => Promise.resolve(void calls.push(given)),
    disconnect: (...given) => Promise.resolve(void calls.push(given)),
  };
  return { calls, app: fakeApp({ engine: { networks, containers: { list: () => Promise.resolve([web, db]) } }, answers }) };
}

describe('networks', () => {
  it('are created with what is asked for', async () => {
    const { app, calls } = world([type('lab'), pick('bridge'), type('172.28.0.0/16'), type('172.28.0.1'), pickMany('Internal', 'IPv6'), type('team=web stage')]);
    assert.deepEqual(await runFromRows(createNetwork, app), { network: 'lab', id: 'new-id' });
    assert.deepEqual(calls, [{ name: 'lab', driver: 'bridge', subnet: '172.28.0.0/16', gateway: '172.28.0.1', internal: true, ipv6: true, labels: { team: 'web', stage: '' } }]);
    assert.deepEqual(app.record.commands, ['docker network create --driver bridge --subnet 172.28.0.0/16 --gateway 172.28.0.1 --internal --ipv6 --label team=web --label stage= lab']);
    assert.deepEqual(app.record.revealed, ['network/new-id']);
    app.done();
  });

  it('ask for no gateway where the engine chooses the addresses', async () => {
    const { app, calls } = world([type('lab'), pick('macvlan'), type(''), pickMany(), type('')]);
    await runFromRows(createNetwork, app);
    assert.deepEqual(calls, [{ name: 'lab', driver: 'macvlan' }]);
  });

  for (const wrong of [{ name: '-x' }, { name: 'a', subnet: 'x' }, { name: 'a', gateway: '172.28.0.1' }, { name: 'a', ipRange: '172.28.0.0/24' }, { name: 'a', subnet: '172.28.0.0/16', gateway: 'x' }])
    it(`refuse ${JSON.stringify(wrong)}`, async () => {
      const { app, calls } = world();
      await assert.rejects(runWithAnswers(createNetwork, app, wrong), (error) => SlipwayError.details(error, 'invalidInput') !== undefined);
      assert.deepEqual(calls, []);
    });

  it('take containers that are not there yet, with aliases', async () => {
    const { app, calls } = world([pickMany('db'), type('store  cache')]);
    await runFromRows(connectNetwork, app, networkNode.make({ network: network('shop'), usedBy: ['web'] }));
    assert.deepEqual(app.record.questions[0]?.labels, ['db']);
    assert.deepEqual(calls, [['shop-id', 'db-id', { aliases: ['store', 'cache'] }]]);
    assert.deepEqual(app.record.commands, ['docker network connect --alias store --alias cache shop db']);
  });

  it('are chosen for the rows of containers; the first one of an engine has no aliases', async () => {
    const { app, calls } = world([pick('bridge')]);
    await runFromRows(connectNetwork, app, containerNode.make({ container: web, readAt: 0 }), containerNode.make({ container: db, readAt: 0 }));
    assert.deepEqual(app.record.questions[0]?.labels, ['shop', 'bridge']);
    assert.deepEqual(calls, [['bridge-id', 'web-id', {}], ['bridge-id', 'db-id', {}]]);
  });

  it('list who is attached, by which addresses, and let go of one', async () => {
    const row = networkNode.make({ network: network('shop'), usedBy: ['web'], containers: [web] });
    const [below, ...others] = await Promise.resolve(nodeType(row).children?.(row.data, world().app, new AbortController().signal) ?? []);
    assert.ok(below && networkAttachmentNode.is(below) && others.length === 0);
    assert.equal(networkAttachmentNode.view(below.data).description, '172.28.0.2, fd00::2');
    const { app, calls } = world();
    await runFromRows(disconnectNetwork, app, below);
    assert.deepEqual([calls, app.record.questions], [[['shop-id', 'web-id']], []]);
    assert.deepEqual(app.record.commands, ['docker network disconnect shop web']);
  });

  it('let go of those that are chosen, from either side', async () => {
    const fromNetwork = world([pickMany('db')]);
    await runFromRows(disconnectNetwork, fromNetwork.app, networkNode.make({ network: network('bridge'), usedBy: ['web', 'db'] }));
    assert.deepEqual(fromNetwork.calls, [['bridge-id', 'db-id']]);
    const fromContainer = world([pick('shop')]);
    await runFromRows(disconnectNetwork, fromContainer.app, containerNode.make({ container: web, readAt: 0 }), containerNode.make({ container: db, readAt: 0 }));
    assert.deepEqual(fromContainer.calls, [['shop', 'web-id']]);
    const alone = world();
    await assert.rejects(runFromRows(disconnectNetwork, alone.app, containerNode.make({ container: container('lone', { networks: [] }), readAt: 0 })), isCancelled);
    assert.deepEqual(alone.app.record.information, [{ message: 'It is on no network.' }]);
  });

  it('do what a program says', async () => {
    const { app, calls } = world();
    await runWithAnswers(connectNetwork, app, { network: 'shop', containers: ['db'], ipv4: '172.28.0.9' });
    await runWithAnswers(disconnectNetwork, app, { network: 'shop', containers: ['db', 'web'] });
    assert.deepEqual(calls, [['shop', 'db', { ipv4: '172.28.0.9' }], ['shop', 'db'], ['shop', 'web']]);
  });
});
