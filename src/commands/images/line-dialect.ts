import type { App } from '../../app';
import { t } from '../../core/localize';
import { dialectOf, type LineSurroundings } from '../../core/run-line';
import { type ShellDialect, shellDialects } from '../../core/shell/dialect';

const key = 'runLineDialect';

/** How lines are to be read: in one dialect, or each by what stands in it. */
export type LineReading = ShellDialect | 'automatic';

/** Every reading, the usual one first. */
export const lineReadings: readonly LineReading[] = ['automatic', ...shellDialects];

/** The reading that the user has chosen last. */
export function chosenReading(app: App): LineReading {
  const kept = app.state.get(key);
  return lineReadings.find((reading) => reading === kept) ?? 'automatic';
}

/** Keeps a reading for this user. */
export async function chooseReading(app: App, reading: LineReading): Promise<void> {
  await app.state.set(key, reading, 'user');
}

/** The surroundings for lines that are to be read so. */
export function readAs(surroundings: LineSurroundings, reading: LineReading): LineSurroundings {
  return reading === 'automatic' ? surroundings : { ...surroundings, dialect: reading };
}

/** What a reading is called. */
export function readingLabel(reading: LineReading): string {
  switch (reading) {
    case 'automatic':
      return t('Automatic');
    case 'posix':
      return t('POSIX shell');
    case 'powershell':
      return 'PowerShell';
    case 'cmd':
      return t('Command Prompt (cmd)');
  }
}

/** The sentence about how a line is read, where that is not as on any Linux; undefined otherwise. */
export function readingRemark(line: string, surroundings: LineSurroundings): string | undefined {
  const dialect = dialectOf(line, surroundings);
  if (surroundings.dialect) return t('Read as {0}, as chosen.', readingLabel(dialect));
  return dialect === 'posix' ? undefined : t('Read as {0}.', readingLabel(dialect));
}
