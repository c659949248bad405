import { t } from '../../core/localize';
import { casedLike } from '../facts/lines';
import { defineRule } from '../rule';

/** FromAsCasing: FROM and AS in different case. */
export const fromAsCasing = defineRule({
  code: 'FromAsCasing',
  name: 'from-as-casing',
  origin: 'buildkit',
  severity: 'warning',
  fixes: 'safe',
  summary: 'Write `FROM` and `AS` of one line both in upper case or both in lower case.',
  docs: `Case does not count, but two keywords of one instruction read better when written alike.`,
  examples: [
    { bad: 'FROM debian:12 as build\n', fixed: 'FROM debian:12 AS build\n' },
    { good: 'FROM debian:12 AS build\n' },
    { good: 'from debian:12 as build\n' },
  ],
  checkStage(stage, context) {
    const { keyword } = stage.from;
    const { as } = stage.from.from;
    if (as === undefined || stage.from.words.length !== 3) return;
    if (keyword !== keyword.toLowerCase() && keyword !== keyword.toUpperCase()) return;
    const better = casedLike(keyword, 'AS');
    if (as.value === better) return;
    context.report(stage.from, {
      message: t('{0} and {1} differ in case.', keyword, as.value),
      range: as.range,
      fix: () => ({ kind: 'safe', title: t('Write {0}', better), edits: [{ range: as.range, text: better }] }),
    });
  },
});
