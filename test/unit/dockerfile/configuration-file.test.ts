import assert from 'node:assert/strict';
import { readHadolintConfiguration } from '../../../src/dockerfile/configuration-file';

const documented = `failure-threshold: warning
format: json
ignored: [DL3000, SC1010]
label-schema:
  author: text
  contact: email
  created: rfc3339
no-color: true
no-fail: false
override:
  error: [DL3001]
  warning:
    - DL3042
    - DL3001
  style: [DL3015]
strict-labels: true
disable-ignore-pragma: true
trustedRegistries: docker.io
unknown-key: 5
`;

describe('.hadolint.yaml', () => {
  it('reads every key that hadolint documents', () => {
    assert.deepEqual(readHadolintConfiguration(documented), {
      layer: {
        failureThreshold: 'warning',
        format: 'json',
        ignored: ['DL3000', 'SC1010'],
        labelSchema: { author: 'text', contact: 'email', created: 'rfc3339' },
        noColor: true,
        noFail: false,
        severities: { DL3001: 'error', DL3042: 'warning', DL3015: 'style' },
        strictLabels: true,
        disableIgnorePragma: true,
        trustedRegistries: ['docker.io'],
      },
    });
  });

  it('takes several registries, aliases, and keys without a value', () => {
    const text = 'trustedRegistries: &r\n  - docker.io\n  - "*.gcr.io"\nignored: *r\noverride:\nlabel-schema: ~\n';
    assert.deepEqual(readHadolintConfiguration(text).layer, {
      trustedRegistries: ['docker.io', '*.gcr.io'],
      ignored: ['docker.io', '*.gcr.io'],
    });
  });

  for (const text of ['', '\n', '# nothing\n', '---\n', '{}\n']) {
    it(`takes ${JSON.stringify(text)} for a file that says nothing`, () => {
      assert.deepEqual(readHadolintConfiguration(text), { layer: {} });
    });
  }

  const wrong: readonly (readonly [text: string, line: number, column: number, said: RegExp])[] = [
    ['- DL3000\n', 1, 1, /mapping/],
    ['ignored: DL3000\n', 1, 10, /ignored must be a list/],
    ['ignored:\n  - DL3000\n  - 3001\n', 3, 5, /ignored must be a string/],
    ['\nfailure-threshold: high\n', 2, 20, /error, warning, info, style, ignore, none/],
    ['no-fail: "yes"\n', 1, 10, /true or false/],
    ['override: [DL3000]\n', 1, 11, /override must be a mapping/],
    ['override:\n  error: DL3000\n', 2, 10, /override\.error must be a list/],
    ['label-schema:\n  author: word\n', 2, 11, /label-schema\.author/],
    ['ignored: [DL3000\nformat: json\n', 2, 1, /./],
    ['a: b: c\n', 1, 4, /./],
    ['ignored: *nowhere\n', 1, 10, /nowhere/],
  ];
  for (const [text, line, column, said] of wrong) {
    it(`says where ${JSON.stringify(text)} is wrong`, () => {
      const { problem } = readHadolintConfiguration(text);
      assert.ok(problem !== undefined);
      assert.match(problem.message, said);
      assert.deepEqual([problem.line, problem.column], [line, column]);
    });
  }

  it('ends on nested aliases', () => {
    let text = 'a0: &a0 [x, x]\n';
    for (let depth = 1; depth < 40; depth++) text += `a${depth}: &a${depth} [*a${depth - 1}, *a${depth - 1}]\n`;
    assert.ok(readHadolintConfiguration(`${text}ignored: *a39\n`).problem !== undefined);
    assert.ok(readHadolintConfiguration('ignored: &i [*i]\n').problem !== undefined);
  });

  it('never throws', () => {
    const pieces = ['ignored', ':', ' ', '\n', '- ', '[', ']', '{', '}', '&a', '*a', '"', "'", '|', '>', '?', 'override', '!!int', '%', '\t', '#', 'DL1'];
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
    for (let round = 0; round < 3000; round++) {
      const text = Array.from({ length: random(14) }, () => pieces[random(pieces.length)]).join('');
      const { layer, problem } = readHadolintConfiguration(text);
      assert.ok((layer === undefined) !== (problem === undefined), text);
    }
  });
});
