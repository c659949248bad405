import { t } from '../../core/localize';
import type { LabelType } from '../configuration';
import type { Instruction } from '../instruction';
import type { KeyValue } from '../key-values';
import type { Report, RuleContext } from '../rule';
import { own } from '../../core/records';

/** Reports the labels that the configuration gives the type, and whose value it is not. */
export function reportLabels(
  label: Instruction,
  context: RuleContext,
  type: LabelType,
  isValid: (value: string) => boolean,
  report: (pair: KeyValue) => Pick<Report, 'message' | 'fix'>,
): void {
  const { labelSchema } = context.configuration;
  for (const pair of label.keyValues.pairs) {
    if (own(labelSchema, pair.key) !== type || isValid(pair.value ?? '')) continue;
    context.report(label, { ...report(pair), range: pair.valueRange ?? pair.keyRange });
  }
}

/** Whether the text is a date and time by RFC 3339. */
export function isTimestamp(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|[+-](\d\d):(\d\d))$/.exec(text);
  if (match === null) return false;
  const numbers = match.slice(1).map((part: string | undefined) => Number(part ?? 0));
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, zoneHour = 0, zoneMinute = 0] = numbers;
  if (month < 1 || month > 12 || day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return false;
  return hour < 24 && minute < 60 && second < 61 && zoneHour < 24 && zoneMinute < 60;
}

/** Whether the text is a URI with a scheme by RFC 3986. */
export function isUrl(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/.test(text);
}

/** Whether the text is a version by https://semver.org. */
export function isSemanticVersion(text: string): boolean {
  return /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)(?:\.(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*))*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/.test(
    text,
  );
}

/** Whether the text is a Git hash: 7 digits, or all 40. */
export function isGitHash(text: string): boolean {
  return /^(?:[0-9a-f]{7}|[0-9a-f]{40})$/i.test(text);
}

/** Whether the text is an address by RFC 5322, without comments and display name. */
export function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  if (at < 1) return false;
  const local = text.slice(0, at);
  const domain = text.slice(at + 1);
  const atoms = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
  const quoted = /^"(?:[^"\\\p{Cc}]|\\[^\p{Cc}])*"$/u;
  return (atoms.test(local) || quoted.test(local)) && (atoms.test(domain) || /^\[[^[\]\\\s]*\]$/.test(domain));
}

/** What a value must be, for messages. */
export function typeName(type: LabelType): string {
  switch (type) {
    case 'url':
      return t('a URL');
    case 'semver':
      return t('a semantic version such as 1.2.3');
    case 'hash':
      return t('a Git hash of 7 or 40 digits');
    case 'rfc3339':
      return t('a date and time such as 2024-01-31T12:00:00Z');
    case 'spdx':
      return t('an SPDX licence identifier');
    case 'email':
      return t('an e-mail address');
    case 'text':
      return t('a text');
  }
}
