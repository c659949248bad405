import assert from 'node:assert/strict';
import { launchFrom, launchOf, launchProblems, stepsOfLaunch, withLaunch } from '../../../../src/core/run/launch-form';
import type { RunConfiguration } from '../../../../src/core/run/run-configuration';
import { runFormFrom } from '../../../../src/core/run/run-form';
import { emptyRunForm } from '../../../../src/core/run/run-form-fields';

const configuration: RunConfiguration = {
  name: 'web',
  image: 'shop/web:dev',
  allowParallelRun: true,
  beforeLaunch: [{ build: 'Dockerfile', tag: 'shop/web:dev' }, { pull: 'db:16' }, { task: 'npm: build' }, { waitFor: 'db' }, { build: 'a', tag: 'b', context: '..' }],
};

describe('the launch of a configuration in its form', () => {
  it('has each kind of step, and says them again as they were', () => {
    const launch = launchOf(configuration);
    assert.deepEqual(launch.steps.map(({ kind }) => kind), ['build', 'pull', 'task', 'waitFor', 'build']);
    assert.deepEqual(stepsOfLaunch(launch), configuration.beforeLaunch);
    assert.deepEqual(launchFrom(JSON.parse(JSON.stringify(launch))), launch);
    assert.deepEqual(withLaunch(configuration, launch, configuration), configuration);
    assert.equal(withLaunch(configuration, launch, configuration).beforeLaunch, configuration.beforeLaunch);
  });

  it('keeps what was moved, added and removed, and says nothing of what is empty', () => {
    const launch = launchOf(configuration);
    const moved = withLaunch(configuration, { allowParallelRun: false, steps: launch.steps.slice(1, 3).reverse() }, configuration);
    assert.deepEqual(moved, { name: 'web', image: 'shop/web:dev', beforeLaunch: [{ task: 'npm: build' }, { pull: 'db:16' }] });
    assert.deepEqual(withLaunch(moved, { allowParallelRun: false, steps: [] }, moved), { name: 'web', image: 'shop/web:dev' });
    // What was written out stays so.
    const written: RunConfiguration = { ...moved, allowParallelRun: false, beforeLaunch: [] };
    assert.deepEqual(withLaunch(written, { allowParallelRun: false, steps: [] }, written), written);
  });

  it('says what a step lacks', () => {
    const problems = launchProblems({ allowParallelRun: false, steps: [{ kind: 'pull', texts: [' '] }, { kind: 'build', texts: ['Dockerfile', '', ''] }, { kind: 'task', texts: ['x'.repeat(201)] }, { kind: 'waitFor', texts: ['db'] }] });
    assert.deepEqual(problems, { 'launch/0': 'Name the image that is pulled.', 'launch/1': 'Name the image that is built.', 'launch/2': 'This name is too long.' });
  });

  it('reads nothing else from a page', () => {
    for (const wrong of [null, {}, { allowParallelRun: 1, steps: [] }, { allowParallelRun: true, steps: [{ kind: 'shell', texts: ['x'] }] }, { allowParallelRun: true, steps: [{ kind: 'pull', texts: [] }] }, { allowParallelRun: true, steps: [{ kind: 'pull', texts: [1] }] }, { allowParallelRun: true, steps: Array.from({ length: 501 }, () => ({ kind: 'pull', texts: ['a'] })) }]) {
      assert.equal(launchFrom(wrong), undefined, JSON.stringify(wrong));
      assert.equal(runFormFrom({ ...emptyRunForm(), launch: wrong }), undefined, JSON.stringify(wrong));
    }
    assert.deepEqual(runFormFrom(emptyRunForm()), emptyRunForm());
  });
});
