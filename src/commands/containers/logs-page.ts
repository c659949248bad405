import type { App } from '../../app';
import { composeProjectLabel, composeProjectOf } from '../../core/compose-project';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { type LogRange, readMoment } from '../../core/logs/log-range';
import {
  type LogContainer,
  logTimes,
  type LogsPageAsk,
  type LogsPageModel,
  type LogsPageWish,
  readLogsAsk,
  savedLines,
} from '../../core/logs/logs-page';
import { mostLogContainers, projectLogContainers } from '../../core/logs/project-log';
import { defined, own } from '../../core/records';
import { oneLine } from '../../core/untrusted';
import { oneOf, wishFields } from '../../core/wish-fields';
import { definePage } from '../define-page';
import { saveLog } from '../logs/save-log';
import { openLogs } from '../logs/open-logs';

/** What a page of logs is opened for. */
export interface LogsPageArgument {
  /** A Compose project: containers that it gets later are taken in. */
  readonly project?: string;
  readonly containers: readonly LogContainer[];
  readonly range: LogRange;
  readonly timestamps: boolean;
}

const longestMoment = 40;
const longestProject = 300;

/** The logs of containers as one, live. */
export const logsPage = definePage<LogsPageArgument, LogsPageModel, LogsPageWish, LogsPageAsk>({
  id: 'logs',
  title: (_argument, model) => titleOf(model),
  key: ({ project, containers }) =>
    project === undefined
      ? containers
          .map(({ id }) => id)
          .sort()
          .join(' ')
      : `project ${project}`,
  saved: readArgument,
  argumentOf: ({ project, containers, range, timestamps }) => ({ ...defined({ project }), containers, range, timestamps }),
  waiting: () => t('Reading the log'),
  staleBy: ({ type, action, attributes }, { model: { project } }) =>
    project !== undefined && type === 'container' && action === 'start' && own(attributes, composeProjectLabel) === project,
  read: async ({ app, argument, model }) => modelOf(app, await withNewContainers(app, argument), model),
  feed: {
    check: readLogsAsk,
    open: ({ app, model }) => openLogs.open(app, model),
  },
  wishes: {
    range: {
      check: readRange,
      fulfil({ model }, range) {
        checkRange(range);
        return Promise.resolve({ ...model, range });
      },
    },
    save: {
      check(fields) {
        const [what, times] = [oneOf(savedLines, fields.get('what')), oneOf(logTimes, fields.get('times'))];
        return what && times && { what, times };
      },
      async fulfil({ app, model }, { what, times }) {
        await saveLog(app, model, what, times);
        return undefined;
      },
    },
  },
});

/** A project may have got containers. One that was only created has written nothing, and Compose gives it its name later. */
async function withNewContainers(app: App, argument: LogsPageArgument): Promise<LogsPageArgument> {
  const { project, containers } = argument;
  if (project === undefined || app.connection.state.kind !== 'connected') return argument;
  const listed = [...(await app.inventory.read('containers')).values()];
  const known = new Set(containers.map(({ id }) => id));
  const now = listed.filter((each) => composeProjectOf(each) === project && (each.state !== 'created' || known.has(each.id)));
  return {
    ...argument,
    containers: projectLogContainers(
      containers,
      now.map(({ id, name }) => ({ id, name })),
    ),
  };
}

function modelOf(app: App, { project, containers, range, timestamps }: LogsPageArgument, before: LogsPageModel | undefined): LogsPageModel {
  const { state } = app.connection;
  return {
    engine: state.kind === 'connected' ? state.candidate.name : (before?.engine ?? ''),
    log: before?.log ?? openLogs.nextNumber(),
    ...defined({ project }),
    containers,
    range,
    timestamps,
  };
}

function titleOf({ project, containers }: LogsPageModel): string {
  if (project !== undefined) return t('Logs: {0}', oneLine(project, 60));
  const [first, second] = containers;
  const name = oneLine(first?.name ?? '', 60);
  return second ? t('Logs: {0} and {1} more', name, containers.length - 1) : t('Logs: {0}', name);
}

/** Throws `invalidInput` where a text is no time. */
export function checkRange({ since, until }: LogRange): void {
  for (const [field, value] of [
    ['since', since],
    ['until', until],
  ] as const) {
    if (value.trim() !== '' && readMoment(value, Date.now()) === undefined)
      throw failure('invalidInput', {
        field,
        value,
        reason: t('Enter a time before now, such as 10m or 1h30m, or a date, such as 2026-01-31T10:00.'),
      });
  }
}

function readRange(fields: ReadonlyMap<string, unknown>): LogRange | undefined {
  const [since, until, tail] = [fields.get('since'), fields.get('until'), fields.get('tail')];
  if (typeof since !== 'string' || typeof until !== 'string' || since.length > longestMoment || until.length > longestMoment)
    return undefined;
  if (tail === undefined) return { since, until };
  return typeof tail === 'number' && Number.isSafeInteger(tail) && tail >= 0 ? { since, until, tail } : undefined;
}

/** What a page was opened for, as it says itself. */
function readArgument(fields: ReadonlyMap<string, unknown>): LogsPageArgument | undefined {
  const [project, containers, range] = [fields.get('project'), fields.get('containers'), readRange(wishFields(fields.get('range')))];
  if (!Array.isArray(containers) || containers.length === 0 || containers.length > mostLogContainers || !range) return undefined;
  const read = (containers as readonly unknown[]).map((each) => {
    const [id, name] = [wishFields(each).get('id'), wishFields(each).get('name')];
    return typeof id === 'string' && /^[0-9a-f]{64}$/.test(id) && typeof name === 'string' ? { id, name: name.slice(0, 300) } : undefined;
  });
  if (!read.every((each) => each !== undefined)) return undefined;
  const isProject = typeof project === 'string' && project !== '' && project.length <= longestProject;
  return { ...(isProject && { project }), containers: read, range, timestamps: fields.get('timestamps') === true };
}
