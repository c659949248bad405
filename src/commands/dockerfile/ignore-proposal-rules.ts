import { t } from '../../core/localize';

/** What usually is not for a build, by patterns of an ignore file. */
export interface ProposalRule {
  readonly patterns: readonly string[];
  readonly why: 'secret' | 'history' | 'installed' | 'cache' | 'built' | 'editor' | 'report' | 'log' | 'docker';
  /** Names in the context's folder, one of which says that it is so; without them it is always. */
  readonly beside?: RegExp;
}

const javaScript = /^package\.json$/;
const python = /^(?:pyproject\.toml|setup\.(?:py|cfg)|requirements.*\.txt)$/;

/** Secrets first. */
export const proposalRules: readonly ProposalRule[] = [
  { why: 'secret', patterns: ['**/.env*', '!**/.env.example', '!**/.env.sample', '!**/.env.template'] },
  ...[
    '**/*.pem',
    '**/*.key',
    '**/*.p12',
    '**/*.pfx',
    '**/*.jks',
    '**/*.keystore',
    '**/id_rsa*',
    '**/id_ed25519*',
    '**/id_ecdsa*',
    '**/.netrc',
    '**/.pypirc',
    '**/.ssh',
    '**/.aws',
    '**/.kube',
    '**/.gnupg',
    '**/*.tfstate*',
    '**/*.tfvars',
  ].map((pattern): ProposalRule => ({ why: 'secret', patterns: [pattern] })),
  ...['.git', '.svn', '.hg'].map((pattern): ProposalRule => ({ why: 'history', patterns: [pattern] })),
  ...['**/node_modules', '**/bower_components', '**/.venv', '**/.terraform'].map((pattern): ProposalRule => ({
    why: 'installed',
    patterns: [pattern],
  })),
  { why: 'installed', patterns: ['**/venv'], beside: python },
  { why: 'installed', patterns: ['vendor'], beside: /^(?:composer\.json|Gemfile)$/ },
  ...[
    '**/__pycache__',
    '**/*.pyc',
    '**/.pytest_cache',
    '**/.mypy_cache',
    '**/.ruff_cache',
    '**/.tox',
    '**/.nox',
    '**/*.egg-info',
    '**/.gradle',
    '**/.next',
    '**/.nuxt',
    '**/.turbo',
    '**/.parcel-cache',
    '**/.angular',
    '**/.dart_tool',
    '**/.stack-work',
  ].map((pattern): ProposalRule => ({ why: 'cache', patterns: [pattern] })),
  { why: 'built', patterns: ['dist'], beside: /^(?:package\.json|pyproject\.toml|setup\.py)$/ },
  {
    why: 'built',
    patterns: ['build'],
    beside: /^(?:package\.json|pyproject\.toml|setup\.py|build\.gradle(?:\.kts)?|CMakeLists\.txt|pubspec\.yaml)$/,
  },
  { why: 'built', patterns: ['out'], beside: javaScript },
  { why: 'built', patterns: ['target'], beside: /^(?:Cargo\.toml|pom\.xml|build\.sbt|project\.clj)$/ },
  { why: 'built', patterns: ['**/bin', '**/obj'], beside: /\.(?:cs|fs|vb)proj$|\.slnx?$/ },
  { why: 'built', patterns: ['_build'], beside: /^(?:mix\.exs|dune-project)$/ },
  ...['**/.vscode', '**/.idea', '**/.vs', '**/.DS_Store', '**/*.swp'].map((pattern): ProposalRule => ({
    why: 'editor',
    patterns: [pattern],
  })),
  ...['**/coverage', '**/htmlcov', '**/.nyc_output', '**/.coverage', 'test-results', 'playwright-report'].map((pattern): ProposalRule => ({
    why: 'report',
    patterns: [pattern],
  })),
  { why: 'log', patterns: ['**/*.log'] },
  ...['**/Dockerfile*', '**/*.Dockerfile', '**/Containerfile*', '**/docker-compose*.y*ml', '**/compose*.y*ml', '.dockerignore'].map(
    (pattern): ProposalRule => ({ why: 'docker', patterns: [pattern] }),
  ),
];

/** Why something is proposed. */
export function reasonOf(why: ProposalRule['why']): string {
  switch (why) {
    case 'secret':
      return t('May hold secrets, which would stand in the image');
    case 'history':
      return t('History of the source code');
    case 'installed':
      return t('Installed packages, which the build installs itself');
    case 'cache':
      return t('Cache of a tool');
    case 'built':
      return t('Made by a build here');
    case 'editor':
      return t('Settings of an editor');
    case 'report':
      return t('Reports of tests');
    case 'log':
      return t('Logs');
    case 'docker':
      return t('Tells how to build and start, and changes often');
  }
}
