import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import type { EngineCandidate } from '../../../../src/engine/connection/connection';
import { EngineProbes } from '../../../../src/engine/connection/probe';
import { until } from '../../../support/conditions';
import { FakeEngine, json } from '../../../support/fake-engine';
import { hostEnvironment } from '../../../../src/engine/contexts/host-environment';

const never = new AbortController().signal;

describe('engine/probe: an engine that wakes up', () => {
  let fake: FakeEngine;
  let probes: EngineProbes;
  let held: ServerResponse[];
  let late: number;
  let candidate: EngineCandidate;

  beforeEach(async () => {
    fake = await FakeEngine.start();
    [held, late] = [[], 0];
    fake.on('GET /info', (response) => void held.push(response));
    candidate = { id: 'context:default', name: 'default', address: `unix://${fake.socketPath}`, source: '' };
    probes = new EngineProbes({ host: hostEnvironment(), place: 'macos', onLate: () => (late += 1), limit: 50 });
  });
  afterEach(async () => {
    probes.dispose();
    await fake.dispose();
  });

  const ask = async () => (await probes.probe([candidate], candidate, undefined, never))[0];

  it('is said to be waking up, is asked once, and is told when it answers', async () => {
    const first = await ask();
    assert.equal(first?.state, 'connecting');
    assert.match(first.reason ?? '', /waking up/);
    await until('the question', () => held.length === 1);
    assert.equal((await ask())?.state, 'connecting');
    assert.equal(held.length, 1);
    held[0]?.end(JSON.stringify({ ID: 'WOKEN' }));
    await until('the news', () => late === 1);
    const told = await ask();
    assert.deepEqual([told?.state, told?.information?.id], ['connected', 'WOKEN']);
    fake.on('GET /info', json({ ID: 'AWAKE' }));
    assert.equal(late, 1);
    // A busy machine may take longer than the list waits for.
    await until('another answer', async () => (await ask())?.information?.id === 'AWAKE');
  });

  it('that goes away instead is told too', async () => {
    assert.equal((await ask())?.state, 'connecting');
    await until('the question', () => held.length === 1);
    await fake.stop();
    await until('the news', () => late === 1);
    assert.equal((await ask())?.state, 'unreachable');
  });

  it('is not asked any longer when nobody is there', async () => {
    assert.equal((await ask())?.state, 'connecting');
    await until('the question', () => held.length === 1);
    probes.dispose();
    await until('the end of the question', () => held[0]?.destroyed === true);
    assert.equal(late, 0);
  });

  it('what is not there is told at once', async () => {
    const [status] = await probes.probe([{ ...candidate, address: 'unix:///nowhere/docker.sock' }], undefined, undefined, never);
    assert.deepEqual([status?.state, status?.reason], ['unreachable', 'nothing is there (ENOENT)']);
    assert.equal(late, 0);
  });
});
