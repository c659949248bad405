import assert from 'node:assert/strict';
import { showEngineInformation } from '../../../../src/commands/engines/info';
import { failure, SlipwayError } from '../../../../src/core/errors';
import { fakeApp, runWithAnswers } from '../../../support/fake-app';

describe('commands: engine information', () => {
  it('opens and gives what the engine says of itself', async () => {
    const said = { ServerVersion: '28.5.2', RegistryConfig: { InsecureRegistryCIDRs: ['127.0.0.0/8'] } };
    const app = fakeApp({ engine: { system: { info: () => Promise.resolve(said) } } });
    assert.deepEqual(await runWithAnswers(showEngineInformation, app, {}), said);
    const [document] = app.record.documents;
    assert.equal(document?.language, 'json');
    assert.deepEqual(JSON.parse(document.content), said);
    assert.deepEqual(app.record.commands, ["docker info --format '{{json .}}'"]);
  });

  it('shows nothing when the engine fails', async () => {
    const lost = failure('connectionLost', { operation: 'info' });
    const app = fakeApp({ engine: { system: { info: () => Promise.reject(lost) } } });
    await assert.rejects(async () => runWithAnswers(showEngineInformation, app, {}), (error) => error instanceof SlipwayError && error.kind === 'connectionLost');
    assert.deepEqual(app.record.documents, []);
  });
});
