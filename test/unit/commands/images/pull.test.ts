import assert from 'node:assert/strict';
import { pullImage } from '../../../../src/commands/images/pull';
import { pullImagesAgain } from '../../../../src/commands/images/pull-again';
import { pullFromRegistry } from '../../../../src/commands/registries/pull';
import { failure, SlipwayError } from '../../../../src/core/errors';
import type { EngineImages, PullResult } from '../../../../src/engine/images/images';
import { imageNode } from '../../../../src/nodes/image';
import { registryRepositoryNode } from '../../../../src/nodes/registry-repository';
import { registryTagNode } from '../../../../src/nodes/registry-tag';
import { fakeApp, type FakeAppOptions, leave, pick, runFromRows, runWithAnswers, type } from '../../../support/fake-app';
import { image } from '../../../support/fake-images';
import { joinEngines } from '../../../support/partial-engine';

const pulled = (reference: string): PullResult => ({ reference, imageId: 'sha256:1', digest: 'sha256:d', changed: true });

interface Calls {
  readonly pulls: { readonly reference: string; readonly options: Parameters<EngineImages['pull']>[1] }[];
}

function setUp(options: FakeAppOptions & { readonly results?: readonly (PullResult | Error)[] } = {}) {
  const calls: Calls = { pulls: [] };
  const results = [...(options.results ?? [])];
  const app = fakeApp({
    ...options,
    engine: joinEngines({
      images: {
        pull: (reference, pullOptions) => {
          calls.pulls.push({ reference, options: pullOptions });
          const result = results.shift() ?? pulled(reference);
          return result instanceof Error ? Promise.reject(result) : Promise.resolve(result);
        },
        list: () => Promise.resolve([image('1', 'alpine:latest')]),
      },
      containers: { list: () => Promise.resolve([]) },
    }, options.engine ?? {}),
  });
  return { app, calls };
}

