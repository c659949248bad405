import assert from 'node:assert/strict';
import { copyEngineAddress } from '../../../../src/commands/engines/copy-address';
import { useEngine } from '../../../../src/commands/engines/use';
import { SlipwayError } from '../../../../src/core/errors';
import { fakeApp, pick, runFromRows, runWithAnswers } from '../../../support/fake-app';

describe('engines', () => {
  it('switches and gives the version that answers there', async () => {
    const app = fakeApp({ answers: [pick('fake')] });
    const used: string[] = [];
    Object.assign(app.connection, { use: (id: string) => Promise.resolve(void used.push(id)) });
    assert.deepEqual(await runFromRows(useEngine, app), { engine: 'fake', version: '28.5.2' });
    assert.deepEqual(await runWithAnswers(useEngine, app, { engine: 'colima' }), { engine: 'colima', version: '28.5.2' });
    assert.deepEqual(used, ['fake', 'colima']);
  });

  it('tells when nothing answers at the new engine', async () => {
    await assert.rejects(runWithAnswers(useEngine, fakeApp({ unreachable: true }), { engine: 'x' }), (error) => error instanceof SlipwayError && error.kind === 'engineUnreachable');
  });

  it('copies the address, and knows no engine of another name', async () => {
    const app = fakeApp();
    await runWithAnswers(copyEngineAddress, app, { engine: 'fake' });
    assert.deepEqual(app.record.clipboard, ['unix:///fake.sock']);
    await assert.rejects(runWithAnswers(copyEngineAddress, app, { engine: 'x' }), (error) => SlipwayError.details(error, 'notFound')?.what === 'context');
  });
});
