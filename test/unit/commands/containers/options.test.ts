import assert from 'node:assert/strict';
import { changeRestartPolicy } from '../../../../src/commands/containers/change-restart-policy';
import { killContainers } from '../../../../src/commands/containers/kill';
import { renameContainer } from '../../../../src/commands/containers/rename';
import { stopContainers } from '../../../../src/commands/containers/stop';
import { stopContainersWithOptions } from '../../../../src/commands/containers/stop-with-options';
import { updateContainerLimits } from '../../../../src/commands/containers/update-limits';
import { waitForContainer } from '../../../../src/commands/containers/wait';
import { SlipwayError } from '../../../../src/core/errors';
import type { EngineContainers } from '../../../../src/engine/containers/containers';
import { containerNode } from '../../../../src/nodes/container';
import { containerGroupNode } from '../../../../src/nodes/container-group';
import { fakeApp, type FakeAppOptions, goBack, pick, runFromRows, runWithAnswers, type } from '../../../support/fake-app';
import { container } from '../samples';

const row = (name: string, changes = {}) => containerNode.make({ container: container(name, changes), readAt: 0 });
const information = { kind: 'docker', version: '28.5.2', apiVersion: '1.51', id: '', operatingSystem: '', platform: 'linux/amd64', storageDriver: '', containerdStore: false, insecureRegistries: [] } as const;
const old = { ...information, version: '20.10.24', apiVersion: '1.41' };

function world(containers: Partial<EngineContainers>, answers: FakeAppOptions['answers'] = [], engine = information as typeof old) {
  return fakeApp({ engine: { information: engine, containers: { list: () => Promise.resolve([container('web'), container('db')]), ...containers } }, answers });
}

