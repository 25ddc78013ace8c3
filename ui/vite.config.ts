import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The message catalogue, which the window shares with the command line. */
const MESSAGES = here('../crates/backpack-messages/locales');

export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  resolve: {
    alias: { $messages: MESSAGES },
  },
  server: { port: 1420, strictPort: true, fs: { allow: ['.', MESSAGES] } },
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
    // Rendering is slow on a busy machine, and no test measures time.
    testTimeout: 120_000,
  },
});
