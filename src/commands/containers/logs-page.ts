import type { App } from '../../app';
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
import { oneLine } from '../../core/untrusted';
import { oneOf, wishFields } from '../../core/wish-fields';
import { definePage } from '../define-page';
import { saveLog } from '../logs/save-log';
import { openLogs } from '../logs/open-logs';

/** What a page of logs is opened for. */
export interface LogsPageArgument {
  readonly containers: readonly LogContainer[];
  readonly range: LogRange;
  readonly timestamps: boolean;
}

const longestMoment = 40;
/** Each container has a colour and a stream of its own. */
const mostContainers = 200;

/** The logs of containers as one, live. */
export const logsPage = definePage<LogsPageArgument, LogsPageModel, LogsPageWish, LogsPageAsk>({
  id: 'logs',
  title: (_argument, { containers }) => titleOf(containers),
  key: ({ containers }) =>
    containers
      .map(({ id }) => id)
      .sort()
      .join(' '),
  saved: readArgument,
  argumentOf: ({ containers, range, timestamps }) => ({ containers, range, timestamps }),
  waiting: () => t('Reading the log'),
  read: ({ app, argument, model }) => Promise.resolve(modelOf(app, argument, model)),
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

function modelOf(app: App, { containers, range, timestamps }: LogsPageArgument, before: LogsPageModel | undefined): LogsPageModel {
  const { state } = app.connection;
  return {
    engine: state.kind === 'connected' ? state.candidate.name : (before?.engine ?? ''),
    log: before?.log ?? openLogs.nextNumber(),
    containers,
    range,
    timestamps,
  };
}

function titleOf(containers: readonly LogContainer[]): string {
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
  const [containers, range] = [fields.get('containers'), readRange(wishFields(fields.get('range')))];
  if (!Array.isArray(containers) || containers.length === 0 || containers.length > mostContainers || !range) return undefined;
  const read = (containers as readonly unknown[]).map((each) => {
    const [id, name] = [wishFields(each).get('id'), wishFields(each).get('name')];
    return typeof id === 'string' && /^[0-9a-f]{64}$/.test(id) && typeof name === 'string' ? { id, name: name.slice(0, 300) } : undefined;
  });
  if (!read.every((each) => each !== undefined)) return undefined;
  return { containers: read, range, timestamps: fields.get('timestamps') === true };
}
