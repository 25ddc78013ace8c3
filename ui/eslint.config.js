// Style is left to the compilers. The rules here keep the architecture: only `lib/backend/` knows the desktop shell.

import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'src/lib/bindings.ts'] },
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  // Maps and dates that live inside one function need no reactivity.
  { rules: { 'svelte/prefer-svelte-reactivity': 'off' } },
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    files: ['src/**', 'tests/**'],
    ignores: ['src/lib/backend/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['@tauri-apps/*'], message: 'Use `backend` of lib/backend instead.' },
            { group: ['**/bindings'], message: 'Import types from lib/backend instead.' },
            { group: ['**/backend/*'], message: 'Import from lib/backend instead.' },
          ],
        },
      ],
    },
  },
  // The entry point chooses the implementation.
  { files: ['src/main.ts'], rules: { 'no-restricted-imports': 'off' } },
);
