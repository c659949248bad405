import assert from 'node:assert/strict';
import { openContainerPort } from '../../../../src/commands/containers/open-port';
import { removeContainers } from '../../../../src/commands/containers/remove';
import { startContainers } from '../../../../src/commands/containers/start';
import { stopContainers } from '../../../../src/commands/containers/stop';
import { isCancelled, SlipwayError } from '../../../../src/core/errors';
import { containerNode } from '../../../../src/nodes/container';
import { containerGroupNode } from '../../../../src/nodes/container-group';
import { accept, fakeApp, leave, pickMany, runFromRows, runWithAnswers } from '../../../support/fake-app';
import { container } from '../samples';

const data = (name: string, changes = {}) => ({ container: container(name, changes), readAt: 0 });

describe('verbs that change containers', () => {
  it('starts what a caller names, asks nothing and logs the docker line', async () => {
    const started: string[] = [];
    const app = fakeApp({ engine: { containers: { start: (id) => Promise.resolve(void started.push(id)) } } });
    assert.deepEqual(await runWithAnswers(startContainers, app, { containers: ['web', 'db'] }), { containers: ['web', 'db'] });
    assert.deepEqual(started, ['web', 'db']);
    assert.deepEqual(app.record.commands, ['docker start web db']);
    assert.deepEqual(app.record.questions, []);
  });

  it('stops the running members of a project, each once', async () => {
    const stopped: string[] = [];
    const app = fakeApp({ engine: { containers: { stop: (id) => Promise.resolve(void stopped.push(id)) } } });
    const web = data('web');
    const group = containerGroupNode.make({ project: 'shop', containers: [web, data('old', { state: 'exited' }), data('frozen', { state: 'paused' })] });
    await runFromRows(stopContainers, app, group, containerNode.make(web));
    assert.deepEqual(stopped, ['web-id', 'frozen-id']);
    assert.deepEqual(app.record.commands, ['docker stop web frozen']);
  });

  it('asks for its target in the palette and offers only those that fit', async () => {
    const stopped: string[] = [];
    const app = fakeApp({
      engine: { containers: { list: () => Promise.resolve([container('web'), container('old', { state: 'exited' })]), stop: (id) => Promise.resolve(void stopped.push(id)) },},
      answers: [pickMany('web')],
    });
    await runFromRows(stopContainers, app);
    assert.deepEqual(app.record.questions[0]?.labels, ['web']);
    assert.deepEqual(stopped, ['web-id']);
  });

  it('tells a program which answer is missing', async () => {
    await assert.rejects(runWithAnswers(stopContainers, fakeApp(), {}), (error) => SlipwayError.details(error, 'wrongAnswer')?.answer === 'containers');
  });

  it('says that a container runs and what is lost before it is removed', async () => {
    const removed: unknown[] = [];
    const engine = { containers: { remove: (id: string, options?: object) => Promise.resolve(void removed.push([id, options])) } };
    const app = fakeApp({ engine, answers: [accept] });
    await runFromRows(removeContainers, app, containerNode.make(data('web')));
    const [question] = app.record.questions;
    assert.equal(question?.title, 'The container web is running. Stop and remove it?');
    assert.match(question.detail ?? '', /are lost/);
    assert.deepEqual(removed, [['web-id', { force: true, volumes: false }]]);
    assert.deepEqual(app.record.commands, ['docker rm --force web']);
  });

  it('removes nothing when the user leaves, and forces nothing that does not run', async () => {
    const removed: unknown[] = [];
    const engine = { containers: { remove: (id: string, options?: object) => Promise.resolve(void removed.push([id, options])) } };
    const row = containerNode.make(data('old', { state: 'exited' }));
    await assert.rejects(runFromRows(removeContainers, fakeApp({ engine, answers: [leave] }), row), isCancelled);
    assert.deepEqual(removed, []);
    await runFromRows(removeContainers, fakeApp({ engine, answers: [accept] }), row);
    await runWithAnswers(removeContainers, fakeApp({ engine }), { containers: ['web'] });
    assert.deepEqual(removed, [['old-id', { force: false, volumes: false }], ['web', { force: false, volumes: false }]]);
  });

  it('opens each published port once, under https where the container speaks it', async () => {
    const ports = [
      { containerPort: 443, protocol: 'tcp', hostIp: '0.0.0.0', hostPort: 8443 },
      { containerPort: 443, protocol: 'tcp', hostIp: '::', hostPort: 8443 },
      { containerPort: 53, protocol: 'udp', hostIp: '', hostPort: 53 },
    ];
    const app = fakeApp();
    assert.deepEqual(await runFromRows(openContainerPort, app, containerNode.make(data('web', { ports }))), { url: 'https://localhost:8443/' });
    assert.deepEqual(app.record.external, ['https://localhost:8443/']);
  });
});
