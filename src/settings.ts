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
  /** Not taken from an untrusted workspace: it decides about an engine, makes requests or starts programs. */
  readonly restricted?: boolean;
}

const featureValues = {
  schema: { type: 'string', enum: ['auto', 'on', 'off'] },
  default: 'auto',
  scope: 'window',
  enumTexts: ['On, unless Container Tools or Docker DX is installed and provides the same.', 'Always on.', 'Off.'],
} as const;

/** A language feature that other extensions bring too. */
const languageFeature = <const Key extends string>(key: Key, text: string) => ({ key, text, ...featureValues }) as const;

/** A language feature that only Slipway brings. */
const knowledge = <const Key extends string>(key: Key, text: string) =>
  ({ key, text, schema: { type: 'boolean' }, default: true, scope: 'window' }) as const;

export const settings = [
  {
    key: 'engine.context',
    schema: { type: 'string' },
    default: '',
    scope: 'machine-overridable',
    restricted: true,
    text: 'The docker context (or an address such as `unix:///var/run/docker.sock`) to use. When empty, Slipway tries what the docker command line would use, then the well-known sockets.',
  },
  {
    key: 'images.sortBy',
    schema: { type: 'string', enum: ['name', 'size', 'age'] },
    default: 'name',
    scope: 'window',
    text: 'How to sort images in the Images view.',
    enumTexts: ['By name, tags in natural order.', 'Largest first.', 'Newest first.'],
  },
  {
    key: 'images.groupBy',
    schema: { type: 'string', enum: ['repository', 'registry', 'label', 'none'] },
    default: 'repository',
    scope: 'window',
    text: 'How to group images in the Images view.',
    enumTexts: [
      'By repository.',
      'By registry, then by repository.',
      'By the value of the label that `slipway.images.groupByLabel` names.',
      'No grouping.',
    ],
  },
  {
    key: 'images.groupByLabel',
    schema: { type: 'string' },
    default: 'com.docker.compose.project',
    scope: 'window',
    text: 'Label to group images by.',
  },
  {
    key: 'images.showDangling',
    schema: { type: 'boolean' },
    default: true,
    scope: 'window',
    text: 'Show images without a name.',
  },
  {
    key: 'images.showIntermediate',
    schema: { type: 'boolean' },
    default: false,
    scope: 'window',
    text: 'Show the intermediate images that the classic builder leaves, as `docker images --all` does.',
  },
  {
    key: 'images.showDigests',
    schema: { type: 'boolean' },
    default: false,
    scope: 'window',
    text: 'Show the digests of images in their rows.',
  },
  {
    key: 'images.checkDaily',
    schema: { type: 'boolean' },
    default: false,
    scope: 'window',
    restricted: true,
    text: 'Check registries once a day, while the Images view is open, for newer images under the tags that it shows.',
  },
  {
    key: 'containers.groupByComposeProject',
    schema: { type: 'boolean' },
    default: true,
    scope: 'window',
    text: 'Group containers by their Compose project.',
  },
  {
    key: 'containers.offerCommit',
    schema: { type: 'boolean' },
    default: true,
    scope: 'window',
    text: 'Offer to commit a container when a shell in it ends and files have changed.',
  },
  {
    key: 'lint.enable',
    schema: { type: 'boolean' },
    default: true,
    scope: 'resource',
    text: 'Check Dockerfiles while you type.',
  },
  {
    key: 'lint.rules',
    schema: { type: 'object', additionalProperties: { type: 'string', enum: ['error', 'warning', 'info', 'style', 'off'] } },
    default: {},
    scope: 'resource',
    text: 'Severity of individual rules by any of their names (`DL3008`, `StageNameCasing`), or `off`. Takes precedence over `.hadolint.yaml`.',
  },
  {
    key: 'lint.shellcheck',
    schema: { type: 'string', enum: ['auto', 'off'] },
    default: 'auto',
    scope: 'window',
    restricted: true,
    text: 'Also check the scripts of RUN with ShellCheck.',
    enumTexts: ['When `shellcheck` is installed and the workspace is trusted.', 'Never.'],
  },
  languageFeature('language.completion', 'Completion of instructions, flags and keywords.'),
  languageFeature('language.hover', 'Documentation of instructions under the pointer.'),
  languageFeature('language.signatureHelp', 'Arguments of instructions while they are typed.'),
  languageFeature('language.formatting', 'Formatting. Continued lines keep their indentation.'),
  languageFeature('language.outline', 'The outline and the breadcrumbs.'),
  languageFeature('language.folding', 'Folding of instructions, comments and here-documents.'),
  languageFeature('language.links', 'Links from image names to their pages.'),
  languageFeature('language.definition', 'Going to the definition of a stage or a variable.'),
  languageFeature('language.references', 'References of a stage or a variable.'),
  languageFeature('language.highlight', 'Highlighting of the other uses of a stage or a variable.'),
  languageFeature('language.rename', 'Renaming of stages and variables.'),
  knowledge('language.buildLens', 'Buttons above each FROM that build its stage.'),
  knowledge('language.semanticTokens', 'Colours of Dockerfiles, with the shell inside RUN.'),
  {
    ...knowledge(
      'language.imageCompletion',
      'Completion of image names and tags from the engine and, in a trusted workspace, from registries.',
    ),
    restricted: true,
  },
  knowledge('language.pathCompletion', 'Completion of paths in the build context.'),
  {
    ...knowledge(
      'language.imageHover',
      'Size, age, digest and platforms of the image under the pointer; in an untrusted workspace what the engine knows.',
    ),
    restricted: true,
  },
] as const satisfies readonly SettingDefinition[];

/** Keys of all settings, without `slipway.`. */
export type SettingKey = (typeof settings)[number]['key'];

/** Settings that an untrusted workspace does not decide. */
export const restrictedSettings: readonly SettingKey[] = settings.filter((setting) => 'restricted' in setting).map(({ key }) => key);

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