describe('slipway.images.pull', () => {
  it('pulls by its answers without a question, and reveals nothing', async () => {
    const { app, calls } = setUp();
    const result = await runWithAnswers(pullImage, app, { reference: 'alpine', platform: 'linux/arm64' });
    assert.deepEqual(result, pulled('alpine:latest'));
    assert.equal(calls.pulls[0]!.options.platform, 'linux/arm64');
    assert.deepEqual(app.record.commands, ['docker pull --platform linux/arm64 alpine:latest']);
    assert.deepEqual(app.record.questions, []);
    assert.deepEqual(app.record.revealed, []);
  });

  it('asks for the reference, says latest aloud and refuses what is none', async () => {
    const { app, calls } = setUp({ answers: [type('alpine')] });
    await runFromRows(pullImage, app);
    const { check } = app.record.questions[0]!;
    assert.equal(check!('')?.severity, 'error');
    assert.equal(check!('Alpine')?.severity, 'error');
    assert.match(check!('alpine')!.message, /alpine:latest/);
    assert.equal(check!('alpine')!.severity, 'information');
    assert.equal(check!('alpine:3'), undefined);
    assert.equal(check!(`alpine@sha256:${'a'.repeat(64)}`), undefined);
    assert.equal(check!('localhost:5000/alpine')?.severity, 'information');
    assert.equal(calls.pulls[0]!.reference, 'alpine:latest');
    assert.deepEqual(app.record.revealed, [imageNode.make({ image: image('1', 'alpine:latest'), reference: 'alpine:latest', label: 'latest', usedBy: [] }).id]);
    app.done();
  });

  it('offers the platforms of what has several, and pulls all tags when told so', async () => {
    const asked: string[] = [];
    const platforms = (address: string, repository: string, reference: string) => {
      asked.push(`${address} ${repository} ${reference}`);
      return Promise.resolve(['linux/amd64', 'linux/arm64']);
    };
    const { app, calls } = setUp({ registries: { platforms }, answers: [type('alpine'), pick('linux/arm64'), type('alpine'), pick('The engine’s own platform'), type('--all-tags alpine')] });
    for (let round = 0; round < 3; round++) await runFromRows(pullImage, app);
    assert.deepEqual(asked, ['docker.io library/alpine latest', 'docker.io library/alpine latest']);
    assert.deepEqual(calls.pulls.map(({ reference, options }) => [reference, options.platform, options.allTags]), [
      ['alpine:latest', 'linux/arm64', undefined],
      ['alpine:latest', undefined, undefined],
      ['alpine', undefined, true],
    ]);
    app.done();
  });

  it('keeps a digest and a registry with a port', async () => {
    const { app, calls } = setUp();
    const reference = `127.0.0.1:5000/a/b@sha256:${'a'.repeat(64)}`;
    await runWithAnswers(pullImage, app, { reference });
    assert.equal(calls.pulls[0]!.reference, reference);
  });

  it('checks its answers before the engine sees them', async () => {
    for (const answers of [
      { reference: '' },
      { reference: 'a b' },
      { reference: `sha256:${'a'.repeat(64)}` },
      { reference: 'alpine:3', allTags: true },
      { reference: 'alpine', platform: 'arm' },
      { reference: 'alpine', platform: 'linux/arm64&x=1' },
    ]) {
      const { app, calls } = setUp();
      await assert.rejects(runWithAnswers(pullImage, app, answers), (error) => (error as SlipwayError).kind === 'invalidInput');
      assert.deepEqual(calls.pulls, []);
    }
  });

  it('pulls the tags and repositories of registry rows, one after the other', async () => {
    const { app, calls } = setUp();
    await runFromRows(
      pullFromRegistry,
      app,
      registryTagNode.make({ registry: 'docker.io', repository: 'library/alpine', tag: { name: '3' } }),
      registryRepositoryNode.make({ registry: 'ghcr.io', name: 'a/b' }),
    );
    assert.deepEqual(calls.pulls.map(({ reference, options }) => [reference, options.allTags]), [
      ['alpine:3', undefined],
      ['ghcr.io/a/b', true],
    ]);
    assert.deepEqual(app.record.commands, ['docker pull alpine:3', 'docker pull --all-tags ghcr.io/a/b']);
  });

  it('opens its box whatever is selected, and pulls rows again by another verb', async () => {
    const row = imageNode.make({ image: image('a', 'team/app:2'), reference: 'team/app:2', label: '2', usedBy: [] });
    const asked = setUp({ answers: [type('alpine:3')] });
    await runFromRows(pullImage, asked.app, row);
    assert.deepEqual(asked.calls.pulls.map(({ reference }) => reference), ['alpine:3']);
    asked.app.done();
    const again = setUp();
    await runFromRows(pullImagesAgain, again.app, row);
    assert.deepEqual(again.calls.pulls.map(({ reference }) => reference), ['team/app:2']);
    assert.deepEqual(again.app.record.questions, []);
  });

  it('goes on after a row that fails and sums the failures up', async () => {
    const gone = failure('notFound', { what: 'manifest', name: 'x' });
    const rows = ['1', '2', '3'].map((name) => registryTagNode.make({ registry: 'ghcr.io', repository: 'a', tag: { name } }));
    const one = setUp({ results: [gone] });
    await assert.rejects(runFromRows(pullFromRegistry, one.app, ...rows), gone);
    assert.equal(one.calls.pulls.length, 3);

    const two = setUp({ results: [gone, gone] });
    await assert.rejects(runFromRows(pullFromRegistry, two.app, ...rows), (error) => {
      const several = SlipwayError.details(error, 'severalFailed');
      assert.deepEqual([several?.of, several?.failures.map(({ name }) => name)], [3, ['ghcr.io/a:1', 'ghcr.io/a:2']]);
      return true;
    });
    assert.equal(two.calls.pulls.length, 3);
  });

  it('stops at a cancelled one', async () => {
    const { app, calls } = setUp({ results: [failure('cancelled', { operation: 'pull' })] });
    const rows = ['1', '2'].map((name) => registryTagNode.make({ registry: 'ghcr.io', repository: 'a', tag: { name } }));
    await assert.rejects(runFromRows(pullFromRegistry, app, ...rows), (error) => (error as SlipwayError).kind === 'cancelled');
    assert.equal(calls.pulls.length, 1);
  });

  it('hands a cancel to the engine', async () => {
    const { app, calls } = setUp({ cancelWork: true });
    await runWithAnswers(pullImage, app, { reference: 'alpine' });
    assert.equal(calls.pulls[0]!.options.signal?.aborted, true);
  });

  const refused = failure('unauthorized', { registry: 'ghcr.io' });

  it('asks for a log-in when the registry wants one, until it takes it, and goes on once', async () => {
    const logIns: string[] = [];
    let credentials: { username: string; password: string; serverAddress: string } | undefined;
    const { app, calls } = setUp({
      results: [refused],
      answers: [type('ada'), type('wrong'), type('ada'), type('right')],
      registries: {
        logIn: (address, username, password) => {
          logIns.push(`${address} ${username} ${password}`);
          if (password !== 'right') return Promise.reject(refused);
          credentials = { username, password, serverAddress: address };
          return Promise.resolve();
        },
        credentials: () => Promise.resolve(credentials),
      },
    });
    await runFromRows(pullFromRegistry, app, registryTagNode.make({ registry: 'ghcr.io', repository: 'a/b', tag: { name: '1' } }));
    assert.deepEqual(logIns, ['ghcr.io ada wrong', 'ghcr.io ada right']);
    assert.equal(calls.pulls[0]!.options.credentials, undefined);
    assert.equal(calls.pulls[1]!.options.credentials?.password, 'right');
    assert.match(app.record.questions[0]!.prompt!, /ghcr\.io\/a\/b:1/);
    assert.equal(app.record.questions[1]!.password, true);
    assert.match(app.record.questions[2]!.prompt!, /did not accept/);
    app.done();
  });

  it('does not pull again when the log-in is left, nor a third time', async () => {
    const row = registryTagNode.make({ registry: 'ghcr.io', repository: 'a', tag: { name: '1' } });
    const left = setUp({ results: [refused], answers: [leave] });
    await assert.rejects(runFromRows(pullFromRegistry, left.app, row), (error) => (error as SlipwayError).kind === 'cancelled');
    assert.equal(left.calls.pulls.length, 1);

    const again = setUp({ results: [refused, refused], answers: [type('ada'), type('x')], registries: { logIn: () => Promise.resolve() } });
    await assert.rejects(runFromRows(pullFromRegistry, again.app, row), refused);
    assert.equal(again.calls.pulls.length, 2);
  });

  it('never asks a program for a log-in', async () => {
    const { app } = setUp({ results: [refused] });
    await assert.rejects(runWithAnswers(pullImage, app, { reference: 'ghcr.io/a' }), refused);
    assert.deepEqual(app.record.questions, []);
  });

  it('pulls every tag by itself on Podman, which would pull latest only', async () => {
    const { app, calls } = setUp({
      information: { kind: 'podman' },
      registries: {
        tagList: (_registry, repository, { after } = {}) =>
          Promise.resolve(after ? { entries: [{ name: '1' }], complete: true, next: undefined } : { entries: [{ name: `${repository}-2` }], complete: false, next: { path: '/', skip: 1 } }),
      },
    });
    await runWithAnswers(pullImage, app, { reference: 'ghcr.io/a', allTags: true });
    assert.deepEqual(calls.pulls.map(({ reference }) => reference), ['ghcr.io/a:a-2', 'ghcr.io/a:1']);
  });
});
