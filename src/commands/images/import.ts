import type { App } from '../../app';
import { checkChange, checkChanges } from '../../core/commit-changes';
import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { familiarReference, invalidNewName, parseReference, shortId, withDefaultTag } from '../../core/reference';
import { oneLine } from '../../core/untrusted';
import type { ImportOptions } from '../../engine/images/images';
import { describeArchive } from '../../files/archive-file';
import { back, type Back, type Remark } from '../../ports';
import { type AnswersOf, optional, text, texts } from '../answers/takes';
import { defineCommand } from '../define';
import { revealImage } from '../targets/image-targets';
import { localPath } from '../archives/local-files';
import { archiveFailure, sentArchive } from '../archives/sent-archive';
import { askInSteps } from '../asking/steps';
import { defined } from '../../core/records';

const answers = {
  source: optional(text('Absolute path of a tar archive, also compressed, or an `http(s)` URL that the engine reads.')),
  reference: optional(text('Name of the image; without it the image has none.')),
  message: optional(text('Message that the history shows.')),
  changes: optional(texts('Dockerfile instructions to apply, such as `CMD ["/bin/sh"]`.')),
  platform: optional(text('`os/architecture` of what is in the archive; not every engine can tell it.')),
  uri: optional(text('The archive by its URI, as the Explorer gives it.')),
};

/** What to import, and how. */
type Answers = AnswersOf<typeof answers> & { readonly source: string };

interface Result {
  readonly imageId: string;
  /** With its tag; absent for an image without a name. */
  readonly reference?: string;
}

/** Makes an image of a root file system. */
export const importImage = defineCommand({
  id: 'slipway.images.import',
  title: 'Import File System as Image…',
  summary: 'Creates an image of one layer from the archive of a root file system, a file or a URL, as `docker import` does.',
  icon: 'file-zip',
  on: [{ node: 'shownEngine', with: ['ofImages'] }],
  placement: { group: '1_run', order: 3 },
  palette: true,
  titleBar: { views: ['images'], overflow: '1_bring', order: 3 },
  explorer: { group: '7_slipway', file: '/\\.(tar|tgz|tar\\.gz|tar\\.xz|tar\\.zst)$/i' },
  answers,
  oneOf: [['source'], ['uri']],
  result: '{ imageId: string; reference?: string }',
  run: async (app, call): Promise<Result> => {
    const { uri, source = uri, ...given } = call.answers;
    const asked = call.programmatic && source !== undefined ? { source, ...given } : await askAll(app, source, given);
    const wanted = checked(asked);
    const { reference, message, changes, platform } = wanted;
    app.log.command(dockerLine(importWords(wanted), app.terminalShell()));
    const imageId = await app.progress.run(t('Importing {0}', oneLine(wanted.source)), async (onProgress, signal) => {
      const engine = await app.connection.engine(signal);
      const options: ImportOptions = {
        signal,
        onProgress,
        ...defined({ reference, message, changes, platform }),
      };
      if (isUrl(wanted.source)) return (await engine.images.import(wanted.source, options)).imageId;
      const { size, compression } = await describeArchive(wanted.source);
      const sized = { ...options, onProgress: (report: Parameters<typeof onProgress>[0]) => onProgress({ ...report, total: size }) };
      const sent = { operation: 'import', file: wanted.source, compression } as const;
      try {
        return (await engine.images.import(sentArchive(sent, engine.information), sized)).imageId;
      } catch (error) {
        throw signal.aborted ? error : archiveFailure(error, sent, engine.information);
      }
    });
    if (!call.programmatic) {
      app.show.status(t('Imported {0}', reference ?? shortId(imageId)));
      if (reference === undefined) await app.views.refresh('images');
      else await revealImage(app, reference);
    }
    return { imageId, ...defined({ reference }) };
  },
});

function isUrl(source: string): boolean {
  return /^https?:\/\//i.test(source);
}

