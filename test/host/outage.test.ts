import assert from 'node:assert/strict';
import type { Engine } from '../../src/engine/engine';
import { engineControl } from '../support/environment/control';
import { baseImage, describeWithEngine, engineUnderTest, fresh, rowSaying, rowsOf, showView, slipway, until } from './slipway';

describeWithEngine('An engine that goes away', () => {
  const base = baseImage;

  it('is missed, said so, and its rows are right again when it is back', async () => {
    const { app } = await slipway();
    const view = await showView('images');
    await rowSaying(view, base);
    await engineControl.stop();
    await until('the outage to be noticed', () => app.connection.state.kind === 'unreachable');
    const rows = await rowsOf(view);
    assert.ok(rows.some(({ node: { kind } }) => kind === 'action'), 'no row offers to try again');
    await engineControl.start();
    await rowSaying(view, base, 10_000);

    // The stream is a new one: events must come through it.
    const engine: Engine = await engineUnderTest();
    const name = `host/${fresh('after')}:1`;
    await engine.images.tag(base, name);
    await rowSaying(view, name);
    await engine.images.remove(name);
    engine.dispose();
  }).timeout(90_000);
});
