import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { defined } from '../../core/records';
import { checkReference, isImageId, shortId } from '../../core/reference';
import { stepsOfLaunch } from '../../core/run/launch-form';
import { readRunForm } from '../../core/run/read-run-form';
import { runFormFrom } from '../../core/run/run-form';
import { longestRunText, mostRunRows, type RunForm, type RunFormRow, type RunRowField } from '../../core/run/run-form-fields';
import { runBrowsable, type RunFormModel, type RunFormWish, type RunRemedyAction } from '../../core/run/run-form-page';
import { oneLine } from '../../core/untrusted';
import { oneOf, wishFields } from '../../core/wish-fields';
import { takenPort } from '../../engine/errors/taken-port';
import type { EngineEvent } from '../../engine/system/system';
import { configurationsFile } from '../../files/run-configurations';
import type { OpenPage, ShownPage } from '../../pages';
import { prepareLaunch } from '../configurations/before-launch';
import { keptConfiguration } from '../configurations/chosen-configuration';
import { formOfConfiguration, keepForm } from '../configurations/keep-form';
import { definePage } from '../define-page';
import { performRun } from './perform-run';
import { firstForm, formOfLine, formSurroundings, lineOfForm, rememberForm, shownForm, withKnownValues } from './run-form-model';
import { withHostPort } from './run-form-remedies';

/** What a form is opened for. */
export interface RunFormArgument {
  /** Reference or id of the image. */
  readonly image: string;
  /** The run configuration that is edited, or `new` for one that is made. */
  readonly keep?: RunFormModel['keep'];
}

type FormPage = OpenPage<App, RunFormArgument, RunFormModel>;
type Shown = ShownPage<App, RunFormArgument, RunFormModel>;
type OnlyForm = { readonly form: RunForm };

/** Everything that a run is told, and the docker line that says the same. */
export const runFormPage = definePage<RunFormArgument, RunFormModel, RunFormWish>({
  id: 'run-form',
  title: ({ image, keep }) => {
    if (keep !== undefined && keep !== 'new') return t('Edit {0}', oneLine(keep.name));
    const name = oneLine(isImageId(image) ? shortId(image) : image);
    return keep === 'new' ? t('New Configuration: {0}', name) : t('Run {0}', name);
  },
  key: ({ image, keep }) => (keep === undefined ? image : keep === 'new' ? `new ${image}` : `edit ${keep.keptFor} ${keep.name}`),
  saved(fields) {
    const image = fields.get('image');
    if (typeof image !== 'string' || (!isImageId(image) && 'reason' in checkReference(image))) return undefined;
    return { image, ...defined({ keep: savedKeep(fields.get('keep')) }) };
  },
  waiting: () => t('Reading the image'),
  read,
  staleBy,
  wishes: {
    edit: {
      check(fields) {
        const [form, number] = [runFormFrom(fields.get('form')), fields.get('number')];
        return form && typeof number === 'number' ? { form, number } : undefined;
      },
      fulfil: ({ app, model }, { form, number }) => shownForm(app, { ...kept(model), form, answered: number }),
    },
    line: {
      check(fields) {
        const [form, line] = [runFormFrom(fields.get('form')), fields.get('line')];
        return form && typeof line === 'string' && line.length <= longestRunText ? { form, line } : undefined;
      },
      fulfil: takeLine,
    },
    browse: {
      check(fields) {
        const [form, what] = [runFormFrom(fields.get('form')), oneOf(runBrowsable, fields.get('what'))];
        const row = fields.get('row');
        const isRow = typeof row === 'number' && Number.isInteger(row) && row >= 0 && row < mostRunRows;
        return form && what && isRow && row <= form.rows[what].length ? { form, what, row } : undefined;
      },
      fulfil: browse,
    },
    remedy: {
      check(fields, { remedies }) {
        const form = runFormFrom(fields.get('form'));
        const [place, action] = [fields.get('place'), fields.get('action')];
        const remedy = remedies.find((each) => each.place === place);
        const isAction = remedy !== undefined && typeof action === 'number' && remedy.actions[action] !== undefined;
        return form && isAction ? { form, place: remedy.place, action } : undefined;
      },
      fulfil: remedy,
    },
    copy: {
      check: onlyForm,
      async fulfil({ app, model }, { form }) {
        await app.clipboard.write(lineOfForm(app, form, formSurroundings(app)));
        return shownForm(app, { ...kept(model), form, done: t('The line is in the clipboard, with all values.') });
      },
    },
    save: { check: onlyForm, fulfil: (page, { form }) => save(page, form) },
    run: { check: onlyForm, fulfil: (page, { form }) => run(page, form) },
    leave: {
      check(fields) {
        const changed = fields.get('changed');
        return typeof changed === 'boolean' ? { changed } : undefined;
      },
      fulfil: leave,
    },
  },
});

