import { t } from './localize';

const unitMilliseconds: Readonly<Record<string, number>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
  month: 2_592_000_000,
  year: 31_536_000_000,
};

/**
 * How long a container has been up, in milliseconds, from the engine's words in a container list
 * (`Up 3 hours (healthy)`, `Up About a minute`, `Up Less than a second`); `undefined` when it is not up.
 * The words are those of `go-units.HumanDuration`, rounded down, so the value is a lower bound.
 */
export function parseUptime(status: string): number | undefined {
  const match = /^Up (?:(?:About )?(an?|\d+)|Less than a) (second|minute|hour|day|week|month|year)s?/.exec(status);
  if (!match) return undefined;
  const unit = unitMilliseconds[match[2] ?? ''] ?? 0;
  const amount = match[1];
  if (amount === undefined) return 0;
  return (/^\d+$/.test(amount) ? Number(amount) : 1) * unit;
}

/** An uptime in one translated phrase: `up 3 hours`. */
export function formatUptime(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return t('up less than a minute');
  if (minutes < 2) return t('up 1 minute');
  if (minutes < 60) return t('up {0} minutes', minutes);
  const hours = Math.floor(minutes / 60);
  if (hours < 2) return t('up 1 hour');
  if (hours < 48) return t('up {0} hours', hours);
  return t('up {0} days', Math.floor(hours / 24));
}
