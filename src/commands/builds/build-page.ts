import path from 'node:path';
import type { App } from '../../app';
import type { Build } from '../../builds/builds';
import { type BuildPageModel, type BuildPageVerb, buildVerbs, type BuildPageWish } from '../../core/build/build-page';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { defined } from '../../core/records';
import { oneLine } from '../../core/untrusted';
import { oneOf } from '../../core/wish-fields';
import type { OpenPage, PagePlace, PageReading, ShownPage } from '../../pages';
import type { AnyCommand } from '../define';
import { definePage } from '../define-page';
import { buildAttended } from './attended-build';
import { buildPageModel, type BuildSelection, placeOfBuild } from './build-page-model';
import { pushBuiltImage, runBuiltImage, showBuiltImage } from './built-image';
import { cancelBuild } from './cancel';
import { copyBuildDockerCommand } from './copy-docker-command';
import { copyBuildOutput } from './copy-output';
import { nextChange } from './next-change';
import { openBuildDockerfile } from './open-dockerfile';

/** What a page is opened for: a build, and the step that it selects. */
export interface BuildPageArgument {
  readonly build: number;
  /** Of the build's Dockerfile: its builds share a page, which shows the last one that was opened. */
  readonly place: string;
  readonly step?: string;
}

type BuildPage = OpenPage<App, BuildPageArgument, BuildPageModel>;
type Shown = ShownPage<App, BuildPageArgument, BuildPageModel>;

/** One build: a timeline of its steps, what they print, and what changed since the build before. Live while it is seen. */
export const buildPage = definePage<BuildPageArgument, BuildPageModel, BuildPageWish>({
  id: 'build',
  title: (_argument, { title }) => t('Build: {0}', oneLine(title)),
  key: ({ place }) => place,
  // A build ends with the window that has begun it.
  saved: () => undefined,
  argumentOf: ({ number, place, selected, follows }) => ({
    build: number,
    place,
    ...(follows || selected === undefined ? {} : { step: selected }),
  }),
  waiting: () => t('Reading the build'),
  unfinished: ({ state }) => state === 'running',
  read,
  wishes: {
    verb: {
      check(fields, model) {
        const verb = oneOf(buildVerbs(model), fields.get('verb'));
        return verb && { verb };
      },
      fulfil: (page, { verb }) => perform(page, verb),
    },
    select: {
      check(fields, { steps }) {
        const step = steps.find(({ id }) => id === fields.get('step'))?.id;
        return step === undefined ? undefined : { step };
      },
      fulfil: (page, { step }) => shown(page, { step, whole: false }),
    },
    follow: {
      check: (_fields, { follows }) => (follows ? undefined : {}),
      fulfil: (page) => shown(page, { step: undefined, whole: false }),
    },
    whole: {
      check: (_fields, { output }) => (output?.before === 'more' ? {} : undefined),
      fulfil: (page) => shown(page, { step: page.model.selected, whole: true }),
    },
    line: {
      check(fields, { steps, file }) {
        const step = file === undefined ? undefined : steps.find(({ id, part }) => part === 'stage' && id === fields.get('step'))?.id;
        return step === undefined ? undefined : { step };
      },
      fulfil: (page, { step }) => call(page, openBuildDockerfile, { step }),
    },
    file: {
      check(fields, { output }) {
        const link = output?.links.find((known) => known.path === fields.get('path'));
        const [line, column] = [placeOf(fields.get('line')), placeOf(fields.get('column'))];
        return link === undefined || line === undefined ? undefined : { path: link.path, line, ...defined({ column }) };
      },
      fulfil: openLink,
    },
    warning: {
      check: (fields, { warnings, file }) =>
        file === undefined ? undefined : warningOf(fields, warnings, ({ firstLine }) => firstLine !== undefined),
      async fulfil({ app, model }, { index }) {
        const { firstLine } = model.warnings[index] ?? {};
        if (model.file !== undefined) await app.show.file({ file: model.file, ...defined({ line: firstLine }) });
        return undefined;
      },
    },
    about: {
      check: (fields, { warnings }) => warningOf(fields, warnings, ({ url }) => url.startsWith('https://')),
      async fulfil({ app, model }, { index }) {
        await app.show.external(model.warnings[index]?.url ?? '');
        return undefined;
      },
    },
  },
});

