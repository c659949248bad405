import { t } from '../../core/localize';
import { withDefaults } from '../facts/global-arguments';
import { defineRule } from '../rule';

/** InvalidBaseImagePlatform: an image for another platform than the one built for. */
export const baseImagePlatform = defineRule({
  code: 'InvalidBaseImagePlatform',
  name: 'base-image-platform',
  origin: 'buildkit',
  severity: 'warning',
  fixes: 'none',
  summary: 'The base image was made for another platform than the one that is built for.',
  docs: `The image in the engine is for another platform than the build. It is emulated, or does not run at all. Reported
only where the platform of the image is known.`,
  options: ['baseImages'],
  examples: [
    {
      bad: 'FROM alpine:3.20\n',
      configuration: {
        baseImages: {
          environment: () => undefined,
          platform: () => ({ actual: 'linux/arm64', expected: 'linux/amd64' }),
        },
      },
    },
    { good: 'FROM alpine:3.20\n' },
  ],
  checkStage(stage, context) {
    const { image } = stage.from.from;
    const { baseImages } = context.configuration;
    // With a --platform of its own the stage asks for what it gets.
    if (stage.from.from.platform !== undefined) return;
    if (image === undefined || stage.parent !== undefined || baseImages?.platform === undefined) return;
    const platform = baseImages.platform(withDefaults(context.file, image.text) ?? image.value);
    if (platform === undefined || platform.actual === platform.expected) return;
    context.report(stage.from, {
      message: t('{0} is an image for {1}, and the build is for {2}.', image.value, platform.actual, platform.expected),
      range: image.range,
    });
  },
});
