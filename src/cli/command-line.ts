import { parseArgs } from 'node:util';
import { failure } from '../core/errors';
import { defined, setOwn } from '../core/records';
import { severities, type LintConfiguration, type Severity } from '../dockerfile/configuration';
import { labelOf, thresholdOf, type ConfigurationLayer } from '../dockerfile/configuration-layer';

/** The output formats. */
export const formats = ['text', 'json', 'sarif', 'checkstyle', 'github'] as const;

/** An output format. */
export type Format = (typeof formats)[number];

/** What `slipway-lint` was asked to do. */
export interface CommandLine {
  readonly action: 'lint' | 'fix' | 'fix-dry-run' | 'help' | 'version';
  /** Files, folders and patterns as given; `-` is standard input. */
  readonly files: readonly string[];
  /** The one configuration file to use. */
  readonly config?: string;
  /** What to call the file in the output. */
  readonly reportAs?: string;
  /** What the other options say; `format` is one of {@link formats}. */
  readonly layer: ConfigurationLayer;
}

const options = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
  config: { type: 'string', short: 'c' },
  format: { type: 'string', short: 'f' },
  fix: { type: 'boolean' },
  'fix-dry-run': { type: 'boolean' },
  'no-fail': { type: 'boolean' },
  'failure-threshold': { type: 'string', short: 't' },
  ignore: { type: 'string', multiple: true },
  error: { type: 'string', multiple: true },
  warning: { type: 'string', multiple: true },
  info: { type: 'string', multiple: true },
  style: { type: 'string', multiple: true },
  'trusted-registry': { type: 'string', multiple: true },
  'require-label': { type: 'string', multiple: true },
  'strict-labels': { type: 'boolean' },
  'disable-ignore-pragma': { type: 'boolean' },
  'file-path-in-report': { type: 'string' },
  'no-color': { type: 'boolean' },
  verbose: { type: 'boolean', short: 'V' },
} as const;

const read = (words: readonly string[]) => parseArgs({ args: [...words], options, allowPositionals: true, strict: true });

type Values = ReturnType<typeof read>['values'];

/** Reads the words behind the program's name. Throws `invalidInput` with the option as its `field`. */
export function readCommandLine(words: readonly string[]): CommandLine {
  const { values, positionals } = parsed(words);
  if (values.fix === true && values['fix-dry-run'] === true) throw wrong('--fix', '', 'it cannot be given together with --fix-dry-run');
  return {
    action: actionOf(values),
    files: positionals,
    ...defined({ config: values.config, reportAs: values['file-path-in-report'] }),
    layer: layerOf(values),
  };
}

/** The format of that name; `tty` is hadolint's word for text. */
export function formatOf(name: string): Format | undefined {
  return name === 'tty' ? 'text' : formats.find((format) => format === name);
}

function actionOf(values: Values): CommandLine['action'] {
  if (values.help === true) return 'help';
  if (values.version === true) return 'version';
  if (values.fix === true) return 'fix';
  return values['fix-dry-run'] === true ? 'fix-dry-run' : 'lint';
}

function parsed(words: readonly string[]): ReturnType<typeof read> {
  try {
    return read(words);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const option = /'(?:-\w, )?(-[^'\s<]*)/.exec(message)?.[1] ?? '';
    if (message.startsWith('Unknown option')) throw wrong(option, '', 'there is no such option', error);
    if (message.includes('argument missing')) throw wrong(option, '', 'its value is missing', error);
    throw wrong(option, '', message, error);
  }
}

function layerOf(values: Values): ConfigurationLayer {
  const layer: { -readonly [Key in keyof ConfigurationLayer]: ConfigurationLayer[Key] } = {};
  if (values.format !== undefined) {
    const format = formatOf(values.format);
    if (format === undefined) throw wrong('--format', values.format, `it must be one of ${formats.join(', ')}`);
    layer.format = format;
  }
  if (values['failure-threshold'] !== undefined) layer.failureThreshold = threshold(values['failure-threshold']);
  if (values['no-fail'] === true) layer.noFail = true;
  if (values['no-color'] === true) layer.noColor = true;
  if (values.verbose === true) layer.verbose = true;
  if (values['strict-labels'] === true) layer.strictLabels = true;
  if (values['disable-ignore-pragma'] === true) layer.disableIgnorePragma = true;
  if (values.ignore !== undefined) layer.ignored = values.ignore;
  if (values['trusted-registry'] !== undefined) layer.trustedRegistries = values['trusted-registry'];
  if (values['require-label'] !== undefined) layer.labelSchema = Object.fromEntries(values['require-label'].map(requiredLabel));
  const overridden: Record<string, Severity> = {};
  for (const severity of severities)
    for (const code of values[severity] ?? []) if (!Object.hasOwn(overridden, code)) setOwn(overridden, code, severity);
  if (Object.keys(overridden).length > 0) layer.severities = overridden;
  return layer;
}

function threshold(name: string): LintConfiguration['failureThreshold'] {
  const found = thresholdOf(name);
  if (found === undefined) throw wrong('--failure-threshold', name, `it must be one of ${[...severities, 'ignore', 'none'].join(', ')}`);
  return found;
}

function requiredLabel(text: string): NonNullable<ReturnType<typeof labelOf>> {
  const label = labelOf(text);
  if (label === undefined) throw wrong('--require-label', text, 'it must be a label, a colon and a type, such as maintainer:text');
  return label;
}

function wrong(field: string, value: string, reason: string, cause?: unknown): Error {
  return failure('invalidInput', { field, value, reason }, cause);
}