function savedKeep(saved: unknown): RunFormModel['keep'] {
  if (saved === 'new') return saved;
  const fields = wishFields(saved);
  const [name, keptFor] = [fields.get('name'), oneOf(['project', 'user'] as const, fields.get('keptFor'))];
  return typeof name === 'string' && keptFor ? { name, keptFor } : undefined;
}

function onlyForm(fields: ReadonlyMap<string, unknown>): OnlyForm | undefined {
  const form = runFormFrom(fields.get('form'));
  return form && { form };
}

/** What stays of a model from one wish to the next. */
function kept({ image, form, revision, answered, busyPorts, facts, keep }: RunFormModel): Parameters<typeof shownForm>[1] {
  return { image, form, revision, answered, busyPorts, facts, ...defined({ keep }) };
}

async function read({ app, argument, model }: FormPage): Promise<RunFormModel> {
  const { image, keep } = argument;
  // Where no engine answers there is nothing to run.
  await app.connection.engine();
  if (model) {
    const { form, revision, answered, busyPorts } = model;
    return {
      ...(await shownForm(app, { image, form, revision, answered, busyPorts, ...defined({ keep }) })),
      ...defined({ lineProblem: model.lineProblem, done: model.done }),
    };
  }
  const form =
    keep === undefined || keep === 'new'
      ? { ...(await firstForm(app, image)), ...(keep === 'new' && { launch: { allowParallelRun: false, steps: [] } }) }
      : formOfConfiguration((await keptConfiguration(app, keep.name, keep.keptFor)).configuration, formSurroundings(app));
  return shownForm(app, { image, form, revision: 1, answered: 0, busyPorts: [], ...defined({ keep }) });
}

const telling: Readonly<Partial<Record<EngineEvent['type'], readonly string[]>>> = {
  container: ['create', 'destroy', 'remove', 'rename', 'start', 'die', 'died'],
  image: ['tag', 'untag', 'delete', 'pull', 'import', 'load', 'build', 'remove'],
  volume: ['create', 'destroy', 'remove', 'prune'],
  network: ['create', 'destroy', 'remove', 'prune'],
};

function staleBy({ type, action }: EngineEvent): boolean {
  return telling[type]?.includes(action) ?? false;
}

/** A model whose fields are to be drawn anew. */
function redrawn(app: App, model: RunFormModel, form: RunForm): Promise<RunFormModel> {
  return shownForm(app, { ...kept(model), form, revision: model.revision + 1 });
}

async function takeLine({ app, model }: Shown, { line, form }: OnlyForm & { readonly line: string }): Promise<RunFormModel> {
  const read = formOfLine(line, formSurroundings(app));
  if ('reason' in read) return { ...(await shownForm(app, { ...kept(model), form })), lineProblem: read.reason };
  return redrawn(app, model, withKnownValues(read.form, form));
}

async function browse(
  { app, model }: Shown,
  { what, row, form }: OnlyForm & { readonly what: (typeof runBrowsable)[number]; readonly row: number },
): Promise<RunFormModel> {
  const start = app.workspaceFolder();
  const chosen =
    what === 'envFiles'
      ? await app.ask.openFiles({ title: t('Environment File'), filters: {}, many: true })
      : [await app.ask.openFolder({ title: t('Folder for the Container'), ...(start !== undefined && { start }) })];
  const rows = chosen.map((place): RunFormRow =>
    what === 'envFiles' ? [place] : [place, ...(form.rows.volumes[row] ?? ['', '', '']).slice(1)],
  );
  return redrawn(app, model, withRows(form, what, form.rows[what].toSpliced(row, 1, ...rows)));
}

function withRows(form: RunForm, field: RunRowField, rows: readonly RunFormRow[]): RunForm {
  return { ...form, rows: { ...form.rows, [field]: rows } };
}