/** Shows a build on its page, with a step selected, and gives what it shows. */
export async function showBuild(app: App, build: Build, how: PagePlace, step?: string): Promise<BuildPageModel> {
  const { number, request } = build;
  const argument: BuildPageArgument = { build: number, place: placeOfBuild(request), ...defined({ step }) };
  return (await app.pages.open(buildPage, argument, how)).model;
}

/** Shows a build that a person has begun: beside what they work on, which keeps the focus. */
export function showBegun(app: App): (build: Build) => void {
  return (build) => {
    showBuild(app, build, { beside: true, keepsFocus: true }).catch((error: unknown) => app.show.error(error));
  };
}

async function read({ app, argument, model }: BuildPage, { reason, signal }: PageReading): Promise<BuildPageModel> {
  const build = app.builds.find(argument.build) ?? gone(argument.build);
  if (reason === 'rest') await nextChange(app.builds, build, signal);
  const same = model?.number === build.number ? model : undefined;
  const step = reason === 'open' ? argument.step : same && !same.follows ? same.selected : undefined;
  return buildPageModel(app, build, { step, whole: same !== undefined && same.selected === step && same.whole });
}

function gone(number: number): never {
  throw failure('invalidInput', { field: 'build', value: String(number), reason: t('This build is not in the list any more.') });
}

async function shown({ app, model }: Shown, selection: BuildSelection): Promise<BuildPageModel> {
  return buildPageModel(app, app.builds.find(model.number) ?? gone(model.number), selection);
}

async function perform(page: Shown, verb: BuildPageVerb): Promise<undefined> {
  switch (verb) {
    case 'cancel':
      return call(page, cancelBuild);
    case 'again':
      return again(page);
    case 'copyLine':
      return call(page, copyBuildDockerCommand);
    case 'copyOutput':
      return call(page, copyBuildOutput, defined({ step: page.model.output === undefined ? undefined : page.model.selected }));
    case 'run':
      return call(page, runBuiltImage);
    case 'push':
      return call(page, pushBuiltImage);
    case 'image':
      return call(page, showBuiltImage);
    case 'dockerfile':
      return call(page, openBuildDockerfile);
  }
}

/** A verb as it is done on the build's row. */
async function call({ app, model }: Shown, verb: AnyCommand, answers: Readonly<Record<string, unknown>> = {}): Promise<undefined> {
  await verb.run(app, { nodes: [], answers: { ...answers, build: model.number }, programmatic: false });
  return undefined;
}

/** The new build takes the page; nobody waits for its end. */
function again({ app, model }: Shown): Promise<undefined> {
  const { request } = app.builds.find(model.number) ?? gone(model.number);
  buildAttended(app, request, showBegun(app)).catch((error: unknown) => app.show.error(error));
  return Promise.resolve(undefined);
}

async function openLink(
  { app, model }: Shown,
  { path: written, ...place }: { readonly path: string; readonly line: number; readonly column?: number },
) {
  const link = model.output?.links.find((known) => known.path === written);
  if (link) await app.show.file({ file: path.join(model.context, link.file), ...place });
  return undefined;
}

function placeOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

function warningOf(
  fields: ReadonlyMap<string, unknown>,
  warnings: BuildPageModel['warnings'],
  accepts: (warning: BuildPageModel['warnings'][number]) => boolean,
): { readonly index: number } | undefined {
  const index = warnings.findIndex((warning, at) => at === fields.get('index') && accepts(warning));
  return index < 0 ? undefined : { index };
}
