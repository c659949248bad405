import path from 'node:path';
import type { App } from '../../app';
import { formFrom, formOf, readForm } from '../../core/build/build-form';
import { type BuildFieldName, type BuildForm, longestFieldText } from '../../core/build/build-form-fields';
import { browsable, type BuildFormModel, type BuildFormWish } from '../../core/build/build-form-page';
import { buildLine, buildLineWithSecrets } from '../../core/build/build-line-text';
import type { BuildRequest } from '../../core/build/build-request';
import { t } from '../../core/localize';
import { defined, own } from '../../core/records';
import { hidden, isSecretName } from '../../core/secrets';
import { oneOf } from '../../core/wish-fields';
import { parseDockerfile } from '../../dockerfile/parse';
import type { BuildFeature } from '../../engine/builder/builder';
import { featureName } from '../../engine/builder/features';
import type { OpenPage, ShownPage } from '../../pages';
import { buildAttended } from '../builds/attended-build';
import { showBegun } from '../builds/build-page';
import { readDockerfile, storedSecretKey } from '../builds/perform-build';
import { definePage } from '../define-page';
import { declaredArguments, stageNames } from './build-plan';
import { buildSurroundings, readBuildLine } from './build-surroundings';
import { lastBuild, proposedBuild, rememberBuild } from './remembered-build';
import { askMissingSecrets, askSecret } from './stored-secrets';

/** What a form is opened for. */
export interface BuildFormArgument {
  /** The Dockerfile, by its absolute path. */
  readonly file: string;
  /** What is known already, and stands in the form instead of what was built last. */
  readonly given?: Partial<BuildRequest>;
}

type FormPage = OpenPage<App, BuildFormArgument, BuildFormModel>;
type Shown = ShownPage<App, BuildFormArgument, BuildFormModel>;

/** Everything that a build is told, and the docker line that says the same. */
export const buildFormPage = definePage<BuildFormArgument, BuildFormModel, BuildFormWish>({
  id: 'build-form',
  title: ({ file }) => t('Build {0}', path.basename(file)),
  key: ({ file }) => file,
  // What was given may hold secret values, and what is kept of a page is written to the disk.
  argumentOf: ({ file }) => ({ file }),
  saved(fields) {
    const file = fields.get('file');
    return typeof file === 'string' && path.isAbsolute(file) ? { file } : undefined;
  },
  waiting: () => t('Reading the Dockerfile'),
  read,
  wishes: {
    edit: {
      check(fields) {
        const [form, number] = [formFrom(fields.get('form')), fields.get('number')];
        return form && typeof number === 'number' ? { form, number } : undefined;
      },
      fulfil: async ({ app, model }, { form, number }) => ({ ...(await shown(app, { ...model, form })), answered: number }),
    },
    line: {
      check(fields) {
        const [form, line] = [formFrom(fields.get('form')), fields.get('line')];
        return form && typeof line === 'string' && line.length <= longestFieldText ? { form, line } : undefined;
      },
      fulfil: takeLine,
    },
    browse: {
      check(fields) {
        const [form, what] = [formFrom(fields.get('form')), oneOf(browsable, fields.get('what'))];
        return form && what && { form, what };
      },
      fulfil: browse,
    },
    secret: {
      check(fields, { stored }) {
        const [form, id] = [formFrom(fields.get('form')), stored.find((secret) => secret.id === fields.get('id'))?.id];
        return form && id !== undefined ? { form, id } : undefined;
      },
      async fulfil({ app, model }, { form, id }) {
        await askSecret(app, id);
        return shown(app, { ...model, form });
      },
    },
    copy: {
      check: onlyForm,
      async fulfil({ app, model }, { form }) {
        const next = await shown(app, { ...model, form });
        const reading = readForm(form, surroundingsOf(app, model.file));
        if (!('request' in reading)) return next;
        await app.clipboard.write(buildLineWithSecrets(reading.request, app.terminalShell()));
        return { ...next, done: t('The line is in the clipboard, with the values of build arguments.') };
      },
    },
    build: { check: onlyForm, fulfil: build },
  },
});

function onlyForm(fields: ReadonlyMap<string, unknown>): { readonly form: BuildForm } | undefined {
  const form = formFrom(fields.get('form'));
  return form && { form };
}

async function read({ app, argument, model }: FormPage): Promise<BuildFormModel> {
  const { file, given } = argument;
  if (model && !given) return shown(app, { ...model, factsOf: '' });
  const request = { ...(lastBuild(app, file) ?? proposedBuild(file)), ...given };
  const engine = await engineFacts(app);
  const revision = (model?.revision ?? 0) + 1;
  return fresh(app, { file, ...engine, revision, answered: 0, remarks: [] }, request);
}

type Frame = Pick<BuildFormModel, 'file' | 'engine' | 'lacks' | 'revision' | 'answered' | 'remarks'>;

/** A form for a request, with what its Dockerfile says. */
async function fresh(app: App, frame: Frame, request: BuildRequest): Promise<BuildFormModel> {
  const facts = await factsOf(request.dockerfile.kind === 'file' ? request.dockerfile.file : '');
  const form = formOf(
    request,
    facts.declared.map(({ name }) => name),
  );
  return shown(app, { ...frame, ...facts, form, problems: {}, stored: [] });
}

/** What an engine that answers says of its builder; nothing stands in the way where none does. */
async function engineFacts(app: App): Promise<Pick<BuildFormModel, 'engine' | 'lacks'>> {
  try {
    const engine = await app.connection.engine();
    const { lacks } = engine.builder;
    const { state } = app.connection;
    const name = state.kind === 'connected' ? state.candidate.name : '';
    const fields = [...lacks].flatMap((feature) => {
      const field = fieldOf[feature];
      return field === undefined ? [] : [[field, t('The builder of this engine has no such option: {0}', featureName(feature))] as const];
    });
    return { engine: name, lacks: Object.fromEntries(fields) };
  } catch (error) {
    app.log.error('build form', error);
    return { engine: '', lacks: {} };
  }
}

