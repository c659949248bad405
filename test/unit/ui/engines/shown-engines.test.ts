import assert from 'node:assert/strict';
import type { App } from '../../../../src/app';
import { Emitter } from '../../../../src/core/emitter';
import { SlipwayError } from '../../../../src/core/errors';
import { engineKey } from '../../../../src/core/files/file-place';
import type { ConnectionState, EngineCandidate } from '../../../../src/engine/connection/connection';
import { identityOf, IdentityInUse } from '../../../../src/ui/engines/identities';
import { type KnownEngine, ShownEngines } from '../../../../src/ui/engines/shown-engines';
import { fakeApp, type FakeApp } from '../../../support/fake-app';

const candidates: readonly EngineCandidate[] = ['a', 'b', 'c'].map((name) => ({ id: `context:${name}`, name, address: `unix:///${name}.sock`, source: 'test' }));

/** A window in which engine `a` is in use first; `kept` is what an earlier window has left. */
class Window {
  readonly states = new Emitter<ConnectionState>();
  readonly made: KnownEngine[] = [];
  readonly ended: string[] = [];
  readonly app: FakeApp;
  readonly engines: ShownEngines;
  fires = 0;

  constructor(kept?: unknown) {
    const app = fakeApp();
    if (kept !== undefined) app.record.state.set('engines.shown', kept);
    Object.assign(app.connection, {
      state: { kind: 'idle' },
      onState: this.states.event,
      candidate: (name: string) => {
        const found = candidates.find((candidate) => [candidate.id, candidate.name, candidate.address].includes(name));
        return found ? Promise.resolve(found) : Promise.reject(new SlipwayError({ kind: 'notFound', details: { what: 'context', name } }));
      },
      use: (id: string) => {
        this.inUse(id);
        return Promise.resolve();
      },
    });
    this.engines = new ShownEngines({
      inUse: () => this.app,
      make: (engine) => {
        this.made.push(engine);
        const other: App = { ...fakeApp(), identity: identityOf(engine) };
        return { app: other, dispose: () => void this.ended.push(engine.name) };
      },
    });
    this.app = Object.assign(app, { identity: new IdentityInUse(app.connection), engines: this.engines });
    this.engines.onShown(() => this.fires++);
    this.engines.begin();
  }

  /** What the connection tells when it has found, or looks for, the engine in use. */
  inUse(id: string): void {
    const candidate = candidates.find((known) => known.id === id);
    assert.ok(candidate);
    const state: ConnectionState = { kind: 'connecting', candidate };
    Object.assign(this.app.connection, { state });
    this.states.fire(state);
  }

  names(): readonly string[] {
    return this.engines.shown.map(({ identity: { name, inUse } }) => `${name}${inUse ? '*' : ''}`);
  }

  kept(): unknown {
    return (this.app.record.state.get('engines.shown') as readonly KnownEngine[] | undefined)?.map(({ name }) => name);
  }
}

describe('shown engines', () => {
  it('are the one in use alone, and nothing is kept, until another is shown', async () => {
    const window = new Window();
    assert.deepEqual([window.engines.shown, window.made, window.kept()], [[window.app], [], undefined]);
    window.inUse('context:a');
    assert.deepEqual([window.names(), window.kept(), window.fires], [['a*'], undefined, 0]);
    await window.engines.show('b');
    assert.deepEqual([window.names(), window.kept(), window.fires], [['a*', 'b'], ['a', 'b'], 1]);
    await window.engines.show('context:b');
    assert.deepEqual([window.names(), window.fires, window.made.length], [['a*', 'b'], 1, 1]);
    await assert.rejects(window.engines.show('x'), (error) => SlipwayError.details(error, 'notFound')?.name === 'x');
  });

  it('are there again in the next window, once it is known which one is in use', () => {
    const kept = candidates.slice(0, 2).map(({ id, name, address }) => ({ id, name, address }));
    const window = new Window(kept);
    assert.deepEqual([window.names(), window.made.length], [['engine*'], 0], 'no second connection to the one in use');
    window.inUse('context:b');
    assert.deepEqual([window.names(), window.made.map(({ name }) => name)], [['a', 'b*'], ['a']]);
  });

  it('keep their places when another of them comes into use, each with one App', async () => {
    const window = new Window();
    window.inUse('context:a');
    await window.engines.show('b');
    const [, b] = window.engines.shown;
    window.inUse('context:b');
    assert.deepEqual(window.names(), ['a', 'b*']);
    assert.equal(window.engines.shown[1], window.app);
    window.inUse('context:a');
    assert.deepEqual([window.names(), window.engines.shown[1] === b, window.made.length], [['a*', 'b'], true, 2]);
  });

  it('get one more that comes into use beside them', async () => {
    const window = new Window();
    window.inUse('context:a');
    await window.engines.show('b');
    window.inUse('context:c');
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual([window.names(), window.kept()], [['a', 'b', 'c*'], ['a', 'b', 'c']]);
  });

  it('are hidden one by one; the next is in use then, and the last one stays', async () => {
    const window = new Window();
    window.inUse('context:a');
    await window.engines.show('b');
    await window.engines.hide('context:a');
    assert.deepEqual([window.names(), window.kept()], [['b*'], []]);
    await window.engines.hide('context:b');
    await window.engines.hide('context:c');
    assert.deepEqual(window.names(), ['b*']);
  });

  it('stay when the next one does not answer', async () => {
    const window = new Window();
    window.inUse('context:a');
    await window.engines.show('b');
    Object.assign(window.app.connection, { use: () => Promise.reject(new Error('away')) });
    await assert.rejects(window.engines.hide('context:a'), /away/);
    assert.deepEqual([window.names(), window.kept()], [['a*', 'b'], ['a', 'b']]);
  });

  it('take nothing from an earlier window but what has their form', () => {
    for (const kept of ['x', 7, {}, [null, 'a', { id: 1 }, { id: 'context:b' }]]) {
      const window = new Window(kept);
      window.inUse('context:a');
      assert.deepEqual([window.names(), window.made], [['a*'], []]);
    }
  });

  it('are found by id, name and address, and by the key of a file, shown or not', async () => {
    const window = new Window();
    window.inUse('context:a');
    for (const name of ['context:a', 'a', 'unix:///a.sock']) assert.equal(await window.engines.named(name), window.app, name);
    const named = await Promise.all(['context:b', 'b', 'unix:///b.sock'].map((name) => window.engines.named(name)));
    assert.deepEqual([new Set(named).size, named[0]?.identity.name, window.names()], [1, 'b', ['a*']]);
    assert.equal(await window.engines.withKey(engineKey('context:b')), named[0]);
    assert.equal(await window.engines.withKey(engineKey('context:a')), window.app);
    assert.equal(await window.engines.withKey(engineKey('context:c')), undefined);
    await assert.rejects(window.engines.named('x'), (error) => SlipwayError.details(error, 'notFound') !== undefined);
  });

  it('end with the window', async () => {
    const window = new Window();
    window.inUse('context:a');
    await window.engines.show('b');
    window.engines.dispose();
    assert.deepEqual(window.ended, ['b']);
  });

  it('are meant by docker by their context, or by their address', () => {
    assert.deepEqual(identityOf({ id: 'context:lab', name: 'lab', address: 'ssh://lab' }).dockerOptions, ['--context', 'lab']);
    assert.deepEqual(identityOf({ id: 'socket:/run/podman.sock', name: 'Podman', address: 'unix:///run/podman.sock' }).dockerOptions, ['-H', 'unix:///run/podman.sock']);
  });
});
