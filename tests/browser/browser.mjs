// Opens pages in the browser of the system.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after } from 'node:test';
import { pathToFileURL } from 'node:url';

import { WORK } from './pages.mjs';

// Packages stand beside the build, not beside the tests.
const require = createRequire(join(WORK, 'package.json'));
const { chromium } = require('playwright-core');

/** The source of axe-core. A page with a policy runs no script of another, so it is evaluated. */
export const AXE = require('axe-core').source;

let running;
after(async () => { await (await running)?.close(); });

/** The browser of a test file, which is closed after its last test. */
export function browser() {
  running ??= chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  });
  return running;
}

/**
 * Opens a file in a browser of its own, asks `look` about it, and closes it.
 *
 * `look` gets the page, the addresses that it requested, and what its console told.
 */
export async function open(path, options, look) {
  const context = await (await browser()).newContext({ viewport: { width: 1280, height: 900 }, ...options });
  try {
    const page = await context.newPage();
    const requests = [], told = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => told.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => told.push(`error: ${error.message}`));
    await page.goto(pathToFileURL(path).href, { waitUntil: 'load' });
    return await look(page, requests, told);
  } finally {
    await context.close();
  }
}
