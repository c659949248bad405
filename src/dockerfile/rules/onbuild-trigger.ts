import { t } from '../../core/localize';
import { defineRule } from '../rule';

/** DL3043: what ONBUILD cannot trigger. */
export const onbuildTrigger = defineRule({
  code: 'DL3043',
  name: 'onbuild-trigger',
  origin: 'hadolint',
  severity: 'error',
  fixes: 'none',
  summary: '`ONBUILD` cannot hold `FROM`, `MAINTAINER` or another `ONBUILD`.',
  docs: `The builder refuses them: a trigger cannot begin a stage, nor wait for the build after next.`,
  examples: [{ bad: 'FROM debian:12\nONBUILD FROM debian:12\n' }, { good: 'FROM debian:12\nONBUILD COPY . /src/\n' }],
  on: ['ONBUILD'],
  checkInstruction(onbuild, context) {
    const trigger = onbuild.trigger ?? onbuild;
    if (onbuild.trigger === undefined && onbuild.onbuild === undefined) return;
    const name = onbuild.onbuild === undefined ? trigger.name : 'ONBUILD';
    if (onbuild.onbuild !== undefined || (name !== 'FROM' && name !== 'MAINTAINER' && name !== 'ONBUILD')) return;
    context.report(onbuild, { message: t('ONBUILD cannot trigger {0}.', name), range: trigger.keywordRange });
  },
});
