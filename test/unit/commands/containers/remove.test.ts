import assert from 'node:assert/strict';
import { removeContainers } from '../../../../src/commands/containers/remove';
import type { ContainerSummary } from '../../../../src/engine/containers/containers';
import { containerNode } from '../../../../src/nodes/container';
import { accept, fakeApp, leave, press, runFromRows } from '../../../support/fake-app';
import { container } from '../samples';

const volume = (source: string, destination: string) => ({ type: 'volume', source, destination, readOnly: false });
const own = 'a'.repeat(64);
const shared = 'b'.repeat(64);
const mounts = [volume(own, '/var/lib/db'), volume(shared, '/shared'), volume('named', '/named'), { type: 'bind', source: '/home/ada', destination: '/src', readOnly: true }];
const db = container('db', { mounts });
const other = container('other', { state: 'exited', mounts: [volume(shared, '/s')] });

async function removed(listed: readonly ContainerSummary[], rows: readonly ContainerSummary[], answer: ReturnType<typeof press>) {
  const calls: unknown[] = [];
  const engine = { containers: { list: () => Promise.resolve(listed), remove: (id: string, options?: object) => Promise.resolve(void calls.push([id, options])) } };
  const app = fakeApp({ engine, answers: [answer] });
  const outcome = await runFromRows(removeContainers, app, ...rows.map((one) => containerNode.make({ container: one, readAt: 0 }))).then(() => 'done', () => 'left');
  return { calls, outcome, question: app.record.questions[0], commands: app.record.commands };
}

describe('containers with volumes that have no name', () => {
  it('are removed with them only when the user says so, and what would go is named', async () => {
    const { question, calls, commands } = await removed([db, other], [db], press('Stop and Remove with Volumes'));
    assert.equal(question?.title, 'The container db is running. Stop and remove it?');
    assert.deepEqual(question.actions, ['Stop and Remove', 'Stop and Remove with Volumes']);
    assert.match(question.detail ?? '', /nobody else uses: aaaaaaaaaaaa \(\/var\/lib\/db\)\. They stay, or go/);
    assert.doesNotMatch(question.detail ?? '', /bbbb|named|ada/);
    assert.deepEqual(calls, [['db-id', { force: true, volumes: true }]]);
    assert.deepEqual(commands, ['docker rm --force --volumes db']);
  });

  it('go alone else, and the volumes of several are each named once', async () => {
    const stopped = container('db', { state: 'exited', mounts });
    const { question, calls } = await removed([stopped, other], [stopped, other], press('Remove'));
    assert.deepEqual(question?.actions, ['Remove', 'Remove with Volumes']);
    assert.match(question.detail ?? '', /aaaaaaaaaaaa \(\/var\/lib\/db\), bbbbbbbbbbbb \(\/s\)\./);
    assert.deepEqual(calls, [['db-id', { force: false, volumes: false }], ['other-id', { force: false, volumes: false }]]);
  });

  it('stay when the user leaves, and those that have none are asked about as before', async () => {
    assert.deepEqual((await removed([db], [db], leave)).calls, []);
    const { question } = await removed([db, other], [other], accept);
    assert.deepEqual([question?.kind, question?.action], ['confirm', 'Remove']);
  });
});