const fieldOf: Readonly<Partial<Record<BuildFeature, BuildFieldName>>> = {
  secrets: 'secrets',
  ssh: 'ssh',
  platform: 'platform',
  noCacheStages: 'noCacheStages',
  contexts: 'contexts',
  output: 'output',
  inlineCache: 'inlineCache',
  ulimits: 'ulimits',
  shmSize: 'shmSize',
  builder: 'builder',
  registryCache: 'cacheTo',
  push: 'push',
};

/** What a Dockerfile says of stages and arguments; nothing where it cannot be read, as building it says why. */
async function factsOf(file: string): Promise<Pick<BuildFormModel, 'factsOf' | 'stages' | 'declared'>> {
  const text = path.isAbsolute(file) ? await readDockerfile(file).catch(() => '') : '';
  const dockerfile = parseDockerfile(text);
  return {
    factsOf: file,
    stages: stageNames(dockerfile),
    declared: declaredArguments(dockerfile).map(({ name, value }) => ({ name, ...defined({ value }) })),
  };
}

function surroundingsOf(app: App, file: string): ReturnType<typeof buildSurroundings> {
  return buildSurroundings(app, app.workspaceFolder() ?? path.dirname(file));
}

/** The model with what its fields mean now. */
async function shown(app: App, model: Omit<BuildFormModel, 'line' | 'done' | 'lineProblem'>): Promise<BuildFormModel> {
  const { file, form, engine, revision, answered, lacks, remarks } = model;
  const named = form.texts.dockerfile.trim();
  const facts = named === model.factsOf ? { factsOf: named, stages: model.stages, declared: model.declared } : await factsOf(named);
  const reading = readForm(form, surroundingsOf(app, file));
  const base = { file, engine, form, revision, answered, lacks, remarks, ...facts };
  if (!('request' in reading)) return { ...base, problems: reading.problems, stored: model.stored };
  const { request } = reading;
  const stored = (request.secrets ?? []).filter(({ source }) => source.kind === 'stored').map(({ id }) => id);
  return {
    ...base,
    problems: {},
    line: visibleLine(app, request),
    stored: await Promise.all(stored.map(async (id) => ({ id, isThere: (await app.secrets.get(storedSecretKey(id))) !== undefined }))),
  };
}

/** The line without values that look secret: somebody may look over a shoulder. */
function visibleLine(app: App, request: BuildRequest): string {
  const { buildArguments } = request;
  if (buildArguments === undefined) return buildLine(request, app.terminalShell());
  const seen = Object.entries(buildArguments).map(([name, value]) => [name, isSecretName(name) ? hidden : value]);
  return buildLineWithSecrets({ ...request, buildArguments: Object.fromEntries(seen) as Record<string, string> }, app.terminalShell());
}

async function takeLine(
  { app, model }: Shown,
  { line, form }: { readonly line: string; readonly form: BuildForm },
): Promise<BuildFormModel> {
  const check = readBuildLine(app, line, model.file);
  if (!('build' in check)) return { ...(await shown(app, { ...model, form })), lineProblem: check.reason };
  const { request, remarks } = check.build;
  const next = await fresh(app, { ...model, remarks, revision: model.revision + 1 }, withKnownValues(app, request, { model, form }));
  return next;
}

/** What the line shows as `***` is what stands in the form. */
function withKnownValues(
  app: App,
  request: BuildRequest,
  { model, form }: { readonly model: BuildFormModel; readonly form: BuildForm },
): BuildRequest {
  const { buildArguments } = request;
  if (!buildArguments || !Object.values(buildArguments).includes(hidden)) return request;
  const before = readForm(form, surroundingsOf(app, model.file));
  const known = 'request' in before ? (before.request.buildArguments ?? {}) : form.arguments;
  const values = Object.entries(buildArguments).map(([name, value]) => [name, value === hidden ? (own(known, name) ?? value) : value]);
  return { ...request, buildArguments: Object.fromEntries(values) as Record<string, string> };
}

async function browse(
  { app, model }: Shown,
  { what, form }: { readonly what: (typeof browsable)[number]; readonly form: BuildForm },
): Promise<BuildFormModel> {
  const start = path.dirname(model.file);
  const titles = {
    folder: t('Build Context'),
    archive: t('Archive to build'),
    dockerfile: t('Dockerfile to build'),
    output: t('Folder for the files'),
  };
  const title = titles[what];
  const folder = what === 'folder' || what === 'output';
  const [chosen] = folder ? [await app.ask.openFolder({ title, start })] : await app.ask.openFiles({ title, filters: {}, many: false });
  if (chosen === undefined) return shown(app, { ...model, form });
  const texts = { ...form.texts, [what]: chosen };
  return shown(app, { ...model, revision: model.revision + 1, form: { ...form, texts } });
}

/** Begins the build; its own page shows it, and what goes wrong with it is said there. */
async function build({ app, model }: Shown, { form }: { readonly form: BuildForm }): Promise<BuildFormModel> {
  const next = await shown(app, { ...model, form });
  const reading = readForm(form, surroundingsOf(app, model.file));
  if (!('request' in reading)) return next;
  app.trust.requireForRegistries(t('Build Image'));
  await askMissingSecrets(app, reading.request);
  await rememberBuild(app, model.file, reading.request);
  buildAttended(app, reading.request, showBegun(app)).catch((error: unknown) => app.show.error(error));
  return shown(app, next);
}
