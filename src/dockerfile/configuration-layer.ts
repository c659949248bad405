import { defaultConfiguration, labelTypes, severities, type LabelType, type LintConfiguration, type Severity } from './configuration';
import { own, setOwn } from '../core/records';

/**
 * What one source says about checking: a configuration file, the environment or the command line. What it does not say
 * is not there.
 */
export interface ConfigurationLayer extends Partial<Omit<LintConfiguration, 'severities' | 'buildContext' | 'baseImages'>> {
  readonly severities?: Readonly<Record<string, Severity | 'off'>>;
  /** The output format of the command line, as written. */
  readonly format?: string;
  readonly noColor?: boolean;
  /** Whether the command line tells what it reads. */
  readonly verbose?: boolean;
}

/**
 * What several sources say together, the later over the earlier. Severities and labels are taken one by one; of the
 * other lists the last that is there counts alone, as hadolint documents for `--ignore`.
 */
export function mergedLayers(layers: readonly ConfigurationLayer[]): ConfigurationLayer {
  return layers.reduce(
    (merged, layer) => ({
      ...merged,
      ...layer,
      severities: { ...merged.severities, ...layer.severities },
      labelSchema: { ...merged.labelSchema, ...layer.labelSchema },
    }),
    {},
  );
}

/** The configuration that comes of several sources, the later over the earlier. */
export function configurationOf(layers: readonly ConfigurationLayer[], base: LintConfiguration = defaultConfiguration): LintConfiguration {
  return { ...base, ...mergedLayers([{ severities: base.severities, labelSchema: base.labelSchema }, ...layers]) };
}

/** Environment variables by name. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

/**
 * The environment variables that hadolint documents (https://github.com/hadolint/hadolint#configure). A value that none
 * of them can have is passed over.
 */
export function layerOfEnvironment(environment: EnvironmentVariables): ConfigurationLayer {
  const layer: { -readonly [Key in keyof ConfigurationLayer]: ConfigurationLayer[Key] } = {};
  const isTrue = (name: string): true | undefined => (/^(?:1|true|yes|y|on)$/i.test(own(environment, name) ?? '') ? true : undefined);
  const list = (name: string): readonly string[] | undefined => {
    const values = (own(environment, name) ?? '').split(',').flatMap((value) => (value.trim() === '' ? [] : [value.trim()]));
    return values.length === 0 ? undefined : values;
  };
  const set = <Key extends keyof ConfigurationLayer>(key: Key, value: ConfigurationLayer[Key] | undefined): void => {
    if (value !== undefined) layer[key] = value;
  };
  set('noFail', isTrue('HADOLINT_NOFAIL'));
  set('verbose', isTrue('HADOLINT_VERBOSE'));
  set('strictLabels', isTrue('HADOLINT_STRICT_LABELS'));
  set('disableIgnorePragma', isTrue('HADOLINT_DISABLE_IGNORE_PRAGMA'));
  set('noColor', (environment['NO_COLOR'] ?? '') === '' ? undefined : true);
  set('format', environment['HADOLINT_FORMAT'] === '' ? undefined : environment['HADOLINT_FORMAT']);
  set('failureThreshold', thresholdOf(environment['HADOLINT_FAILURE_THRESHOLD'] ?? ''));
  set('ignored', list('HADOLINT_IGNORE'));
  set('trustedRegistries', list('HADOLINT_TRUSTED_REGISTRIES'));
  set('labelSchema', labelSchemaOf(list('HADOLINT_REQUIRE_LABELS')));
  const overridden: Record<string, Severity> = {};
  for (const severity of severities) {
    for (const code of list(`HADOLINT_OVERRIDE_${severity.toUpperCase()}`) ?? [])
      if (!Object.hasOwn(overridden, code)) setOwn(overridden, code, severity);
  }
  set('severities', Object.keys(overridden).length === 0 ? undefined : overridden);
  return layer;
}

/** The threshold of that name, `undefined` where there is none. */
export function thresholdOf(text: string): LintConfiguration['failureThreshold'] | undefined {
  return ([...severities, 'ignore', 'none'] as const).find((threshold) => threshold === text.toLowerCase());
}

/** `maintainer:text` as a label and its type; `undefined` where it is no such thing. */
export function labelOf(text: string): readonly [string, LabelType] | undefined {
  const colon = text.lastIndexOf(':');
  const type = labelTypes.find((known) => known === text.slice(colon + 1).trim());
  const label = text.slice(0, Math.max(0, colon)).trim();
  return type === undefined || label === '' ? undefined : [label, type];
}

function labelSchemaOf(entries: readonly string[] | undefined): Readonly<Record<string, LabelType>> | undefined {
  const labels = (entries ?? []).map(labelOf).filter((label) => label !== undefined);
  return labels.length === 0 ? undefined : Object.fromEntries(labels);
}
