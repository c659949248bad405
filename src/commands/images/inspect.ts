import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import type { ImagePageModel, ImagePageWish } from '../../core/image-page';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { defineCommand } from '../define';
import { imagePageModel } from '../image-page';
import { oneImage, type OneImage } from '../one-image';
import { showContainer } from '../show-container';
import { inspectImageJson } from './inspect-json';
import { showImageAsDockerfile } from './show-as-dockerfile';

/** Opens the page of an image. */
export const inspectImage = defineCommand<{ image: string }, ImagePageModel>({
  id: 'slipway.images.inspect',
  title: 'Inspect Image',
  summary: 'Opens a page about an image: names, platform, size and what is shared, configuration, labels, who uses it, and its history.',
  icon: 'info',
  on: [{ node: 'image' }],
  placement: { group: '3_look', order: 1 },
  palette: true,
  key: { key: 'i', views: ['images'] },
  answers: { image: { type: 'string', text: 'A reference or an id.' } },
  result: '{ name, engine, details, sharedLayers, sharedBytes?: number, sizeNote?: string, steps, base?: string, usedBy }',
  run: async (app, call) => {
    const one = await oneImage(app, call, t('Inspect Image'));
    const read = (): Promise<ImagePageModel> =>
      app.progress.run(t('Inspecting {0}', oneLine(one.name)), (_report, signal) => {
        app.log.command(dockerLine(['image', 'inspect', one.name]));
        return imagePageModel(app, one, signal);
      });
    const model = await read();
    await app.pages.image({ model, refresh: read, fulfil: (wish) => fulfil(app, one, model, wish) });
    return model;
  },
});

async function fulfil(app: App, { name, image }: OneImage, model: ImagePageModel, wish: Exclude<ImagePageWish, { readonly kind: 'ready' | 'refresh' }>): Promise<void> {
  const call = { nodes: [], answers: { image: name }, programmatic: true };
  switch (wish.kind) {
    case 'json':
      await inspectImageJson.run(app, call);
      return;
    case 'dockerfile':
      await showImageAsDockerfile.run(app, call);
      return;
    case 'copyId':
      await app.clipboard.write(image.id);
      app.show.status(t('Copied'));
      return;
    case 'container': {
      const container = (await app.inventory.read('containers')).get(wish.id);
      if (!container) throw failure('notFound', { what: 'container', name: model.usedBy.find(({ id }) => id === wish.id)?.name ?? wish.id });
      await showContainer(app, container);
      return;
    }
    case 'copyStep':
      await app.clipboard.write(model.steps[wish.index]?.createdBy ?? '');
      app.show.status(t('Copied'));
  }
}
