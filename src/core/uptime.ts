import { t } from './localize';
import { defined, own } from './records';

/** `N units` in the words of `go-units.HumanDuration`. */
const duration = /(?:(?:About )?(an?|\d{1,9})|Less than a) (second|minute|hour|day|week|month|year)s?/;

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
  return status.startsWith('Up ') ? readDuration(status.slice('Up '.length)) : undefined;
}

/**
 * How a container ended, from the engine's words in a container list: `Exited (137) 5 minutes ago`. `milliseconds`:
 * how long before the list was read, a lower bound; absent where the engine does not say it (Podman 4 does not always).
 * `undefined` when it has not ended.
 */
export function exitOf(status: string): { readonly code: number; readonly milliseconds?: number } | undefined {
  const match = /^Exited \((\d{1,9})\) ?/.exec(status);
  if (!match) return undefined;
  const milliseconds = readDuration(status.slice(match[0].length));
  return { code: Number(match[1]), ...defined({ milliseconds }) };
}

function readDuration(words: string): number | undefined {
  const match = duration.exec(words);
  if (match?.index !== 0) return undefined;
  const unit = own(unitMilliseconds, match[2] ?? '') ?? 0;
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
