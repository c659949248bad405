import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { allBuilderErrors } from '../../../src/dockerfile/builder/builder-error';
import { rulePage } from '../../../src/dockerfile/rule-page';
import { defineRule, type RuleDefinition } from '../../../src/dockerfile/rule';
import { rules } from '../../../src/dockerfile/rules/index.generated';

const page = (definition: Partial<RuleDefinition>): string =>
  rulePage(defineRule({ code: 'DL1', name: 'a-name', origin: 'hadolint', severity: 'info', fixes: 'none', summary: 'In one sentence.', docs: '\nWhy.\n', examples: [], ...definition }));

describe('the page of a rule', () => {
  it('says all there is to know', () => {
    const examples = [
      { bad: 'FROM a\n', fixed: 'FROM b\n', configuration: { trustedRegistries: ['c'], strictLabels: true } }, { bad: 'FROM ```` d' },
      { good: 'FROM e\n\n', configuration: { buildContext: { isIgnored: () => false } as never } }, { good: 'FROM f' },
    ];
    assert.equal(page({ examples, aliases: ['Other', 'Third'], aliasSeverity: 'off', fixes: 'safe' }), `# DL1, Other, Third: a-name

In one sentence.

**Severity: info; off unless it is turned on as Other, Third.** It has a fix that keeps the meaning; “fix all” makes it too.

Why.

Reported:

with \`trustedRegistries: ["c"]\`, \`strictLabels: true\`

\`\`\`dockerfile
FROM a
\`\`\`

Fixed:

\`\`\`dockerfile
FROM b
\`\`\`

Reported:

\`\`\`\`\`dockerfile
FROM \`\`\`\` d
\`\`\`\`\`

Fine:

\`\`\`dockerfile
FROM e

\`\`\`

Fine:

\`\`\`dockerfile
FROM f
\`\`\`

## To silence it

\`# hadolint ignore=DL1\` above the instruction, \`# hadolint global ignore=DL1\` on top of the file; or \`# check=skip=Other\` above the instruction or on top of the file; or \`# check=skip=Third\` above the instruction or on top of the file. In the settings: \`"slipway.lint.rules": { "DL1": "off" }\`.
`);
  });

  const levels: readonly (readonly [definition: Partial<RuleDefinition>, text: string])[] = [
    [{}, 'Severity: info.'], [{ severity: 'off' }, 'Severity: off unless it is turned on.'], [{ aliasSeverity: 'error' }, 'Severity: info.'],
    [{ severity: 'warning', aliases: ['A'] }, 'Severity: warning.'], [{ aliases: ['A'] }, 'Severity: info; warning as A.'], [{ aliases: ['A'], aliasSeverity: 'info' }, 'Severity: info.'],
    [{ severity: 'error', aliases: ['A', 'B'], aliasSeverity: 'style' }, 'Severity: error; style as A, B.'],
  ];
  for (const [definition, text] of levels) it(`tells ${text}`, () => assert.ok(page(definition).includes(`**${text}** It has no fix.`), page(definition)));
  it('tells a fix to choose', () => assert.ok(page({ fixes: 'suggested' }).includes('** It has a fix that changes meaning or content, so a person chooses it.\n')));

  // What stands in docs/rules was written from the rules and read by people: a change of a rule's texts is one of these pages.
  for (const rule of [...rules, ...allBuilderErrors().map((error) => error.rule)]) {
    it(`of ${rule.code} is the one in docs/rules`, () => assert.equal(`${rulePage(rule).trimEnd()}\n`, readFileSync(`docs/rules/${rule.code}.md`, 'utf8')));
  }

  it('tells how a rule of our own is silenced', () => {
    assert.match(page({ code: 'SW101', origin: 'slipway' }), /`# hadolint ignore=SW101` above the instruction/);
    assert.match(page({ code: 'OnlyBuildKit', origin: 'buildkit' }), /\n`# check=skip=OnlyBuildKit` above the instruction/);
  });
});
