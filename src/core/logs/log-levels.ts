import { own } from '../records';

/** How much a line of a log matters, from the least; `none` is what says nothing of it. */
export const logLevels = ['none', 'trace', 'debug', 'info', 'warning', 'error', 'fatal'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Nobody writes the level behind so much of a line. */
const longestHead = 160;
/** Fields of a line of JSON may stand in any order. */
const longestObject = 4_096;

const words: ReadonlyMap<string, LogLevel> = new Map([
  ...(['trace', 'trc', 'verbose', 'finest', 'finer', 'silly'] as const).map((word) => [word, 'trace'] as const),
  ...(['debug', 'dbg', 'debu', 'fine'] as const).map((word) => [word, 'debug'] as const),
  ...(['info', 'inf', 'information', 'informational', 'notice', 'log', 'config'] as const).map((word) => [word, 'info'] as const),
  ...(['warn', 'warning', 'wrn'] as const).map((word) => [word, 'warning'] as const),
  ...(['error', 'err', 'erro', 'eror', 'severe', 'fail'] as const).map((word) => [word, 'error'] as const),
  ...(['fatal', 'ftl', 'critical', 'crit', 'alert', 'emerg', 'emergency', 'panic', 'dpanic'] as const).map(
    (word) => [word, 'fatal'] as const,
  ),
]);

/** Severities of syslog (RFC 5424, 6.2.1), which GELF and systemd use as well. */
const severities: readonly LogLevel[] = ['fatal', 'fatal', 'fatal', 'error', 'warning', 'info', 'info', 'debug'];
/** The first letter of a line of glog and klog. */
const klogLetters: Readonly<Record<string, LogLevel>> = { I: 'info', W: 'warning', E: 'error', F: 'fatal' };

const jsonField = /"(?:level|severity|lvl|log\.level|levelname|loglevel|@l|SeverityText)"\s{0,4}:\s{0,4}(?:"([A-Za-z]{1,14})"|(\d{1,2})\b)/;
const logfmtField = /(?:^|\s)(?:level|lvl|severity)=("?)([A-Za-z]{1,14})/;
const syslogPriority = /^<(\d{1,3})>/;
const klogHead = /^([IWEF])\d{4} \d\d:\d\d:\d\d/;
const shouted =
  /(?:^|[^A-Za-z0-9_])(TRACE|VERBOSE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|SEVERE|FATAL|CRITICAL|CRIT|ALERT|EMERG|PANIC)(?![A-Za-z0-9_=])/;
const bracketed = /[[(<]([A-Za-z]{3,13})[\])>]/;
const leading =
  /^(?:npm )?(trace|debug|info|notice|warn|warning|error|fatal|panic|Trace|Debug|Info|Notice|Warn|Warning|Error|Fatal|Panic)(?::| - |!)/;

/**
 * What a line says of how much it matters: a field of JSON (with the numbers of pino, bunyan and syslog) or of logfmt, syslog's
 * `<3>`, klog's `E0102`, a word in brackets, or one in capitals near the beginning. The text has no escape sequences.
 */
export function levelOf(text: string): LogLevel {
  if (text.startsWith('{')) {
    const field = jsonField.exec(text.slice(0, longestObject));
    if (field) return field[1] === undefined ? levelOfNumber(Number(field[2])) : levelOfWord(field[1]);
  }
  const head = text.slice(0, longestHead);
  const priority = syslogPriority.exec(head);
  if (priority) return severities[Number(priority[1]) & 7] ?? 'none';
  const letter = klogHead.exec(head)?.[1];
  if (letter !== undefined) return own(klogLetters, letter) ?? 'none';
  const field = logfmtField.exec(text.slice(0, longestObject))?.[2];
  if (field !== undefined) return levelOfWord(field);
  const bracket = bracketed.exec(head)?.[1];
  const known = bracket === undefined ? 'none' : levelOfWord(bracket);
  if (known !== 'none') return known;
  const word = leading.exec(head)?.[1] ?? shouted.exec(head)?.[1];
  return word === undefined ? 'none' : levelOfWord(word);
}

/** The level that a word is; `none` for others. */
export function levelOfWord(word: string): LogLevel {
  return words.get(word.toLowerCase()) ?? 'none';
}

/** Below 8 a severity of syslog, else a level of pino and bunyan (https://getpino.io/#/docs/api?id=levels). */
export function levelOfNumber(number: number): LogLevel {
  if (number < severities.length) return severities[number] ?? 'none';
  if (number < 10 || number > 69) return 'none';
  return (['trace', 'debug', 'info', 'warning', 'error', 'fatal'] as const)[Math.floor(number / 10) - 1] ?? 'none';
}
