import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { restoreVolume } from '../../../../src/commands/volumes/restore';
import { isCancelled, SlipwayError } from '../../../../src/core/errors';
import { fakeApp, file, goBack, leave, pick, runFromRows, runInUsersName } from '../../../support/fake-app';

const listed = { name: 'data', driver: 'local', mountpoint: '/v', created: undefined, labels: {} };

describe('restoring a volume', () => {
  let folder: string;
  let archive: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'slipway-restore-'));
    archive = path.join(folder, 'shop.tar.gz');
    await writeFile(archive, Buffer.alloc(1_024));
  });
  after(() => rm(folder, { recursive: true }));
  const engine = { volumes: { list: () => Promise.resolve([listed]) } };

  it('asks for the archive, and whether the volume is a new one, whose name it proposes', async () => {
    const app = fakeApp({ engine, answers: [file(archive), pick('New volume…'), goBack, pick('New volume…'), leave] });
    await assert.rejects(runFromRows(restoreVolume, app), isCancelled);
    const [, choice, name] = app.record.questions;
    assert.deepEqual(choice?.labels, ['New volume…', 'data']);
    assert.equal(name?.value, 'shop');
    assert.deepEqual(['data', 'x', 'shop'].map((text) => name.check?.(text)?.severity), ['error', 'error', undefined]);
    app.done();
  });

  it('refuses what cannot be read here before it asks for more', async () => {
    const compressed = path.join(folder, 'data.tar.xz');
    await writeFile(compressed, Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]));
    for (const [given, kind] of [[compressed, 'invalidInput'], [path.join(folder, 'none.tar'), 'fileFailed'], ['data.tar', 'invalidInput']] as const)
      await assert.rejects(runInUsersName(restoreVolume, fakeApp({ engine }), { file: given }), (error) => error instanceof SlipwayError && error.kind === kind, given);
  });
});
