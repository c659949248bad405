import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LiveEngineConnection } from '../../../../src/engine/connection/engine-connection';
import { ContextStore } from '../../../../src/engine/contexts/context-store';
import { hostEnvironment } from '../../../../src/engine/contexts/host-environment';
import { FakeEngine } from '../../../support/fake-engine';

/** Resolves when the connection has the engine with this id. */
function connectedTo(connection: LiveEngineConnection, id: string): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      const { state } = connection;
      if (state.kind !== 'connected' || state.information.id !== id) return;
      listening.dispose();
      resolve();
    };
    const listening = connection.onState(look);
    look();
  });
}

describe('a docker context that is changed under a connection', function () {
  this.timeout(20_000);
  let folder = '';
  let old: FakeEngine;
  let other: FakeEngine;
  let store: ContextStore;
  let connection: LiveEngineConnection;
  const address = (engine: FakeEngine): string => `${process.platform === 'win32' ? 'npipe' : 'unix'}://${engine.socketPath.replaceAll('\\', '/')}`;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-changed-context-'));
    [old, other] = await Promise.all([FakeEngine.start(), FakeEngine.start()]);
    old.id = 'OLD';
    other.id = 'OTHER';
    const environment = { ...hostEnvironment(), variables: { DOCKER_CONFIG: folder }, homeDirectory: '/nowhere' };
    store = new ContextStore(environment);
    await store.create('far', { address: address(old) });
    connection = new LiveEngineConnection({ chosen: () => 'context:far', environment });
    assert.equal((await connection.engine()).information.id, 'OLD');
  });
  afterEach(async () => {
    connection.dispose();
    await Promise.all([old.dispose(), other.dispose(), rm(folder, { recursive: true, force: true })]);
  });

  it('is followed by the next verb where nobody watches', async () => {
    await store.update('far', { address: address(other) });
    assert.equal((await connection.engine()).information.id, 'OTHER');
  });

  it('is another engine when it was removed and made anew, and none when it is gone', async () => {
    await store.remove('far');
    await assert.rejects(connection.engine(), { kind: 'engineUnreachable' });
    await store.create('far', { address: address(other) });
    assert.equal((await connection.engine()).information.id, 'OTHER');
  });

  it('is followed at once where events are watched', async () => {
    const ready = new Promise<void>((resolve) => {
      connection.onReset(() => resolve());
    });
    const watching = connection.watch();
    await ready;
    await store.update('far', { address: address(other) });
    await connectedTo(connection, 'OTHER');
    watching.dispose();
  });
});
