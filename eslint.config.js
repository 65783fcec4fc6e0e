import tseslint from 'typescript-eslint';

const middle = ['analysis/**/*.ts', 'flows/**/*.ts', 'cards/**/*.ts'];

export default tseslint.config(
  { ignores: ['node_modules/**', 'data/**', 'dist/**', 'coverage/**', 'connectors/practice/**', 'test/fixtures/**'] },
  ...tseslint.configs.strictTypeChecked.map((each) => ({ ...each, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'No enums: a union of strings says it.' },
        { selector: 'ExportDefaultDeclaration', message: 'No default exports: one name everywhere.' },
      ],
    },
  },
  {
    files: middle,
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'TryStatement', message: 'The middle does not throw for bad input, so it has nothing to catch.' },
        {
          selector: 'ThrowStatement > NewExpression[callee.name="Error"][arguments.0.value=/^user/]',
          message: 'Expected trouble is a value.',
        },
        { selector: 'TSEnumDeclaration', message: 'No enums: a union of strings says it.' },
        { selector: 'ExportDefaultDeclaration', message: 'No default exports: one name everywhere.' },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'The middle has no clock: time is passed in.' },
        { object: 'Math', property: 'random', message: 'The middle has no chance: a seed is passed in.' },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['flows/memory-leak/machine.ts', 'analysis/types.ts', 'flows/types.ts'],
    rules: { 'max-lines': 'off', 'max-lines-per-function': 'off' },
  },
);
