import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  resolve: {
    // One catalogue of words for the window and the command line.
    alias: { $words: here('../crates/backpack/locales') },
  },
  server: { port: 1420, strictPort: true, fs: { allow: ['.', here('../crates/backpack/locales')] } },
  build: {
    target: 'safari16',
    // The content security policy allows neither `data:` addresses nor inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: 'jsdom',
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    // On a machine that does much else at the same time, drawing takes long; how long is no test's subject.
    testTimeout: 120_000,
  },
});
