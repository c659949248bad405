import assert from 'node:assert/strict';
import { buildTaskProperties, requestOfTask } from '../../../../src/commands/tasks/build-task';
import { SlipwayError } from '../../../../src/core/errors';

const task = (more: object = {}): object => ({ type: 'slipway', command: 'build', ...more });

describe('a build task', () => {
  it('is a build of the Dockerfile of the folder', () => {
    assert.deepEqual(requestOfTask(task(), '/w'), { source: { kind: 'folder', folder: '/w' }, dockerfile: { kind: 'file', file: '/w/Dockerfile' } });
  });

  it('has what stands in tasks.json, with paths of the folder', () => {
    const given = { dockerfile: 'docker/My.Dockerfile', context: '.', tags: ['app:1'], target: 'a', buildArgs: { A: '1' }, labels: { b: 'c' }, platform: 'linux/arm64', noCache: true, pull: true };
    assert.deepEqual(requestOfTask(task(given), '/w'), {
      source: { kind: 'folder', folder: '/w' }, dockerfile: { kind: 'file', file: '/w/docker/My.Dockerfile' }, references: ['app:1'], target: 'a', buildArguments: { A: '1' }, labels: { b: 'c' }, platform: 'linux/arm64', noCache: true, pull: true,
    });
    assert.deepEqual(requestOfTask(task({ dockerfile: '/elsewhere/Dockerfile' }), undefined).source, { kind: 'folder', folder: '/elsewhere' });
  });

  const wrong: readonly (readonly [object, string])[] = [
    [{ tags: 'app' }, 'tags'], [{ tags: ['UPPER'] }, 'tags'], [{ buildArgs: { A: 1 } }, 'buildArgs.A'], [{ noCache: 'yes' }, 'noCache'], [{ comand: 'x' }, 'comand'], [{ command: 'run' }, 'command'],
  ];
  for (const [given, field] of wrong) {
    it(`names what is wrong in ${JSON.stringify(given)}`, () => {
      assert.throws(() => requestOfTask(task(given), '/w'), (error) => SlipwayError.details(error, 'invalidInput')?.field === field);
    });
  }

  it('needs a folder for a path that is none', () => {
    assert.throws(() => requestOfTask(task(), undefined), (error) => SlipwayError.details(error, 'invalidInput')?.field === 'dockerfile');
  });

  it('tells the editor of tasks.json of each property that it takes', () => {
    const samples: Readonly<Record<string, unknown>> = { dockerfile: 'D', context: '.', tags: [], target: 'a', buildArgs: {}, labels: {}, platform: 'linux/amd64', noCache: false, pull: false };
    for (const name of Object.keys(buildTaskProperties)) assert.ok(requestOfTask(task({ [name]: samples[name] }), '/w'));
    assert.deepEqual(Object.keys(buildTaskProperties).sort(), Object.keys(samples).sort());
  });
});
