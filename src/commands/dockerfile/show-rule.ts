import { t } from '../../core/localize';
import { rules } from '../../dockerfile/rules/index.generated';
import { back } from '../../ports';
import { name } from '../answers/takes';
import { defineCommand } from '../define';

/** Shows what a rule of the linter is about. */
export const showRule = defineCommand({
  id: 'slipway.dockerfile.showRule',
  title: 'Show Dockerfile Linter Rule…',
  summary: 'Opens the page of a rule: what it reports, why, and examples.',
  palette: true,
  answers: { rule: name('Any name of the rule: `DL3008`, `JSONArgsRecommended`.') },
  result: 'undefined',
  run: async (app, call): Promise<undefined> => {
    const name = call.answers.rule ?? (await app.ask.choose(choices(), { title: t('Show Rule') }));
    if (name !== back) await app.dockerfiles.showRule(name);
    return undefined;
  },
});

function choices(): { readonly label: string; readonly detail: string; readonly value: string }[] {
  return rules
    .map((rule) => ({ label: rule.names.join(', '), detail: rule.summary, value: rule.code }))
    .sort((left, right) => (left.label < right.label ? -1 : 1));
}