/** Checks what would be sent, before the engine sees it. Throws `invalidInput`. */
function checked({ source, reference, changes, platform, ...rest }: Answers): Answers {
  checkChanges(changes ?? []);
  const invalid = (field: string, value: string, reason: string): Error => failure('invalidInput', { field, value, reason });
  const reason = reference === undefined ? undefined : invalidNewName(reference);
  if (reference !== undefined && reason !== undefined) throw invalid('reference', reference, reason);
  if (platform !== undefined && !/^[a-z0-9_]+\/[a-z0-9_.-]+(?:\/[a-z0-9_.-]+)?$/i.test(platform)) {
    throw invalid('platform', platform, t('A platform has the form {0}.', 'linux/arm64'));
  }
  return {
    ...rest,
    source: isUrl(source) ? source : localPath('source', source),
    ...defined({ changes, platform }),
    ...(reference !== undefined && { reference: familiarReference(withDefaultTag(parseReference(reference))) }),
  };
}

function importWords({ source, reference, message, changes = [], platform }: Answers): readonly string[] {
  return [
    'import',
    ...changes.flatMap((change) => ['--change', change]),
    ...(message === undefined ? [] : ['--message', message]),
    ...(platform === undefined ? [] : ['--platform', platform]),
    source,
    ...(reference === undefined ? [] : [reference]),
  ];
}

/** Asks for what is not given; each question may be left empty but the first. */
async function askAll(app: App, given: string | undefined, options: Omit<Answers, 'source' | 'uri'>): Promise<Answers> {
  const title = t('Import File System');
  let source = given ?? '';
  let reference = options.reference ?? '';
  let change = '';
  const ask = async (keep: (text: string) => void, question: Parameters<App['ask']['input']>[0]): Promise<Back | undefined> => {
    const answer = await app.ask.input(question);
    if (answer === back) return back;
    keep(answer.trim());
    return undefined;
  };
  await askInSteps([
    ...(given === undefined
      ? [
          async (place: object) => {
            const answer = await askSource(app, title, place);
            if (answer === back) return back;
            source = answer;
            return undefined;
          },
        ]
      : []),
    (place) =>
      ask((text) => (reference = text), {
        title,
        ...place,
        value: reference,
        placeholder: 'rootfs:1.0',
        prompt: t('Name of the new image. Leave it empty for an image without a name.'),
        check: nameRemark,
      }),
    (place) =>
      ask((text) => (change = text), {
        title,
        ...place,
        value: change,
        placeholder: 'CMD ["/bin/sh"]',
        prompt: t('A Dockerfile instruction to apply, or nothing'),
        check: changeRemark,
      }),
  ]);
  const changes = [...(options.changes ?? []), ...(change === '' ? [] : [change])];
  const { message, platform } = options;
  return {
    source,
    ...(reference !== '' && { reference }),
    ...(changes.length > 0 && { changes }),
    ...defined({ message, platform }),
  };
}

async function askSource(app: App, title: string, place: object): Promise<string | Back> {
  const kind = await app.ask.choose(
    [
      { label: t('A file…'), icon: 'file-zip', value: 'file' as const },
      { label: t('A URL…'), icon: 'link', value: 'url' as const },
    ],
    { title, ...place, placeholder: t('Where is the archive of the file system?') },
  );
  if (kind === back) return back;
  if (kind === 'file') {
    const filters = { [t('Tar archive')]: ['tar', 'tgz', 'gz', 'xz', 'bz2', 'zst'], [t('All files')]: ['*'] };
    const [file] = await app.ask.openFiles({ title, filters, many: false });
    if (file === undefined) throw failure('cancelled', { operation: 'import' });
    return file;
  }
  const prompt = t('URL of the archive; the engine reads it, not this machine');
  return app.ask.input({
    title,
    ...place,
    prompt,
    check: (value) => (isUrl(value.trim()) ? undefined : { severity: 'error', message: t('The URL must start with http:// or https://.') }),
  });
}

function nameRemark(value: string): Remark | undefined {
  const reason = value.trim() === '' ? undefined : invalidNewName(value.trim());
  return reason === undefined ? undefined : { severity: 'error', message: reason };
}

function changeRemark(value: string): Remark | undefined {
  const problem = value.trim() === '' ? undefined : checkChange(value.trim());
  return problem ? { severity: 'error', message: t('Column {0}: {1}', problem.offset + 1, problem.reason) } : undefined;
}
