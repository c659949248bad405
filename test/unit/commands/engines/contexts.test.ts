import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addEngine } from '../../../../src/commands/engines/add';
import { editEngine } from '../../../../src/commands/engines/edit';
import { exportEngine } from '../../../../src/commands/engines/export';
import { removeEngine } from '../../../../src/commands/engines/remove';
import { SlipwayError } from '../../../../src/core/errors';
import { ContextStore } from '../../../../src/engine/contexts/context-store';
import { hostEnvironment } from '../../../../src/engine/contexts/host-environment';
import { engineNode } from '../../../../src/nodes/engine';
import { accept, fakeApp, type FakeAppOptions, file, goBack, pick, runFromRows, runWithAnswers, type } from '../../../support/fake-app';
import { FakeEngine } from '../../../support/fake-engine';

describe('engines as docker contexts', function () {
  this.timeout(20_000);
  let folder = '';
  let engine: FakeEngine;
  let near = '';
  before(async () => {
    engine = await FakeEngine.start();
    near = `${process.platform === 'win32' ? 'npipe' : 'unix'}://${engine.socketPath.replaceAll('\\', '/')}`;
  });
  after(() => engine.dispose());
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'slipway-contexts-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const host = () => ({ ...hostEnvironment(), variables: { DOCKER_CONFIG: folder } });
  const app = (options: FakeAppOptions = {}) => fakeApp({ host: host(), ...options });
  const store = () => new ContextStore(host());
  const stored = async () => (await readdir(join(folder, 'contexts/meta')).catch(() => [])).length;
  const away = `unix://${join(tmpdir(), 'slipway-nothing.sock')}`;
  const row = (name: string) => engineNode.make({ candidate: { id: `context:${name}`, name, address: near, source: 'docker context' }, current: false, state: 'unknown' });

  it('are added once they have answered', async () => {
    const used = app({ answers: [type(near), goBack, type(near), type('first'), type('on my desk')] });
    assert.deepEqual(await runFromRows(addEngine, used), { context: 'first', address: near, version: '20.10.0' });
    used.done();
    assert.deepEqual(await store().read('first'), { address: near, description: 'on my desk' });
    assert.deepEqual([used.record.refreshed, used.record.revealed, used.record.commands], [['engines'], ['engine/context:first'], [`docker context create first --description 'on my desk' --docker host=${near}`]]);
  });

  it('are asked for again with all that was typed when they do not answer', async () => {
    const used = app({ answers: [type(away), type('first'), type(''), accept, type(near), type('first'), type('')] });
    await runFromRows(addEngine, used);
    used.done();
    const question = used.record.questions.find(({ kind }) => kind === 'confirm');
    assert.match(question?.detail ?? '', /nothing is there \(ENOENT\)/);
    assert.deepEqual(used.record.questions.filter(({ prompt = '' }) => prompt.startsWith('Name')).map(({ value }) => value), ['engine', 'first']);
    assert.equal((await store().read('first')).address, near);
  });

  it('are not kept by a program when they do not answer, unless it wants that', async () => {
    await assert.rejects(runWithAnswers(addEngine, app(), { context: 'far', address: away }), (error) => SlipwayError.details(error, 'engineUnreachable')?.tried[0]?.address === away);
    assert.equal(await stored(), 0);
    assert.deepEqual(await runWithAnswers(addEngine, app(), { context: 'far', address: away, unreached: true }), { context: 'far', address: away, version: undefined });
    await assert.rejects(runWithAnswers(addEngine, app(), { context: 'far', address: near }), { kind: 'conflict' });
    for (const answers of [{ context: 'x y', address: near }, { context: 'far2', address: 'http://far' }, { context: 'far2', address: 'tcp://far', ca: 'relative.pem' }])
      await assert.rejects(runWithAnswers(addEngine, app(), answers), { kind: 'invalidInput' });
    assert.equal(await stored(), 1);
  });

  it('say which file of TLS is wrong, before anything is kept', async () => {
    await writeFile(join(folder, 'bad.pem'), 'no');
    const used = app({ answers: [type('127.0.0.1:1'), pick('TLS with the certificate of an authority'), file(join(folder, 'bad.pem')), type('far'), type('')] });
    await assert.rejects(runFromRows(addEngine, used));
    const detail = used.record.questions.at(-1)?.detail ?? '';
    assert.match(detail, /bad\.pem holds no PEM certificate/);
    assert.equal(await stored(), 0);
  });

  it('are changed from their row and by programs, whose other answers stay', async () => {
    await store().create('far', { address: away, description: 'old' });
    const used = app({ answers: [type(near), type('new')] });
    assert.deepEqual(await runFromRows(editEngine, used, row('far')), { context: 'far', address: near });
    assert.deepEqual(await store().read('far'), { address: near, description: 'new' });
    assert.equal(used.record.questions[0]?.title, 'Edit Engine: far');
    await runWithAnswers(editEngine, app(), { context: 'far', description: '' });
    assert.deepEqual(await store().read('far'), { address: near });
    await assert.rejects(runWithAnswers(editEngine, app(), { context: 'far', address: away }), { kind: 'engineUnreachable' });
    assert.deepEqual(await store().read('far'), { address: near });
    await runWithAnswers(editEngine, app(), { context: 'far', address: 'far', skipVerify: true, unreached: true });
    assert.deepEqual(await store().read('far'), { address: 'tcp://far:2376', tls: { verify: false } });
    await runWithAnswers(editEngine, app(), { context: 'far', withoutTls: true, unreached: true });
    assert.deepEqual(await store().read('far'), { address: 'tcp://far:2376' });
    for (const context of ['default', 'other']) await assert.rejects(runWithAnswers(editEngine, app(), { context }));
  });

  it('are removed after a question', async () => {
    await store().create('far', { address: near });
    const used = app({ answers: [pick('far'), accept] });
    assert.deepEqual(await runFromRows(removeEngine, used), { context: 'far' });
    assert.doesNotMatch(used.record.questions[1]?.detail ?? '', /in use/);
    assert.equal(await stored(), 0);
  });

  it('are left for the default engine before they are removed while in use', async () => {
    await store().create('far', { address: near });
    await writeFile(join(folder, 'config.json'), JSON.stringify({ auths: { a: {} }, currentContext: 'far' }));
    await assert.rejects(runWithAnswers(removeEngine, app(), { context: 'far' }), { kind: 'conflict' });
    assert.equal(await stored(), 1);
    const used = app({ answers: [accept], settings: { 'engine.context': 'far' } });
    await runFromRows(removeEngine, used, row('far'));
    assert.match(used.record.questions[0]?.detail ?? '', /It is in use; the default engine is used instead/);
    assert.deepEqual(JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')), { auths: { a: {} } });
    assert.equal(used.settings.get('engine.context'), '');
    assert.equal(await stored(), 0);
  });

  it('stay when the default engine does not answer', async () => {
    await store().create('far', { address: near });
    const base = app({ answers: [accept] });
    const candidate = { id: 'context:far', name: 'far', address: near, source: '' };
    const connection = { ...base.connection, state: { kind: 'connecting', candidate } as const, use: () => Promise.reject(new Error('away')) };
    const inUse = { ...base, connection };
    await assert.rejects(runFromRows(removeEngine, { ...inUse, engines: { ...base.engines, inUse } }, row('far')), /away/);
    assert.equal(await stored(), 1);
    await assert.rejects(runWithAnswers(removeEngine, app({ host: { ...host(), variables: { DOCKER_CONFIG: folder, DOCKER_CONTEXT: 'far' } } }), { context: 'far', force: true }), { kind: 'conflict' });
  });

  it('are exported to a file', async () => {
    await store().create('far', { address: near });
    const used = app({ answers: [file(join(folder, 'far.tar'))] });
    assert.deepEqual(await runFromRows(exportEngine, used, row('far')), { context: 'far', file: join(folder, 'far.tar') });
    assert.match(await readFile(join(folder, 'far.tar'), 'utf8'), /^meta\.json/);
    await assert.rejects(runWithAnswers(exportEngine, app(), { context: 'none', file: join(folder, 'x.tar') }), { kind: 'notFound' });
  });
});