describe('verbs on containers with options', () => {
  it('stops after a time and with a signal that a program gives', async () => {
    const stopped: unknown[] = [];
    const app = world({ stop: (id, _signal, options) => Promise.resolve(void stopped.push([id, options])) });
    await runWithAnswers(stopContainers, app, { containers: ['web'], timeout: 60, signal: 'SIGINT' });
    assert.deepEqual(stopped, [['web', { timeout: 60, signal: 'SIGINT' }]]);
    assert.deepEqual(app.record.commands, ['docker stop --time 60 --signal SIGINT web']);
    await assert.rejects(runWithAnswers(stopContainers, app, { containers: ['web'], signal: 'a b' }), (error) => SlipwayError.details(error, 'invalidInput')?.field === 'signal');
  });

  it('asks for both, with a way back, and offers the container’s own signal', async () => {
    const stopped: unknown[] = [];
    const app = world({ stop: (id, _signal, options) => Promise.resolve(void stopped.push([id, options])) }, [type('5'), goBack, type('0'), pick('SIGUSR1')]);
    await runFromRows(stopContainersWithOptions, app, row('web'), row('db'));
    assert.deepEqual(stopped, [['web-id', { timeout: 0, signal: 'SIGUSR1' }], ['db-id', { timeout: 0, signal: 'SIGUSR1' }]]);
    assert.equal(app.record.questions[1]?.labels?.[0], 'The container’s own signal');
    app.done();
  });

  it('does not ask an engine for a signal that takes none', async () => {
    const stopped: unknown[] = [];
    const app = world({ stop: (id, _signal, options) => Promise.resolve(void stopped.push([id, options])) }, [type('')], old);
    await runFromRows(stopContainersWithOptions, app, row('web'));
    assert.deepEqual(stopped, [['web-id', {}]]);
    assert.match(app.record.questions[0]?.prompt ?? '', /takes no other signal/);
  });

  it('sends the signal that is chosen or typed, to those of a project that run', async () => {
    const sent: unknown[] = [];
    const app = world({ kill: (id, signal) => Promise.resolve(void sent.push([id, signal])) }, [pick('Another signal…'), type('RTMIN+3')]);
    const group = containerGroupNode.make({ project: 'shop', containers: [{ container: container('web'), readAt: 0 }, { container: container('old', { state: 'exited' }), readAt: 0 }] });
    await runFromRows(killContainers, app, group);
    assert.deepEqual(sent, [['web-id', 'RTMIN+3']]);
    assert.deepEqual(app.record.questions[0]?.labels?.[0], 'SIGKILL');
    await runWithAnswers(killContainers, app, { containers: ['db'] });
    assert.deepEqual(sent[1], ['db', 'SIGKILL']);
  });

  it('renames and says first what a name may be', async () => {
    const renamed: unknown[] = [];
    const app = world({ rename: (id, name) => Promise.resolve(void renamed.push([id, name])) }, [type('site')]);
    assert.deepEqual(await runFromRows(renameContainer, app, row('web')), { container: 'site' });
    assert.deepEqual(renamed, [['web-id', 'site']]);
    assert.deepEqual(app.record.commands, ['docker rename web site']);
    for (const name of ['-x', 'a b', 'x', 'web']) await assert.rejects(runWithAnswers(renameContainer, app, { container: 'web', name }), (error) => SlipwayError.details(error, 'invalidInput')?.field === 'name');
  });

  it('waits and tells the exit code', async () => {
    const app = world({ wait: () => Promise.resolve(3) });
    assert.deepEqual(await runFromRows(waitForContainer, app, row('web')), { container: 'web', exitCode: 3 });
    assert.deepEqual(app.record.information.map(({ message }) => message), ['web has ended with exit code 3.']);
  });

  it('changes the policy, and says which one it is now', async () => {
    const updates: unknown[] = [];
    const containers: Partial<EngineContainers> = {
      inspect: () => Promise.resolve({ HostConfig: { RestartPolicy: { Name: 'always' } } }),
      update: (id, change) => Promise.resolve(updates.push([id, change]) > 0 ? [] : []),
    };
    const app = world(containers, [pick('on-failure'), type('5')]);
    await runFromRows(changeRestartPolicy, app, row('web'));
    assert.deepEqual(updates, [['web-id', { restartPolicy: { name: 'on-failure', maximumRetries: 5 } }]]);
    assert.deepEqual(app.record.commands, ['docker update --restart=on-failure:5 web']);
    await runWithAnswers(changeRestartPolicy, app, { containers: ['db'], policy: 'always', maximumRetries: 9 });
    assert.deepEqual(updates[1], ['db', { restartPolicy: { name: 'always' } }]);
  });

  it('changes only the limits that are typed, and keeps the swap beside the memory', async () => {
    const updates: unknown[] = [];
    const containers: Partial<EngineContainers> = {
      inspect: () => Promise.resolve({ HostConfig: { Memory: 64 * 2 ** 20, MemorySwap: 96 * 2 ** 20, NanoCpus: 1_500_000_000, PidsLimit: null } }),
      update: (id, change) => Promise.resolve(updates.push([id, change]) > 0 ? [] : []),
    };
    const app = world(containers, [type('128m'), type('1.5'), type('-1')]);
    await runFromRows(updateContainerLimits, app, row('web'));
    assert.deepEqual(app.record.questions.map(({ value }) => value), ['64m', '1.5', '']);
    assert.deepEqual(updates, [['web-id', { memory: 128 * 2 ** 20, memorySwap: 160 * 2 ** 20, pids: -1 }]]);
    assert.deepEqual(app.record.commands, ['docker update --memory 128m --pids-limit -1 web']);
    for (const wrong of [{ memory: '1k' }, { memory: 'x' }, { cpus: '0' }, { pids: 0 }, {}]) await assert.rejects(runWithAnswers(updateContainerLimits, app, { containers: ['web'], ...wrong }), (error) => SlipwayError.details(error, 'invalidInput') !== undefined);
  });

  it('changes nothing where nothing is typed', async () => {
    const app = world({ inspect: () => Promise.resolve({ HostConfig: {} }) }, [type(''), type(''), type('')]);
    assert.deepEqual(await runFromRows(updateContainerLimits, app, row('web')), { containers: [] });
    assert.deepEqual(app.record.statuses, ['Nothing was changed.']);
  });
});
