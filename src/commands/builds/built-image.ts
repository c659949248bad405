import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { shortId } from '../../core/reference';
import { type AnyCommand, defineCommand } from '../define';
import type { CommandKey, Placement, Target } from '../define';
import { type BuiltImage, pushBuilt, runBuilt, showBuilt } from './after-build';
import { buildAnswer, chosenBuild } from './chosen-builds';

interface Verb {
  readonly id: `slipway.builds.${string}`;
  readonly title: string;
  readonly summary: string;
  readonly icon: string;
  readonly on: Target;
  readonly placement: Placement;
  readonly key: CommandKey;
  /** Translated. */
  readonly words: () => { readonly title: string; readonly placeholder: string };
  /** A program is refused where something would be asked. */
  readonly work: (app: App, built: BuiltImage, programmatic: boolean) => Promise<unknown>;
}

/** A verb on what a build has made, as the Images view has it for an image. */
function builtCommand({ words, work, on, ...rest }: Verb): AnyCommand {
  return defineCommand({
    ...rest,
    on: [on],
    palette: false,
    answers: { build: buildAnswer },
    result: '{ readonly imageId: string }',
    run: async (app, call): Promise<{ readonly imageId: string }> => {
      const { request, outcome } = await chosenBuild(app, call, { ...words(), accepts: (build) => build.outcome?.imageId !== undefined });
      const imageId = outcome?.imageId ?? '';
      const [reference] = request.references ?? [];
      const known = (await app.inventory.read('images')).has(imageId);
      if (!known) throw failure('notFound', { what: 'image', name: reference ?? shortId(imageId) });
      await work(app, { imageId, ...(reference === undefined ? {} : { reference }) }, call.programmatic);
      return { imageId };
    },
  });
}

/** Selects the image of a build in its view. */
export const showBuiltImage = builtCommand({
  id: 'slipway.builds.showImage',
  title: 'Show in Images',
  summary: 'Selects the image that a build has made in the Images view.',
  icon: 'go-to-file',
  on: { node: 'build', with: ['built'] },
  placement: { group: '3_look', order: 3 },
  key: { key: 'i', views: ['builds'] },
  words: () => ({ title: t('Show in Images'), placeholder: t('Build to show the image of') }),
  work: showBuilt,
});

/** Runs the image of a build. */
export const runBuiltImage = builtCommand({
  id: 'slipway.builds.runImage',
  title: 'Run Image…',
  summary: 'Runs the image that a build has made; asks how, as in the Images view. A program calls `slipway.images.run`.',
  icon: 'play',
  on: { node: 'build', with: ['built'] },
  placement: { group: '1_run', order: 2, inline: true },
  key: { key: 'r', views: ['builds'] },
  words: () => ({ title: t('Run Image'), placeholder: t('Build to run the image of') }),
  work: runBuilt,
});

/** Pushes the image of a build. */
export const pushBuiltImage = builtCommand({
  id: 'slipway.builds.pushImage',
  title: 'Push Image…',
  summary: 'Pushes the image that a build has made; asks whither, as in the Images view. A program calls `slipway.images.push`.',
  icon: 'cloud-upload',
  on: { node: 'build', with: ['built', 'tagged'] },
  placement: { group: '4_share', order: 1 },
  key: { key: 'u', views: ['builds'] },
  words: () => ({ title: t('Push Image'), placeholder: t('Build to push the image of') }),
  work: pushBuilt,
});
