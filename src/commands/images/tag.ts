import type { Elsewhere } from '../targets/elsewhere';
import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { imageMeant } from '../../core/image-names';
import { t } from '../../core/localize';
import { type PlannedName, planNames } from '../../core/name-template';
import { familiarReference, invalidNewName, parseReference, shortId, withDefaultTag } from '../../core/reference';
import { severalFailed } from '../../core/several-failed';
import { oneLine } from '../../core/untrusted';
import type { ImageSummary } from '../../engine/images/images';
import { type ImageNodeData } from '../../nodes/image';
import { back, type Remark } from '../../ports';
import { type AnswersOf, optional, records, text } from '../answers/takes';
import { defineCommand } from '../define';
import { askTarget, targetsOfRows } from '../targets/choose-targets';
import { checkImageArgument, imageName, imageNamed, images as imageKind, revealImage } from '../targets/image-targets';
import { holderOf, nameSources, reviewNames, templateRemark } from '../naming/new-names';
import { askInSteps } from '../asking/steps';

/** One image and the name that it gets. */
interface NewName {
  readonly image: string;
  readonly reference: string;
}

const answers = {
  image: optional(text('Reference or id of a local image.')),
  reference: optional(text('The new name; without a tag `latest`.')),
  images: optional(records(['image', 'reference'], 'Several images and their new names, instead of the two.')),
};

type Answers = AnswersOf<typeof answers>;

interface Tagged {
  readonly reference: string;
  /** Id of the image that had the name before. */
  readonly movedFrom: string | undefined;
}

interface Result extends Tagged {
  /** Each name that was given, when there were several. */
  readonly tagged?: readonly Tagged[];
}

/** Gives images another name. */
export const tagImage = defineCommand({
  id: 'slipway.images.tag',
  title: 'Tag Image…',
  summary: 'Gives an image another name, or several images names by a template; a name that another image has moves.',
  icon: 'tag',
  on: [{ node: 'image' }],
  many: true,
  placement: { group: '2_name', order: 1 },
  palette: true,
  key: { key: 't', views: ['images'] },
  answers,
  oneOf: [['image', 'reference'], ['images']],
  result: '{ reference: string; movedFrom: string | undefined; tagged?: readonly { reference: string; movedFrom: string | undefined }[] }',
  run: async (app, call): Promise<Result> => {
    const rows = targetsOfRows(call.nodes, imageKind).map(({ listed }) => listed);
    const wanted = call.answers.images ?? (rows.length > 1 ? await askNames(app, rows) : [await complete(app, call, rows[0])]);
    const names = wanted.map(checked);
    checkDistinct(names);
    if (names.length === 1 && names[0] && !call.answers.images) return only(app, names[0], !call.programmatic);

    const engine = await app.connection.engine();
    const before = [...(await app.inventory.read('images')).values()];
    for (const { image, reference } of names) app.log.command(dockerLine(['tag', image, reference], app.terminalShell()));
    const tagged: Tagged[] = [];
    const failed: { name: string; error: unknown }[] = [];
    await app.progress.run(t('Tagging {0} images', names.length), async (report, signal) => {
      for (const [index, { image, reference }] of names.entries()) {
        if (signal.aborted) throw failure('cancelled', { operation: 'tag' });
        report({ message: t('{0} of {1}', index + 1, names.length) });
        const error: unknown = await engine.images.tag(image, reference).then(
          () => undefined,
          (problem: unknown) => problem,
        );
        if (error !== undefined) failed.push({ name: `${image} → ${reference}`, error });
        else tagged.push({ reference, movedFrom: movedFrom(before, image, reference) });
      }
    });
    if (failed.length > 0)
      throw severalFailed('tag', names.length, failed, tagged.length > 0 ? t('Tagged {0} images', tagged.length) : undefined);
    const [first] = tagged;
    if (!first) throw failure('cancelled', { operation: 'tag' });
    if (!call.programmatic) {
      app.show.status(t('Tagged {0} images', tagged.length));
      await revealImage(app, first.reference);
    }
    return { ...first, tagged };
  },
});

/** Id of the other image that had the name. */
function movedFrom(before: readonly ImageSummary[], image: string, reference: string): string | undefined {
  const holder = imageNamed(before, reference);
  return holder && holder.id !== imageMeant(before, image)?.image.id ? holder.id : undefined;
}

