import assert from 'node:assert/strict';
import { defaultConfiguration, type LintConfiguration } from '../../../src/dockerfile/configuration';
import { applyEdits } from '../../../src/dockerfile/edits';
import { ignoreComment, ignoreScopes, type IgnoreRequest } from '../../../src/dockerfile/ignore-comment';
import { lintDockerfile } from '../../../src/dockerfile/lint';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import type { Rule } from '../../../src/dockerfile/rule';
import { rules } from '../../../src/dockerfile/rules/index.generated';

/** The text with the comment added; `undefined` where none can be. */
function ignored(text: string, request: Partial<IgnoreRequest>): string | undefined {
  const comment = ignoreComment(parseDockerfile(text), { names: ['DL3008'], line: 1, scope: 'instruction', ...request });
  return comment && applyEdits(text, comment.edits);
}

const plain = 'FROM debian:12\nRUN apt-get install curl\n';

describe('comments that silence findings', () => {
  it('stand above the instruction, with the reason behind', () => {
    assert.equal(ignored(plain, {}), 'FROM debian:12\n# hadolint ignore=DL3008\nRUN apt-get install curl\n');
    assert.equal(
      ignored(plain, { reason: 'the mirror\nkeeps one ' }),
      'FROM debian:12\n# hadolint ignore=DL3008 # the mirror keeps one\nRUN apt-get install curl\n',
    );
  });

  it('keep indentation, line ends and the comments above', () => {
    assert.equal(
      ignored('FROM debian:12\r\n  # why\r\n  RUN apt-get install curl\r\n', { line: 2 }),
      'FROM debian:12\r\n  # why\r\n  # hadolint ignore=DL3008\r\n  RUN apt-get install curl\r\n',
    );
  });

  it('stand above the instruction for a finding inside it', () => {
    const text = 'FROM debian:12\nRUN true && \\\n    apt-get install curl\n';
    assert.equal(ignored(text, { line: 2 }), text.replace('RUN', '# hadolint ignore=DL3008\nRUN'));
    const heredoc = 'FROM debian:12\nRUN <<EOF\napt-get install curl\nEOF\n';
    assert.equal(ignored(heredoc, { line: 2 }), heredoc.replace('RUN', '# hadolint ignore=DL3008\nRUN'));
  });

  it('add to a comment that is there', () => {
    const text = 'FROM debian:12\n# hadolint ignore=DL3015\nRUN apt-get install curl\n';
    assert.equal(ignored(text, { line: 2 }), text.replace('DL3015', 'DL3015,DL3008'));
    assert.equal(ignored(text, { line: 2, reason: 'x' }), text.replace('DL3015', 'DL3015,DL3008 # x'));
    const because = text.replace('DL3015', 'DL3015 # it is old');
    assert.equal(ignored(because, { line: 2, reason: 'x' }), text.replace('DL3015', 'DL3015,DL3008 # it is old; x'));
    assert.equal(ignored(text, { line: 2, names: ['DL3015'] }), text);
  });

  it('speak of a stage above its FROM', () => {
    const text = 'FROM debian:12 AS a\nRUN true\nFROM debian:12\nRUN apt-get install curl\n';
    assert.equal(ignored(text, { line: 3, scope: 'stage' }), text.replace('true\n', 'true\n# hadolint stage ignore=DL3008\n'));
    assert.equal(ignored('ARG a\n', { line: 0, scope: 'stage' }), undefined);
  });

  it('speak of the file behind its directives', () => {
    const text = '# syntax=docker/dockerfile:1\n# hello\nFROM debian:12\n';
    assert.equal(ignored(text, { scope: 'file' }), text.replace('# hello', '# hadolint global ignore=DL3008\n# hello'));
    const known = `# hadolint global ignore=DL3015 # old\n${plain}`;
    assert.equal(ignored(known, { scope: 'file' }), known.replace('DL3015', 'DL3015,DL3008'));
    assert.equal(ignored('\uFEFFFROM debian:12\n', { scope: 'file' }), '\uFEFF# hadolint global ignore=DL3008\nFROM debian:12\n');
  });

  const both = ['DL3025', 'JSONArgsRecommended'];
  const form = 'FROM debian:12\nCMD ls\n';

  it('use the dialect of the file', () => {
    assert.equal(ignored(form, { names: both }), form.replace('CMD', '# hadolint ignore=DL3025\nCMD'));
    const buildKit = `# check=error=true\n${form}`;
    assert.equal(ignored(buildKit, { names: both, line: 2 }), buildKit.replace('CMD', '# check=skip=JSONArgsRecommended\nCMD'));
    assert.equal(ignored(buildKit, { names: ['DL3008'], line: 2 }), buildKit.replace('CMD', '# hadolint ignore=DL3008\nCMD'));
    const mixed = `${buildKit}# hadolint ignore=DL3000\nWORKDIR a\n`;
    assert.equal(ignored(mixed, { names: both, line: 2 }), mixed.replace('CMD', '# hadolint ignore=DL3025\nCMD'));
  });

  it('use BuildKit’s for names that only BuildKit has, and where hadolint’s comments are off', () => {
    assert.equal(
      ignored('FROM debian:12\nENV a b\n', { names: ['LegacyKeyValueFormat'], reason: 'old' }),
      'FROM debian:12\n# check=skip=LegacyKeyValueFormat // old\nENV a b\n',
    );
    const off = ignoreComment(parseDockerfile(form), { names: both, line: 1, scope: 'instruction' }, { disableIgnorePragma: true });
    assert.deepEqual(off?.names, ['JSONArgsRecommended']);
    assert.deepEqual(ignoreScopes(parseDockerfile(form), { names: ['DL3008'], line: 1 }, { disableIgnorePragma: true }), []);
  });

  it('do not become a directive by standing first', () => {
    assert.equal(ignored('from a AS b\n', { names: ['FromAsCasing'], line: 0 }), '\n# check=skip=FromAsCasing\nfrom a AS b\n');
  });

  it('put BuildKit’s names of the file into its directive, and the reason below', () => {
    const names = ['LegacyKeyValueFormat'];
    const text = '# syntax=docker/dockerfile:1\nFROM a\n';
    const request = { names, scope: 'file' } as const;
    assert.equal(ignored(text, request), text.replace('FROM', '# check=skip=LegacyKeyValueFormat\nFROM'));
    assert.equal(
      ignored(text, { ...request, reason: 'old' }),
      text.replace('FROM', '# check=skip=LegacyKeyValueFormat\n# LegacyKeyValueFormat: old\nFROM'),
    );
    const withErrors = '# check=error=true\nFROM a\n';
    assert.equal(ignored(withErrors, request), withErrors.replace('error', 'skip=LegacyKeyValueFormat;error'));
    const skipping = '# check = error=true; skip=FromAsCasing ;experimental=all\n# escape=`\nFROM a\n';
    assert.equal(
      ignored(skipping, { ...request, reason: 'old' }),
      skipping.replace('FromAsCasing', 'FromAsCasing,LegacyKeyValueFormat').replace('FROM', '# LegacyKeyValueFormat: old\nFROM'),
    );
  });

  it('are not offered for what no comment silences', () => {
    assert.deepEqual(ignoreScopes(parseDockerfile(plain), { names: ['MissingArgument'], line: 1 }), []);
    assert.deepEqual(ignoreScopes(parseDockerfile(form), { names: both, line: 1 }), ['instruction', 'stage', 'file']);
    assert.deepEqual(ignoreScopes(parseDockerfile(form), { names: ['LegacyKeyValueFormat'], line: 1 }), ['instruction', 'file']);
  });

  /** The rule as if it were on. */
  function configurationOf(rule: Rule, configuration: Partial<LintConfiguration> | undefined): LintConfiguration {
    const severities: LintConfiguration['severities'] = rule.severity === 'off' ? { [rule.code]: 'warning' } : {};
    return { ...defaultConfiguration, ...configuration, severities: { ...severities, ...configuration?.severities } };
  }

  for (const rule of rules) {
    it(`silence ${rule.code} in its examples, in each scope and dialect, and nothing else changes`, () => {
      let tried = 0;
      for (const example of rule.examples) {
        if (!('bad' in example)) continue;
        const configuration = configurationOf(rule, example.configuration);
        for (const head of ['', '# check=error=false\n']) {
          const text = head + example.bad;
          const file = parseDockerfile(text);
          const [finding] = lintDockerfile(file, configuration, [rule]);
          if (finding === undefined || finding.code === 'DL1001') continue;
          const request = { names: finding.names, line: finding.line, reason: 'because' };
          for (const scope of ignoreScopes(file, request)) {
            const comment = ignoreComment(file, { ...request, scope });
            assert.ok(comment);
            const after = parseDockerfile(applyEdits(text, comment.edits));
            const left = lintDockerfile(after, configuration, [rule]).map(({ line, names }) => ({ line, names }));
            assert.ok(left.length < lintDockerfile(file, configuration, [rule]).length, `${scope} in ${comment.dialect}:\n${after.text}`);
            assert.deepEqual(
              after.instructions.map(({ joined }) => joined.text),
              file.instructions.map(({ joined }) => joined.text),
            );
            tried++;
          }
        }
      }
      if (rule.code !== 'DL1001') assert.ok(tried > 0, 'nothing was tried');
    });
  }
});
