import assert from 'node:assert/strict';
import { defaultConfiguration, type LintConfiguration } from '../../../src/dockerfile/configuration';
import { oneForEachFact, type Finding } from '../../../src/dockerfile/finding';
import { lintDockerfile, onRuleFailure } from '../../../src/dockerfile/lint';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import { defineRule, type RuleDefinition } from '../../../src/dockerfile/rule';

/** Reports every USER and CMD under both of its names. */
const definition: RuleDefinition = {
  code: 'DL9001',
  name: 'test-rule',
  origin: 'hadolint',
  aliases: ['TestRule'],
  severity: 'info',
  fixes: 'none',
  summary: 'A rule for this test.',
  docs: '',
  examples: [],
  on: ['USER', 'CMD'],
  checkInstruction: (instruction, context) => context.report(instruction, { message: instruction.argumentsText }),
};

function check(text: string, configuration: Partial<LintConfiguration> = {}, other: Partial<RuleDefinition> = {}): Finding[] {
  const rule = defineRule({ ...definition, ...other });
  return lintDockerfile(parseDockerfile(text), { ...defaultConfiguration, ...configuration }, [rule]);
}

function lines(text: string, configuration?: Partial<LintConfiguration>): number[] {
  return check(text, configuration).map(({ line }) => line);
}