/** Throws `invalidInput` unless both are names; gives the new one in full. */
function checked({ image, reference }: NewName): NewName {
  checkImageArgument(image);
  const reason = invalidNewName(reference);
  if (reason !== undefined) throw failure('invalidInput', { field: 'reference', value: reference, reason });
  return { image, reference: familiarReference(withDefaultTag(parseReference(reference))) };
}

/** The last one would win without a word. */
function checkDistinct(names: readonly NewName[]): void {
  if (names.length === 0) throw failure('invalidInput', { field: 'images', value: '', reason: t('No image is specified.') });
  const taken = new Map<string, string>();
  for (const { image, reference } of names) {
    const other = taken.get(reference);
    if (other !== undefined && other !== image) {
      throw failure('invalidInput', {
        field: 'reference',
        value: reference,
        reason: t('{0} would be the name of both {1} and {2}.', reference, other, image),
      });
    }
    taken.set(reference, image);
  }
}

async function only(app: App, { image, reference }: NewName, reveal: boolean): Promise<Result> {
  app.log.command(dockerLine(['tag', image, reference], app.terminalShell()));
  const engine = await app.connection.engine();
  const before = imageNamed((await app.inventory.read('images')).values(), reference);
  await engine.images.tag(image, reference);
  const after = imageNamed((await app.inventory.read('images')).values(), reference);
  if (reveal) await revealImage(app, reference);
  return { reference, movedFrom: before && before.id !== after?.id ? before.id : undefined };
}

/** Asks for a template, then shows every name that it makes. */
async function askNames(app: App, rows: readonly ImageNodeData[]): Promise<readonly NewName[]> {
  const title = t('Tag {0} Images', rows.length);
  const sources = nameSources(rows);
  const nameless = rows.find(({ reference }) => reference === undefined);
  if (nameless) {
    const reason = t('An image without a name can only be tagged on its own.');
    throw failure('invalidInput', { field: 'images', value: shortId(nameless.image.id), reason });
  }
  const images = [...(await app.inventory.read('images')).values()];
  let typed = '';
  let chosen: readonly PlannedName[] = [];
  await askInSteps([
    async (place) => {
      const prompt = t(
        'Registry or namespace to put before each name, such as {0}; or a template with {1}',
        'registry.example/team/',
        '{name} {path} {tag} {registry}',
      );
      const answer = await app.ask.input({
        title,
        ...place,
        prompt,
        value: typed,
        check: (value) => templateRemark(value, sources, images),
      });
      if (answer === back) return back;
      typed = answer;
      return undefined;
    },
    async (place) => {
      const planned = planNames(typed, sources);
      const names = 'names' in planned ? planned.names : [];
      const answer = await reviewNames(app, names, (name) => moves(name, images), {
        title,
        ...place,
        placeholder: t('These names will be added'),
      });
      if (answer === back) return back;
      chosen = answer;
      return undefined;
    },
  ]);
  if (chosen.length === 0) throw failure('cancelled', { operation: 'tag' });
  return chosen.map(({ source, target }) => ({ image: source.reference ?? source.id, reference: target }));
}

function moves(name: PlannedName, images: readonly ImageSummary[]): string {
  const holder = holderOf(name, images);
  if (holder) return t('Moves the name from another image ({0}) to this one', shortId(holder.id));
  return imageNamed(images, name.target) ? t('The image already has this name.') : '';
}

async function complete(
  app: App,
  { answers: given, elsewhere }: { readonly answers: Partial<Answers>; readonly elsewhere?: Elsewhere | undefined },
  row: ImageNodeData | undefined,
): Promise<NewName> {
  const image = given.image ?? (row && imageName(row));
  const { reference } = given;
  if (image !== undefined && reference !== undefined) return { image, reference };
  const images = [...(await app.inventory.read('images')).values()];
  let target = image;
  let id = row?.image.id;
  let typed = reference;
  const title = t('Tag Image');
  const askImage = async (place: object): Promise<typeof back | undefined> => {
    const chosen = await askTarget(app, imageKind, { title, ...place }, elsewhere);
    if (chosen === back) return back;
    target = chosen.name;
    id = chosen.id;
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
  if (holder && holder.id === id) return { severity: 'information', message: t('The image already has this name.') };
  if (holder) {
    return {
      severity: 'warning',
      message: t('{0} is the name of another image ({1}) and will move to this one.', reference, shortId(holder.id)),
    };
  }
  return reference === value ? undefined : { severity: 'information', message: t('The full name will be {0}.', reference) };
}
