import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { defaultConfiguration, type LintConfiguration } from '../../src/dockerfile/configuration';
import { applyEdits } from '../../src/dockerfile/edits';
import type { Finding } from '../../src/dockerfile/finding';
import { fixAll } from '../../src/dockerfile/fix-all';
import { lintDockerfile } from '../../src/dockerfile/lint';
import { parseDockerfile } from '../../src/dockerfile/parse';
import type { Fix, Rule, RuleExample } from '../../src/dockerfile/rule';
import { rules } from '../../src/dockerfile/rules/index.generated';
import { SourceText, type Range } from '../../src/dockerfile/text';
import { readCases, type RuleCase } from './case-file';

const only = process.env['RULE'];

/** The rule as if it were on, for those that are off by default. */
function configurationFor(rule: Rule, configuration: Partial<LintConfiguration> = {}): LintConfiguration {
  const severities: LintConfiguration['severities'] = rule.severity === 'off' ? { [rule.code]: 'warning' } : {};
  return { ...defaultConfiguration, ...configuration, severities: { ...severities, ...configuration.severities } };
}

function check(rule: Rule, text: string, configuration: LintConfiguration): Finding[] {
  return lintDockerfile(parseDockerfile(text), configuration, [rule]);
}

/** A finding as the mark that asks for it; a range over several lines is marked to the end of its first. */
function markOf(source: SourceText, range: Range): { readonly line: number; readonly place: string } {
  const { line, character } = source.positionAt(range.start);
  const end = Math.min(range.end, source.lineRange(line).end);
  return { line, place: `${line + 1}:${character + 1}-${Math.max(1, end - range.start)}` };
}

function marksOf(text: string, findings: readonly Finding[]): string[] {
  const source = new SourceText(text);
  return findings.flatMap((finding) => {
    const main = markOf(source, finding.range);
    const printed = finding.line === main.line ? '' : ` @${finding.line + 1}`;
    return [
      `${main.place} ${finding.names.join(' ')}${printed}`,
      ...finding.alsoAt.map((range) => `also ${markOf(source, range).place} ${finding.names.join(' ')}`),
    ];
  });
}

function checkFixes(rule: Rule, { text, fixed, suggested, alternatives }: RuleCase, configuration: LintConfiguration): void {
  const findings = check(rule, text, configuration);
  const all = fixAll(text, configuration, [rule]);
  assert.equal(all.text, fixed ?? text, 'after every safe fix');
  assert.equal(applyEdits(text, all.edits), all.text, 'the edits lead to the fixed text');
  assert.equal(fixAll(all.text, configuration, [rule]).text, all.text, 'a second application changes nothing');
  const suggestion = findings.map(({ fix }) => fix).find((fix) => fix?.kind === 'suggested');
  assert.equal(apply(text, suggestion), suggested, 'after the first suggested fix');
  const offered = findings.flatMap((finding) => finding.alternatives);
  for (const [title, expected] of alternatives) {
    assert.equal(apply(text, offered.find((fix) => fix.title === title)), expected, `after "${title}"`);
  }
  const offers = new Set(findings.flatMap(({ fix }) => (fix === undefined ? [] : [fix.kind])));
  if (rule.fixes !== 'safe') assert.ok(!offers.has('safe'), 'a rule without safe fixes offers one');
  if (rule.fixes === 'none') assert.equal(offers.size, 0, 'a rule without fixes offers one');
}

function apply(text: string, fix: Fix | undefined): string | undefined {
  return fix === undefined ? undefined : applyEdits(text, fix.edits);
}

function checkExample(rule: Rule, example: RuleExample): void {
  const configuration = configurationFor(rule, example.configuration);
  if ('good' in example) {
    assert.deepEqual(marksOf(example.good, check(rule, example.good, configuration)), [], example.good);
    return;
  }
  const [finding] = check(rule, example.bad, configuration);
  assert.ok(finding !== undefined, `nothing reported in:\n${example.bad}`);
  if (example.fixed === undefined) return;
  const safe = fixAll(example.bad, configuration, [rule]).text;
  assert.equal(safe === example.bad ? apply(example.bad, finding.fix) : safe, example.fixed);
}

for (const rule of rules) {
  if (only !== undefined && !rule.names.includes(only)) continue;
  describe(`${rule.code} ${rule.name}`, () => {
    it('has a sentence, a text and examples of both kinds', () => {
      assert.ok(rule.summary.length > 10 && rule.docs.length > 40);
      assert.ok(rule.examples.some((example) => 'bad' in example) && rule.examples.some((example) => 'good' in example));
    });

    rule.examples.forEach((example, index) => {
      it(`example ${index + 1} is as it says`, () => checkExample(rule, example));
    });

    const path = new URL(`${rule.code}/cases.txt`, import.meta.url);
    it('has cases', () => assert.ok(existsSync(path), `test/rules/${rule.code}/cases.txt is missing`));
    if (!existsSync(path)) return;
    for (const one of readCases(readFileSync(path, 'utf8'))) {
      it(one.title, () => {
        const configuration = configurationFor(rule, one.configuration);
        assert.deepEqual(marksOf(one.text, check(rule, one.text, configuration)), one.marks);
        checkFixes(rule, one, configuration);
      });
    }
  });
}
