import type { App } from '../../app';
import { failure } from '../../core/errors';
import { imageMeant, wholeName } from '../../core/image-names';
import { t } from '../../core/localize';
import type { ProgressReport, ReportProgress } from '../../core/progress';
import { formatBytes } from '../../core/sizes';
import { oneLine } from '../../core/untrusted';
import { shortId } from '../../core/reference';
import type { ImageSummary } from '../../engine/images/images';
import { ImageCopier, type ImageToCopy } from '../../engine/images/copy-image';
import { engineName } from '../../engine/information';
import { back } from '../../ports';
import { type AnswersOf, name, names } from '../answers/takes';
import { type CommandCall, defineCommand } from '../define';
import { chooseTargets, someNames } from '../targets/choose-targets';
import { images as imageKind } from '../targets/image-targets';
import { runOnEach } from '../targets/run-on-each';

const answers = {
  references: names('References or ids of images of the engine.'),
  to: name('The engine that is to have them: name of a docker context, id of a row of the Engines view, or address.'),
};

type Answers = AnswersOf<typeof answers>;

/** An image that is on both engines now. */
interface Copied {
  /** Its names on the other engine, or its id there where it has none. */
  readonly names: readonly string[];
  /** Bytes that were sent; 0 where it was there already. */
  readonly sent: number;
}

/** Sends images from one engine to another. */
export const copyImagesToEngine = defineCommand({
  id: 'slipway.images.copyToEngine',
  title: 'Copy to Another Engine…',
  summary:
    'Sends images from one engine to another without a file between. An image that is there already is only named, and layers that are there are not sent, unless containerd keeps the images of the other engine.',
  icon: 'arrow-right',
  on: [{ node: 'image' }, { node: 'repository' }],
  many: true,
  placement: { group: '4_share', order: 6 },
  palette: true,
  answers,
  result: '{ readonly images: readonly { readonly names: readonly string[]; readonly sent: number }[] }',
  run: async (app, call): Promise<{ readonly images: readonly Copied[] }> => {
    const title = t('Copy to Another Engine');
    const targets = await meantImages(app, call, title);
    const other = await otherEngine(app, call, title);
    if (other.connection === app.connection)
      throw failure('invalidInput', { field: 'to', value: other.identity.name, reason: t('This is the engine that has the images.') });
    const { images, sent } = await copyAll(app, other, targets);
    if (!call.programmatic) app.show.status(summary(targets, other, sent));
    return { images };
  },
});

type Meant = ImageToCopy & { readonly name: string };

/** Each image once, with the names that are meant; a digest is no name that another engine could have it under. */
async function meantImages(app: App, call: CommandCall<Answers>, title: string): Promise<readonly Meant[]> {
  const { references } = call.answers;
  const all = [...(await app.inventory.read('images')).values()];
  const meant = references
    ? references.map((reference) => meantBy(all, reference))
    : (await chooseTargets(app, { ...call, answers: {} }, imageKind, { title })).map(({ id, listed }) => ({
        id,
        reference: listed?.reference,
      }));
  if (meant.length === 0) throw failure('invalidInput', { field: 'references', value: '', reason: t('No image is specified.') });
  const byId = new Map<string, Set<string>>();
  for (const { id, reference } of meant) {
    const known = byId.get(id) ?? new Set();
    byId.set(id, known);
    if (reference !== undefined && !reference.includes('@')) known.add(reference);
  }
  return [...byId].map(([id, known]) => ({ id, names: [...known], name: [...known][0] ?? shortId(id) }));
}

function meantBy(all: readonly ImageSummary[], reference: string): { readonly id: string; readonly reference: string | undefined } {
  const meant = imageMeant(all, reference);
  if (!meant) throw failure('notFound', { what: 'image', name: reference });
  const { image, by } = meant;
  const carried = image.tags.find((tag) => wholeName(tag) === wholeName(reference)) ?? image.tags[0];
  return { id: image.id, reference: by === 'name' ? carried : undefined };
}

async function otherEngine(app: App, call: CommandCall<Answers>, title: string): Promise<App> {
  const { to } = call.answers;
  if (to !== undefined) return app.engines.named(to);
  const choices = app.connection.probe().then((statuses) =>
    statuses
      .filter(({ candidate, state }) => candidate.id !== app.identity.id && state === 'connected')
      .map(({ candidate, information }) => ({
        label: oneLine(candidate.name),
        description: [information ? engineName(information) : '', candidate.address].map((part) => oneLine(part)).join(' · '),
        icon: 'server-environment',
        value: candidate.id,
      })),
  );
  const chosen = await app.ask.choose(choices, {
    title,
    placeholder: t('Engine that is to have the images'),
    none: t('No other engine answers. Add one in the Engines view.'),
  });
  if (chosen === back) throw failure('cancelled', { operation: title });
  return app.engines.named(chosen);
}

async function copyAll(
  app: App,
  other: App,
  targets: readonly Meant[],
): Promise<{ readonly images: readonly Copied[]; readonly sent: number }> {
  const title = t('Copying {0} to {1}', someNames(targets), oneLine(other.identity.name));
  app.log.information(`${title}: docker save | docker load`);
  const images = new Map<string, Copied>();
  await app.progress.run(title, async (report, signal) => {
    const [source, target] = await Promise.all([app.connection.engine(signal), other.connection.engine(signal)]);
    const copier = new ImageCopier(source, target);
    const sum = summed(report, targets.length);
    await runOnEach(
      targets,
      'copy',
      async (image) => {
        const copied = await copier.copy(image, { signal, onProgress: sum(image.id) });
        images.set(image.id, { names: copied.names.length > 0 ? copied.names : [copied.id], sent: copied.sent });
      },
      signal,
    );
  });
  const done = targets.flatMap(({ id }) => images.get(id) ?? []);
  return { images: done, sent: done.reduce((total, image) => total + image.sent, 0) };
}

/** What several report at once, as one; the words are those of the only one. */
function summed(report: ReportProgress, count: number): (id: string) => ReportProgress {
  const last = new Map<string, ProgressReport>();
  const of = (key: 'current' | 'total'): number => [...last.values()].reduce((sum, one) => sum + (one[key] ?? 0), 0);
  return (id) => (progress) => {
    last.set(id, progress);
    const { message = '' } = progress;
    report({ message: count === 1 ? message : t('Sending the images'), current: of('current'), total: of('total'), estimated: true });
  };
}

function summary(targets: readonly Meant[], other: App, sent: number): string {
  const engine = oneLine(other.identity.name);
  return sent === 0
    ? t('{0} already on {1}; nothing was sent', someNames(targets), engine)
    : t('Copied {0} to {1} ({2} sent)', someNames(targets), engine, formatBytes(sent));
}
