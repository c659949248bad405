import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure, SlipwayError } from '../../core/errors';
import { type ImagePageModel, type ImagePageVerb, imagePageVerbs, type ImagePageWish } from '../../core/image-page';
import { t } from '../../core/localize';
import { isImageId } from '../../core/reference';
import { copiedName, copiedText, oneLine } from '../../core/untrusted';
import { oneOf } from '../../core/wish-fields';
import type { EngineEvent } from '../../engine/system/system';
import type { OpenPage, PageReading, ShownPage } from '../../pages';
import { definePage } from '../define-page';
import { imageNamed } from '../targets/image-targets';
import { localImage, type OneImage } from '../targets/one-image';
import { nameInErrors } from '../targets/run-on-each';
import { showContainer } from '../targets/show-container';
import { imagePageModel } from './image-page-model';
import { performOnPage } from './image-page-verbs';
import { inspectImageJson } from './inspect-json';
import { showImageAsDockerfile } from './show-as-dockerfile';

/** The image of a page: its id, and the reference or id by which it was meant. */
export interface ImagePageArgument {
  readonly id: string;
  readonly name: string;
}

/** The page of an image. */
export const imagePage = definePage<ImagePageArgument, ImagePageModel, ImagePageWish>({
  id: 'inspect',
  title: (_argument, { name }) => oneLine(name, 60),
  key: ({ id }) => id,
  saved(fields) {
    const [id, name] = [fields.get('id'), fields.get('name')];
    return typeof id === 'string' && isImageId(id) && typeof name === 'string' ? { id, name } : undefined;
  },
  waiting: ({ name }) => t('Inspecting {0}', oneLine(name)),
  read,
  staleBy,
  wishes: {
    verb: {
      check(fields, { gone = false, details }) {
        const verb = oneOf(imagePageVerbs, fields.get('verb'));
        return verb === undefined || gone || (verb === 'push' && details.tags.length === 0) ? undefined : { verb };
      },
      fulfil: (page, { verb }) => perform(page, verb),
    },
    json: {
      check: (_fields, { gone = false }) => (gone ? undefined : {}),
      fulfil: (page) => look(page, inspectImageJson),
    },
    dockerfile: {
      check: (_fields, { gone = false }) => (gone ? undefined : {}),
      fulfil: (page) => look(page, showImageAsDockerfile),
    },
    copyId: {
      check: () => ({}),
      fulfil: ({ app, argument }) => copy(app, copiedName(argument.id)),
    },
    container: {
      check(fields, { usedBy }) {
        const user = usedBy.find(({ id }) => id === fields.get('id'));
        return user && { id: user.id };
      },
      async fulfil({ app, model }, { id }) {
        const container = (await app.inventory.read('containers')).get(id);
        if (!container) throw failure('notFound', { what: 'container', name: model.usedBy.find((user) => user.id === id)?.name ?? id });
        await showContainer(app, container);
        return undefined;
      },
    },
    copyStep: {
      check(fields, { steps }) {
        const index = fields.get('index');
        return typeof index === 'number' && Number.isInteger(index) && steps[index] ? { index } : undefined;
      },
      fulfil: ({ app, model }, { index }) => copy(app, copiedText(model.steps[index]?.createdBy ?? '')),
    },
  },
});

type ImagePage = OpenPage<App, ImagePageArgument, ImagePageModel>;

/** An image that has gone stays as it was shown last. */
async function read({ app, argument, model }: ImagePage, { reason, signal }: PageReading): Promise<ImagePageModel> {
  const { state } = app.connection;
  // Another engine is in use: what it has says nothing about this image.
  if (reason === 'stale' && model && state.kind === 'connected' && state.candidate.name !== model.engine) return model;
  try {
    const one = await asItIs(app, argument);
    if (reason !== 'stale') app.log.command(dockerLine(['image', 'inspect', one.name], app.terminalShell()));
    return await nameInErrors({ id: argument.id, name: one.name }, imagePageModel(app, one, signal));
  } catch (error) {
    if (!model || reason === 'open' || !SlipwayError.details(error, 'notFound')) throw error;
    return { ...model, gone: true };
  }
}

/** The image with the names that it has now; one that lost the name it was opened by goes by another. Throws `notFound`. */
async function asItIs(app: App, { id, name }: ImagePageArgument): Promise<OneImage> {
  const now = (await app.inventory.read('images')).get(id);
  if (!now) return nameInErrors({ id, name }, localImage(app, id));
  return { name: isImageId(name) || imageNamed([now], name) ? name : (now.tags[0] ?? now.id), image: now };
}

const reread = (page: ImagePage): Promise<ImagePageModel> =>
  page.app.progress.run(imagePage.waiting(page.argument), (report, signal) => read(page, { reason: 'refresh', report, signal }));

async function perform(page: ShownPage<App, ImagePageArgument, ImagePageModel>, verb: ImagePageVerb): Promise<ImagePageModel> {
  await performOnPage(page.app, verb, await asItIs(page.app, page.argument));
  return reread(page);
}

async function look({ app, argument }: ImagePage, command: typeof inspectImageJson): Promise<undefined> {
  const { name } = await asItIs(app, argument);
  await command.run(app, { nodes: [], answers: { image: name }, programmatic: true });
}

async function copy(app: App, text: string): Promise<undefined> {
  await app.clipboard.write(text);
  app.show.status(t('Copied'));
}

/** Names and users of the image are on the page. */
function staleBy(
  { type, id, action, attributes }: EngineEvent,
  { argument, model }: ShownPage<App, ImagePageArgument, ImagePageModel>,
): boolean {
  if (type === 'image')
    return ['tag', 'untag', 'delete'].includes(action) && (id === argument.id || model.details.tags.includes(attributes['name'] ?? id));
  const used = attributes['image'];
  return (
    type === 'container' &&
    ['create', 'destroy', 'rename', 'start', 'die', 'pause', 'unpause'].includes(action) &&
    (model.usedBy.some((user) => user.id === id) || (used !== undefined && (used === argument.id || model.details.tags.includes(used))))
  );
}