async function remedy(
  page: Shown,
  { form, place, action }: OnlyForm & { readonly place: string; readonly action: number },
): Promise<RunFormModel | undefined> {
  const { app, model } = page;
  const wanted = model.remedies.find((each) => each.place === place)?.actions[action] as RunRemedyAction;
  switch (wanted.kind) {
    case 'name':
      return redrawn(app, model, { ...form, texts: { ...form.texts, name: wanted.name } });
    case 'port': {
      const row = Number(place.slice(place.indexOf('/') + 1));
      const ports = form.rows.ports.map(([host = '', container = ''], index) =>
        index === row ? [withHostPort(host, wanted.port), container] : [host, container],
      );
      return redrawn(app, model, withRows(form, 'ports', ports));
    }
    case 'replace':
      if ('problems' in readRunForm(form, formSurroundings(app)) || form.texts.name.trim() !== wanted.name)
        return shownForm(app, { ...kept(model), form });
      await removeNamed(app, wanted.name);
      return run(page, form);
  }
}

/** Removes the container that has the name, after asking. */
async function removeNamed(app: App, name: string): Promise<void> {
  const there = [...(await app.inventory.read('containers')).values()].find((container) => container.name === name);
  if (!there) return;
  const running = there.state === 'running' || there.state === 'paused' || there.state === 'restarting';
  await app.ask.confirm(
    t('Replace the container {0}?', oneLine(name)),
    t('Remove and Run'),
    running
      ? t('It is running. It is removed with everything that was written in it; its named volumes stay.')
      : t('It is removed with everything that was written in it; its named volumes stay.'),
  );
  const engine = await app.connection.engine();
  app.log.command(`docker rm --force ${there.id.slice(0, 12)}`);
  await engine.containers.remove(there.id, { force: true });
}

/** Runs and closes the form; what goes wrong is said on it, with what can be done about it. */
async function run(page: Shown, form: RunForm): Promise<RunFormModel | undefined> {
  const { app, model } = page;
  const reading = readRunForm(form, formSurroundings(app));
  if ('problems' in reading) return shownForm(app, { ...kept(model), form });
  const { keep } = page.argument;
  // As from its row: what the file says is run, so whoever wrote it must be trusted.
  if (typeof keep === 'object' && keep.keptFor === 'project' && !app.trust.isGranted)
    throw failure('restrictedMode', { name: configurationsFile, wants: 'run' });
  const outcome = { removed: false };
  try {
    if (form.launch) await prepareLaunch(app, { beforeLaunch: stepsOfLaunch(form.launch) }, true);
    const started = await performRun(app, reading.run, {
      mayAsk: true,
      started: () => rememberForm(app, reading),
      keeps: () => {
        outcome.removed = true;
        return Promise.resolve(false);
      },
    });
    page.show({ ...(await shownForm(app, { ...kept(model), form })), started });
    page.close();
    return undefined;
  } catch (error) {
    const port = takenPort(error);
    const busyPorts = port === undefined ? model.busyPorts : [...new Set([...model.busyPorts, port])];
    const done = outcome.removed ? t('The container was created but could not start; it has been removed.') : undefined;
    page.show(await shownForm(app, { ...kept(model), form, busyPorts, ...(done !== undefined && { done }) }));
    throw error;
  }
}

/** Keeps it as a run configuration; a form that was opened for that is closed. */
async function save(page: Shown, form: RunForm): Promise<RunFormModel | undefined> {
  const { app, model, argument } = page;
  const surroundings = formSurroundings(app);
  const reading = readRunForm(form, surroundings);
  if ('problems' in reading) return shownForm(app, { ...kept(model), form });
  const { keep } = argument;
  const saved = await keepForm(app, reading.run, keep === 'new' ? undefined : keep, surroundings, form.launch);
  const done = t('Saved as the run configuration {0}.', oneLine(saved.name));
  const shown = { ...(await shownForm(app, { ...kept(model), form, done })), kept: saved };
  if (keep === undefined) return shown;
  page.show(shown);
  page.close();
  return undefined;
}

async function leave(page: Shown, { changed }: { readonly changed: boolean }): Promise<RunFormModel | undefined> {
  const { app, model } = page;
  if (changed || model.answered > 0 || model.revision > 1) {
    await app.ask.confirm(t('Leave the form?'), t('Leave'), t('What you have entered is not kept.'));
  }
  page.close();
  return undefined;
}