describe('the linter', () => {
  it('calls a rule for its instructions, triggers among them, and sorts what it finds', () => {
    const found = check('FROM a\nCMD b\nONBUILD USER c\nUSER d\n');
    assert.deepEqual(found.map(({ line, message, names, severity }) => [line, message, names.join(), severity]), [
      [1, 'b', 'DL9001,TestRule', 'info'],
      [2, 'c', 'DL9001,TestRule', 'info'],
      [3, 'd', 'DL9001,TestRule', 'info'],
    ]);
  });

  it('is silenced by any of the names', () => {
    for (const comment of [
      'hadolint ignore=DL9001',
      'hadolint ignore=DL1,TestRule  # why',
      'hadolint  ignore = DL1 , DL9001',
      'check=skip=testrule // why',
      'check=skip=all',
      'dockerfile-utils: ignore',
    ]) {
      assert.deepEqual(lines(`FROM a\n# ${comment}\nUSER b\nUSER c`), [3], comment);
    }
    assert.deepEqual(lines('FROM a\n# hadolint ignore=DL9001\n\n# more\nUSER b'), [], 'the next instruction');
    assert.deepEqual(lines('FROM a\n# hadolint ignore=DL9002\n# hadolint ignored=DL9001\nUSER b'), [3]);
    assert.deepEqual(lines('FROM a\n# hadolint ignore=DL9001\nONBUILD USER b'), []);
  });

  it('is silenced for a stage, for the file, and by the directive', () => {
    assert.deepEqual(lines('# hadolint stage ignore=DL9001\nFROM a\nUSER b\nFROM c\nUSER d'), [4]);
    assert.deepEqual(lines('FROM a\nUSER b\n# hadolint global ignore=TestRule\nUSER c'), []);
    assert.deepEqual(lines('# check=skip=DL1,TestRule\nFROM a\nUSER b'), []);
    assert.deepEqual(lines('# check=skip=all\nFROM a\nUSER b'), []);
    assert.deepEqual(lines('FROM a\nUSER b', { ignored: ['TestRule'] }), []);
    assert.deepEqual(lines('FROM a\n# hadolint ignore=DL9001\nUSER b', { disableIgnorePragma: true }), [2]);
  });

  it('gives each name its own severity', () => {
    const severity = (text: string, configuration: Partial<LintConfiguration>, other: Partial<RuleDefinition>) =>
      check(text, configuration, other).map((finding) => `${finding.severity} ${finding.names.join()}`);
    const text = 'FROM a\nUSER b';
    assert.deepEqual(severity(text, {}, { severity: 'off' }), ['warning TestRule']);
    assert.deepEqual(severity(text, {}, { aliasSeverity: 'off' }), ['info DL9001']);
    assert.deepEqual(severity(text, {}, { severity: 'off', aliases: [] }), []);
    assert.deepEqual(severity(text, { severities: { DL9001: 'style' } }, { severity: 'off', aliases: [] }), ['style DL9001']);
    assert.deepEqual(severity(text, { severities: { TestRule: 'error' } }, {}), ['error DL9001,TestRule']);
    assert.deepEqual(severity(text, { severities: { DL9001: 'off', TestRule: 'error' } }, {}), ['error TestRule']);
    assert.deepEqual(severity(`# check=error=true\n${text}`, {}, { severity: 'off' }), ['error TestRule']);
    assert.deepEqual(severity(`# check=error=true\n${text}`, {}, {}), ['info DL9001,TestRule']);
    // A rule of our own is no check of BuildKit's, whatever it is called.
    assert.deepEqual(severity(`# check=error=true\n${text}`, {}, { code: 'SW101', origin: 'slipway', aliases: [] }), ['info SW101']);
    assert.deepEqual(severity(`# check=error=true\n${text}`, {}, { code: 'TestRule', origin: 'buildkit', aliases: [] }), ['error TestRule']);
    assert.deepEqual(severity(`# hadolint global ignore=SW101\n${text}`, {}, { code: 'SW101', origin: 'slipway', aliases: [] }), []);
    assert.deepEqual(severity(`# check=experimental=TestRule\n${text}`, {}, { severity: 'off', aliasSeverity: 'off' }), [
      'warning TestRule',
    ]);
  });

  it('puts a fact that two tools place differently in two findings, of which the editor shows one', () => {
    const found = check('FROM a\nUSER b\nUSER c', {}, {
      checkInstruction(instruction, context) {
        const names = instruction.argumentsText === 'b' ? ['TestRule'] : ['DL9001'];
        context.report(instruction, { message: 'twice', names, fact: 'twice' });
      },
    });
    assert.deepEqual(found.map(({ line, code, aliases }) => [line, code, aliases]), [
      [1, 'TestRule', []],
      [2, 'DL9001', []],
    ]);
    assert.deepEqual(oneForEachFact(found).map(({ finding, names }) => [finding.line, names]), [[1, ['TestRule', 'DL9001']]]);
  });

  it('works a fix out once, when it is asked for', () => {
    let asked = 0;
    const [finding] = check('FROM a\nUSER b', {}, {
      checkInstruction(instruction, context) {
        const fix = () => {
          asked++;
          return { kind: 'safe', title: 'x', edits: [] } as const;
        };
        context.report(instruction, { message: 'm', fix });
      },
    });
    assert.equal(asked, 0);
    assert.equal(finding?.fix, finding?.fix);
    assert.equal(asked, 1);
  });

  it('leaves templates alone', () => {
    for (const text of ['{{ x }}\nUSER b', 'FROM {{ .Base }}\nUSER b', 'FROM a\n{% if x %}\nUSER b\n{% endif %}', 'FROM a\nRUN b \\\n  {{ x }}\nUSER b', '<% x %>\nUSER b']) {
      assert.deepEqual(lines(text), [], text);
    }
    assert.deepEqual(lines('FROM a\nHEALTHCHECK CMD docker inspect --format \\\n  {{.State.Status}} web\nUSER b'), [3]);
    assert.deepEqual(lines("FROM a\nRUN printf '%s\\n' '\\\n{{ key \"a\" }}\\\n' > x\nUSER b"), [4]);
    assert.deepEqual(lines("FROM a\nRUN docker inspect --format '{{.Id}}'\nRUN cat <<E\n{{ x }}\nE\nUSER b"), [5]);
  });

  it('goes on after a rule that fails, when somebody hears of it', () => {
    const failing: Partial<RuleDefinition> = {
      checkInstruction: () => {
        throw new Error('broken');
      },
    };
    assert.throws(() => check('FROM a\nUSER b', {}, failing), /broken/);
    const heard: string[] = [];
    onRuleFailure((rule, error) => heard.push(`${rule.code} ${String(error)}`));
    try {
      assert.deepEqual(check('FROM a\nUSER b', {}, failing), []);
    } finally {
      onRuleFailure(undefined);
    }
    assert.deepEqual(heard, ['DL9001 Error: broken']);
  });
});
