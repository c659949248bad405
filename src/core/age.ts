import { t } from './localize';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * How long ago something was made, in one translated phrase: `3 hours ago`. Times in milliseconds since 1970.
 * Builds that are made reproducible carry no real date (the year 1970 or 1): `date unknown`.
 */
export function formatAge(created: number, now: number): string {
  if (!Number.isFinite(created) || created < day) return t('date unknown');
  const age = now - created;
  if (age < minute) return t('just now');
  if (age < 2 * minute) return t('1 minute ago');
  if (age < hour) return t('{0} minutes ago', Math.floor(age / minute));
  if (age < 2 * hour) return t('1 hour ago');
  if (age < 2 * day) return t('{0} hours ago', Math.floor(age / hour));
  if (age < 14 * day) return t('{0} days ago', Math.floor(age / day));
  if (age < 61 * day) return t('{0} weeks ago', Math.floor(age / (7 * day)));
  if (age < 730 * day) return t('{0} months ago', Math.floor(age / (30.4375 * day)));
  return t('{0} years ago', Math.floor(age / (365.25 * day)));
}
