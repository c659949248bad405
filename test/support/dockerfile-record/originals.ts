import { readdirSync, readFileSync } from 'node:fs';
import { defaultConfiguration, type LintConfiguration } from '../../../src/dockerfile/configuration';
import { allBuilderErrors } from '../../../src/dockerfile/builder/builder-error';
import { rules } from '../../../src/dockerfile/rules/index.generated';
import { readCases } from '../../rules/case-file';

/** A Dockerfile from which others are made, with the configuration that it is checked by. */
export interface Original {
  readonly title: string;
  readonly text: string;
  readonly configuration: LintConfiguration;
}

/** Functions of a configuration stand for folders and images, which a table of texts has not. */
function configurationOf(rule: string, own: Partial<LintConfiguration> = {}): LintConfiguration {
  const off = rules.find(({ code }) => code === rule)?.severity === 'off' ? { [rule]: 'warning' as const } : {};
  return { ...defaultConfiguration, ...own, severities: { ...off, ...own.severities } };
}

/** The texts of test/rules, of the rules' own examples and of the builder's errors; the same text only once. */
export function originals(): readonly Original[] {
  const folder = new URL('../../rules/', import.meta.url);
  const found: Original[] = [];
  for (const { code, examples: own } of rules) {
    own.forEach((example, index) => {
      found.push({ title: `${code} example ${String(index + 1)}`, text: 'good' in example ? example.good : example.bad, configuration: configurationOf(code, example.configuration) });
    });
    if (!readdirSync(folder).includes(code)) continue;
    for (const { title, text, configuration } of readCases(readFileSync(new URL(`${code}/cases.txt`, folder), 'utf8'))) {
      found.push({ title: `${code} ${title}`, text, configuration: configurationOf(code, configuration) });
    }
  }
  for (const { number, rule } of allBuilderErrors()) {
    for (const example of rule.examples) {
      const [kind, text] = 'bad' in example ? ['refused', example.bad] : ['taken', example.good];
      found.push({ title: `builder ${String(number)} ${kind}`, text: `${text}\n`, configuration: defaultConfiguration });
    }
  }
  const seen = new Set<string>();
  return found.filter(({ text, configuration }) => {
    const key = JSON.stringify([text, configuration]);
    if (text.length > 1_000 || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
