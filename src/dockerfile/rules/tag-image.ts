import { t } from '../../core/localize';
import { readImageName } from '../image-name';
import { defineRule } from '../rule';

/** DL3006: FROM with neither tag nor digest. */
export const tagImage = defineRule({
  code: 'DL3006',
  name: 'tag-image',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'none',
  summary: 'An image without a tag means `latest`: say which version is meant.',
  docs: `Without a tag the image is \`latest\`, which is another one every other day: a build that worked yesterday can
fail today. Name a version, or better a version and its digest.

Stages of the file, \`scratch\` and names that are a variable alone need none.`,
  examples: [
    { bad: 'FROM debian\n' },
    { good: 'FROM debian:12\n' },
    { good: 'FROM debian:12 AS build\nFROM build\n' },
    { good: 'ARG BASE=debian:12\nFROM $BASE\n' },
    { good: 'FROM scratch\n' },
  ],
  checkStage(stage, context) {
    const { image } = stage.from.from;
    if (image === undefined || image.value === 'scratch' || image.value.startsWith('$')) return;
    const { tag, digest, repository } = readImageName(image);
    if (tag !== undefined || digest !== undefined || stage.parent !== undefined) return;
    context.report(stage.from, {
      message: t('The image {0} has no tag: specify a version.', repository),
      range: image.range,
    });
  },
});
