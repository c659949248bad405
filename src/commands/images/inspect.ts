import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import type { ImagePageModel, ImagePageWish } from '../../core/image-page';
import { failure, SlipwayError } from '../../core/errors';
import { t } from '../../core/localize';
import { isImageId } from '../../core/reference';
import { copiedName, copiedText, oneLine } from '../../core/untrusted';
import { text } from '../answers/takes';
import { defineCommand } from '../define';
import { imagePageModel } from '../image-page';
import { performOnPage } from '../image-page-verbs';
import { imageNamed } from '../image-targets';
import { oneImage, type OneImage } from '../one-image';
import { showContainer } from '../show-container';
import { inspectImageJson } from './inspect-json';
import { showImageAsDockerfile } from './show-as-dockerfile';

/** Opens the page of an image. */
export const inspectImage = defineCommand({
  id: 'slipway.images.inspect',
  title: 'Inspect Image',
  summary: 'Opens a page about an image: names, platform, size and what is shared, configuration, labels, who uses it, and its history.',
  icon: 'info',
  on: [{ node: 'image' }],
  placement: { group: '3_look', order: 1 },
  palette: true,
  key: { key: 'i', views: ['images'] },
  answers: { image: text('A reference or an id.') },
  result: '{ name, engine, details, sharedLayers, sharedBytes?: number, sizeNote?: string, steps, base?: string, usedBy }',
  run: async (app, call): Promise<ImagePageModel> => {
    const one = await oneImage(app, call, t('Inspect Image'));
    let meant = one;
    const read = (): Promise<ImagePageModel> =>
      app.progress.run(t('Inspecting {0}', oneLine(meant.name)), (_report, signal) => {
        app.log.command(dockerLine(['image', 'inspect', meant.name], app.terminalShell()));
        return imagePageModel(app, meant, signal);
      });
    const first = await read();
    let latest = first;
    const refresh = async (): Promise<ImagePageModel> => {
      try {
        meant = await asItIs(app, meant);
        latest = await read();
      } catch (error) {
        if (!SlipwayError.details(error, 'notFound')) throw error;
        latest = { ...latest, gone: true };
      }
      return latest;
    };
    await app.pages.image({ model: first, refresh, fulfil: (wish) => fulfil(app, meant, latest, wish, refresh) });
    return first;
  },
});

/** The same image with the names that it has now; one that lost the name it was opened by goes by another. */
async function asItIs(app: App, { name, image }: OneImage): Promise<OneImage> {
  const now = (await app.inventory.read('images')).get(image.id);
  if (!now) return { name: image.id, image };
  return { name: isImageId(name) || imageNamed([now], name) ? name : (now.tags[0] ?? now.id), image: now };
}

type Wish = Exclude<ImagePageWish, { readonly kind: 'ready' | 'refresh' }>;

async function fulfil(app: App, one: OneImage, model: ImagePageModel, wish: Wish, refresh: () => Promise<ImagePageModel>): Promise<ImagePageModel | undefined> {
  const { name, image } = one;
  const call = { nodes: [], answers: { image: name }, programmatic: true };
  switch (wish.kind) {
    case 'verb':
      await performOnPage(app, wish.verb, one);
      return refresh();
    case 'json':
      await inspectImageJson.run(app, call);
      return undefined;
    case 'dockerfile':
      await showImageAsDockerfile.run(app, call);
      return undefined;
    case 'copyId':
      await app.clipboard.write(copiedName(image.id));
      app.show.status(t('Copied'));
      return undefined;
    case 'container': {
      const container = (await app.inventory.read('containers')).get(wish.id);
      if (!container) throw failure('notFound', { what: 'container', name: model.usedBy.find(({ id }) => id === wish.id)?.name ?? wish.id });
      await showContainer(app, container);
      return undefined;
    }
    case 'copyStep':
      await app.clipboard.write(copiedText(model.steps[wish.index]?.createdBy ?? ''));
      app.show.status(t('Copied'));
      return undefined;
  }
}
