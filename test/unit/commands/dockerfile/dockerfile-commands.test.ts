import assert from 'node:assert/strict';
import { fixWorkspace } from '../../../../src/commands/dockerfile/fix-workspace';
import { ignoreFinding } from '../../../../src/commands/dockerfile/ignore';
import { mergeRunInstructions } from '../../../../src/commands/dockerfile/merge-runs';
import { SlipwayError } from '../../../../src/core/errors';
import { defaultConfiguration } from '../../../../src/dockerfile/configuration';
import { applyEdits } from '../../../../src/dockerfile/edits';
import type { Dockerfiles } from '../../../../src/ports';
import { fakeApp, leave, pick, pickMany, runFromRows, runWithAnswers, type } from '../../../support/fake-app';

/** Dockerfiles in memory; the first is in the active editor, with the cursor in the line of its `|`. */
function memory(given: Readonly<Record<string, string>>): { readonly files: Map<string, string>; readonly dockerfiles: Partial<Dockerfiles> } {
  const [active = ''] = Object.keys(given);
  const cursor = (given[active] ?? '').indexOf('|');
  const files = new Map(Object.entries(given).map(([uri, text]) => [uri, text.replace('|', '')]));
  const dockerfiles: Partial<Dockerfiles> = {
    read: (uri = active) =>
      Promise.resolve({ uri, path: uri, text: files.get(uri) ?? '', selection: uri === active && cursor >= 0 ? { start: cursor, end: cursor } : undefined }),
    find: () => Promise.resolve([...files.keys()]),
    configuration: () => Promise.resolve(defaultConfiguration),
    edit: (changes) => {
      for (const { file, edits } of changes) files.set(file.uri, applyEdits(file.text, edits));
      return Promise.resolve();
    },
  };
  return { files, dockerfiles };
}

describe('slipway.dockerfile.ignore', () => {
  const text = 'FROM debian:12\n|RUN apt-get install -y curl\n';

  it('asks for finding, place and reason, those at the cursor first', async () => {
    const { files, dockerfiles } = memory({ a: `FROM debian\n${text.slice(15)}` });
    const app = fakeApp({ dockerfiles, answers: [pick('DL3008'), pick('For this instruction'), type('pinned by the mirror')] });
    const result = await runFromRows(ignoreFinding, app);
    assert.equal(files.get('a'), 'FROM debian\n# hadolint ignore=DL3008 # pinned by the mirror\nRUN apt-get install -y curl\n');
    assert.deepEqual(result, { uri: 'a', dialect: 'hadolint', text: files.get('a') });
    const labels = app.record.questions[0]?.labels ?? [];
    assert.ok(labels.indexOf('DL3008') < labels.indexOf('DL3006'));
    app.done();
  });

  it('takes answers and asks nothing', async () => {
    const { files, dockerfiles } = memory({ a: text });
    await runWithAnswers(ignoreFinding, fakeApp({ dockerfiles }), { line: 2, names: ['DL3008', 'DL3015'], scope: 'file' });
    assert.equal(files.get('a'), '# hadolint global ignore=DL3008,DL3015\nFROM debian:12\nRUN apt-get install -y curl\n');
  });

  it('changes nothing when the user leaves or no comment can silence it', async () => {
    const { files, dockerfiles } = memory({ a: text });
    await assert.rejects(() => runFromRows(ignoreFinding, fakeApp({ dockerfiles, answers: [pick('DL3008'), pick('In this stage'), leave] })));
    await assert.rejects(() => runWithAnswers(ignoreFinding, fakeApp({ dockerfiles }), { line: 1, names: ['Nothing'] }), /invalidInput/);
    assert.equal(files.get('a'), text.replace('|', ''));
  });
});

describe('slipway.dockerfile.mergeRuns', () => {
  it('merges the row around the cursor', async () => {
    const { files, dockerfiles } = memory({ a: 'FROM debian:12\nRUN ./a\n|RUN ./b\nRUN ./c\n' });
    const app = fakeApp({ dockerfiles, answers: [pick(/./)] });
    assert.deepEqual(await runFromRows(mergeRunInstructions, app), { uri: 'a', merged: 3, behaviour: 'same' });
    assert.equal(files.get('a'), 'FROM debian:12\nRUN ./a && \\\n    ./b && \\\n    ./c\n');
  });

  it('merges the lines that a program names', async () => {
    const { files, dockerfiles } = memory({ a: 'FROM debian:12\nRUN ./a\nRUN ./b\nRUN ./c\n' });
    await runWithAnswers(mergeRunInstructions, fakeApp({ dockerfiles }), { uri: 'a', firstLine: 2, lastLine: 3 });
    assert.equal(files.get('a'), 'FROM debian:12\nRUN ./a && \\\n    ./b\nRUN ./c\n');
  });

  for (const [what, text, reason] of [
    ['exec form', 'FROM debian:12\n|RUN ["a"]\nRUN ./b\n', /exec/i],
    ['a single RUN', 'FROM debian:12\n|RUN ./a\n', /no adjacent RUN/],
    ['no RUN', '|FROM debian:12\nRUN ./a\nRUN ./b\n', /no adjacent RUN/],
  ] as const) {
    it(`says why not: ${what}`, async () => {
      const { dockerfiles } = memory({ a: text });
      await assert.rejects(
        () => runFromRows(mergeRunInstructions, fakeApp({ dockerfiles })),
        (error) => reason.test(SlipwayError.details(error, 'conflict')?.detail ?? ''),
      );
    });
  }
});

describe('slipway.dockerfile.fixWorkspace', () => {
  const bad = 'FROM debian:12\nMAINTAINER me\nENV a b\n';
  const fixed = /LABEL org\.opencontainers\.image\.authors="?me"?\nENV a="?b"?\n$/;

  it('shows what each file would get, and fixes those that are left ticked', async () => {
    const { files, dockerfiles } = memory({ a: bad, b: 'FROM debian:12\n', c: bad });
    const app = fakeApp({ dockerfiles, answers: [pickMany('c')] });
    const result = await runFromRows(fixWorkspace, app);
    assert.deepEqual(app.record.questions[0]?.labels, ['a', 'c']);
    assert.deepEqual(app.record.questions[0].picked, ['a', 'c']);
    assert.equal(files.get('a'), bad);
    assert.match(files.get('c') ?? '', fixed);
    assert.deepEqual(result, { files: [{ uri: 'c', fixes: 2 }] });
  });

  it('fixes all without asking for a program', async () => {
    const { files, dockerfiles } = memory({ a: bad, c: bad });
    assert.deepEqual(await runWithAnswers(fixWorkspace, fakeApp({ dockerfiles }), { files: ['c'] }), { files: [{ uri: 'c', fixes: 2 }] });
    assert.equal(files.get('a'), bad);
    assert.match(files.get('c') ?? '', fixed);
  });

  it('stops when it is cancelled, and says when there is nothing to do', async () => {
    const { dockerfiles } = memory({ a: bad });
    await assert.rejects(() => runFromRows(fixWorkspace, fakeApp({ dockerfiles, cancelWork: true })), /cancelled/);
    const app = fakeApp({ dockerfiles: memory({ a: 'FROM debian:12\n' }).dockerfiles });
    assert.deepEqual(await runFromRows(fixWorkspace, app), { files: [] });
    assert.equal(app.record.information.length, 1);
  });
});
