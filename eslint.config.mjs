import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';
import { outsideHost } from './scripts/lint/outside-host.mjs';
import { outsideKeys } from './scripts/lint/outside-keys.mjs';

export default tseslint.config(
  { ignores: ['**/*_pb.ts', 'dist/', 'out/', 'node_modules/', '.slipway/', '.vscode-test/', 'test-results/', '**/*.mjs', '**/*.cjs'] },
  eslint.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      eqeqeq: 'error',
      // The second argument of these is the longest length: an index in its place would cut a name to nothing.
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'CallExpression[callee.property.name=/^(map|flatMap)$/] > Identifier.arguments[name=/^(oneLine|iconFree|linkFree|plainLines|escapeMarkdown)$/]',
          message: 'Pass a function of one argument: the index would be taken for the limit.',
        },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    plugins: { slipway: { rules: { 'outside-host': outsideHost, 'outside-keys': outsideKeys } } },
    rules: { 'slipway/outside-host': 'error', 'slipway/outside-keys': 'error' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-floating-promises': 'error',
    },
  },
);
