import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { familiarReference, invalidNewName, parseReference, shortId, withDefaultTag } from '../../core/reference';
import { oneLine } from '../../core/untrusted';
import type { ImageSummary } from '../../engine/engine';
import { type ImageNodeData } from '../../nodes/image';
import { back, type Remark } from '../../ports';
import { defineCommand } from '../define';
import { checkImageArgument, chooseImage, imageName, imageNamed, imagesOf, revealImage } from '../image-targets';
import { askInSteps } from '../steps';

interface Answers {
  readonly image: string;
  readonly reference: string;
}

interface Result {
  readonly reference: string;
  /** Id of the image that had the name before. */
  readonly movedFrom: string | undefined;
}

/** Gives an image another name. */
export const tagImage = defineCommand<Answers, Result>({
  id: 'slipway.images.tag',
  title: 'Tag Image…',
  summary: 'Gives an image another name; a name that another image has moves to this one.',
  icon: 'tag',
  on: [{ node: 'image' }],
  placement: { group: '2_name' },
  palette: true,
  key: { key: 't', views: ['images'] },
  answers: {
    image: { type: 'string', text: 'Reference or id of a local image.' },
    reference: { type: 'string', text: 'The new name; without a tag `latest`.' },
  },
  result: '{ reference: string; movedFrom: string | undefined }',
  run: async (app, call) => {
    const image = call.answers.image ?? imagesOf(call.nodes).map(imageName)[0];
    const wanted = await complete(app, { ...call.answers, ...(image === undefined ? {} : { image }) }, imagesOf(call.nodes)[0]);
    checkImageArgument(wanted.image);
    const reason = invalidNewName(wanted.reference);
    if (reason !== undefined) throw failure('invalidInput', { field: 'reference', value: wanted.reference, reason });

    const reference = familiarReference(withDefaultTag(parseReference(wanted.reference)));
    app.log.command(dockerLine(['tag', wanted.image, reference]));
    const engine = await app.connection.engine();
    const before = imageNamed((await app.inventory.read('images')).values(), reference);
    await engine.tagImage(wanted.image, reference);
    const after = imageNamed((await app.inventory.read('images')).values(), reference);
    if (!call.programmatic) await revealImage(app, reference);
    return { reference, movedFrom: before && before.id !== after?.id ? before.id : undefined };
  },
});

async function complete(app: App, given: Partial<Answers>, row: ImageNodeData | undefined): Promise<Answers> {
  const { image, reference } = given;
  if (image !== undefined && reference !== undefined) return { image, reference };
  const images = [...(await app.inventory.read('images')).values()];
  let target = image;
  let id = row?.image.id;
  let typed = reference;
  const title = t('Tag Image');
  const askImage = async (place: object): Promise<typeof back | undefined> => {
    const chosen = await chooseImage(app, { title, ...place });
    if (chosen === back) return back;
    target = imageName(chosen);
    id = chosen.image.id;
    return undefined;
  };
  const askReference = async (place: object): Promise<typeof back | undefined> => {
    const answer = await app.ask.input({
      title,
      ...place,
      prompt: t('New name for {0}', oneLine(target ?? '')),
      value: typed ?? (target?.startsWith('sha256:') || target?.includes('@') ? '' : (target ?? '')),
      check: (value) => remark(value.trim(), images, id),
    });
    if (answer === back) return back;
    typed = answer.trim();
    return undefined;
  };
  await askInSteps([...(image === undefined ? [askImage] : []), ...(reference === undefined ? [askReference] : [])]);
  if (target === undefined || typed === undefined) throw failure('cancelled', { operation: 'tag' });
  return { image: target, reference: typed };
}

/** Said while the name is typed. */
function remark(value: string, images: readonly ImageSummary[], id: string | undefined): Remark | undefined {
  const reason = invalidNewName(value);
  if (reason !== undefined) return { severity: 'error', message: reason };
  const reference = familiarReference(withDefaultTag(parseReference(value)));
  const holder = imageNamed(images, reference);
  if (holder && holder.id === id) return { severity: 'information', message: t('The image has this name already.') };
  if (holder) {
    return { severity: 'warning', message: t('{0} is the name of another image ({1}) and will move to this one.', reference, shortId(holder.id)) };
  }
  return reference === value ? undefined : { severity: 'information', message: t('The full name will be {0}.', reference) };
}
