import type { Uri } from 'vscode';
import { t } from '../../core/localize';
import { allBuilderErrors } from '../../dockerfile/builder/builder-error';
import type { Rule } from '../../dockerfile/rule';
import { rulePage } from '../../dockerfile/rule-page';
import { rules } from '../../dockerfile/rules/index.generated';

/** The rule, or the error of the builder, that has the name; case does not count. */
export function ruleNamed(name: string): Rule | undefined {
  return [...rules, ...allBuilderErrors().map(({ rule }) => rule)].find(({ names }) =>
    names.some((own) => own.toLowerCase() === name.toLowerCase()),
  );
}

/** The Markdown behind a `slipway-rule:/NAME.md`. */
export function ruleDocument({ path }: Uri): string {
  const name = path.replace(/^\/|\.md$/g, '');
  const rule = ruleNamed(name);
  return rule === undefined ? t('There is no such rule.') : rulePage(rule);
}
