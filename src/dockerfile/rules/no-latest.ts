import { t } from '../../core/localize';
import { readImageName } from '../image-name';
import { defineRule } from '../rule';

/** DL3007: the tag latest. */
export const noLatest = defineRule({
  code: 'DL3007',
  name: 'no-latest',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'none',
  summary: 'The tag `latest` moves with every release: name the one that is meant.',
  docs: `\`latest\` is what was pushed last. A build that uses it changes without any change of yours, and nobody can say
later which version was inside. Name a release; with a digest \`latest\` is allowed, for then the digest counts.`,
  examples: [
    { bad: 'FROM debian:latest\n' },
    { good: 'FROM debian:12\n' },
    {
      good: 'FROM debian:latest@sha256:35286826a88dc879b4f438b645ba574a55a14187b483d09213a024dc0c0a64ed\n',
    },
  ],
  checkStage(stage, context) {
    const { image } = stage.from.from;
    if (image === undefined || stage.parent !== undefined) return;
    const { tag, tagRange, digest } = readImageName(image);
    if (tag !== 'latest' || tagRange === undefined || digest !== undefined) return;
    context.report(stage.from, {
      message: t('The tag latest changes often: specify a release.'),
      range: tagRange,
    });
  },
});
