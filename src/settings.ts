/** Every setting: key below `slipway.`, JSON schema, default, scope and text. The manifest and docs/settings.md are written from it. */
export interface SettingDefinition {
  readonly key: string;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly default: unknown;
  readonly scope: 'application' | 'machine' | 'machine-overridable' | 'window' | 'resource' | 'language-overridable';
  /** English; the key of its translation. */
  readonly text: string;
  /** Texts of `schema.enum`'s values. */
  readonly enumTexts?: readonly string[];
  /** Not taken from an untrusted workspace. */
  readonly restricted?: boolean;
}

export const settings = [
  {
    key: 'engine.context',
    schema: { type: 'string' },
    default: '',
    scope: 'machine-overridable',
    restricted: true,
    text: 'The docker context (or an address such as `unix:///var/run/docker.sock`) to use. Empty: what the docker command line would use, then the well-known sockets.',
  },
  {
    key: 'images.sortBy',
    schema: { type: 'string', enum: ['name', 'size', 'age'] },
    default: 'name',
    scope: 'window',
    text: 'Order of the Images view.',
    enumTexts: ['By name, tags in natural order.', 'Largest first.', 'Newest first.'],
  },
  {
    key: 'containers.groupByComposeProject',
    schema: { type: 'boolean' },
    default: true,
    scope: 'window',
    text: 'Group containers by their Compose project.',
  },
  {
    key: 'lint.enable',
    schema: { type: 'boolean' },
    default: true,
    scope: 'resource',
    text: 'Check Dockerfiles while you type.',
  },
] as const satisfies readonly SettingDefinition[];

/** Keys of all settings, without `slipway.`. */
export type SettingKey = (typeof settings)[number]['key'];

type Definition<Key extends SettingKey> = Extract<(typeof settings)[number], { readonly key: Key }>;
type SchemaValue<Schema> = Schema extends { readonly enum: readonly (infer Choice)[] }
  ? Choice
  : Schema extends { readonly type: 'string' }
    ? string
    : Schema extends { readonly type: 'boolean' }
      ? boolean
      : Schema extends { readonly type: 'number' }
        ? number
        : Schema extends { readonly type: 'array' }
          ? readonly string[]
          : Readonly<Record<string, unknown>>;

/** The TypeScript type of a setting's value, from its schema. */
export type SettingValue<Key extends SettingKey> = SchemaValue<Definition<Key>['schema']>;
