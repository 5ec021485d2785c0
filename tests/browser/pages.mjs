// The pages that are tested: one command each, on the shipped policies and texts.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The clone. Tests are run from there. */
export const ROOT = process.cwd();
/** Everything that tests write. */
export const WORK = join(ROOT, 'target', 'browser');
/** The command that is tested. */
export const SERVANDA = process.env.SERVANDA ?? join(ROOT, 'target', 'debug', 'servanda');

const MINSK = 'proposals/minsk-ii-2015.yaml';
const PLAN = 'proposals/us-28-point-plan-2025.yaml';

/** Page name → arguments, without the format. */
export const PAGES = {
  'check-one': ['check', PLAN],
  'check-incomplete': ['check', MINSK],
  'check-policies': ['check', PLAN, '--policy', 'column', '--policy', 'moscow-2024'],
  'check-all': ['check', 'proposals'],
  'compare-all': ['compare', 'proposals'],
  'compare-pair': ['compare', MINSK, PLAN],
  'compare-policies': ['compare-policies', 'kyiv-2022', 'moscow-2024'],
  zopa: ['zopa', 'kyiv-2022', 'moscow-2024'],
  repair: ['repair', PLAN],
  influence: ['influence', MINSK],
  sensitivity: ['sensitivity', MINSK],
  test: ['test', 'policies/fixtures'],
  'test-failed': ['test', 'tests/data/expected/failing'],
  coverage: ['test', 'policies/fixtures', '--coverage', '--verbose'],
  lint: ['lint', 'tests/data/lint/policy.servanda', 'tests/data/lint/proofs.servanda'],
  fmt: ['fmt', '--check', 'policies'],
  show: ['show', 'column'],
  // One text that cannot be read among others that can.
  'check-refused': ['check', PLAN, MINSK, 'tests/data/bad/proposal/units.yaml'],
};

/** Page name → a page of a site of texts and policies. */
export const SITE = {
  'site-index': 'index.html',
  'site-text': 'texts/us-28-point-plan-2025.html',
  'site-policy': 'policies/moscow-2024.html',
  'site-compared': 'compared/column.html',
  'site-compared-all': 'compared/all.html',
};

/** The names of all pages. */
export const NAMES = [...Object.keys(PAGES), ...Object.keys(SITE)];

/** The folder of the site, made once in a run of the tests. */
export function site() {
  const folder = join(WORK, 'pages', 'site');
  if (existsSync(folder)) return folder;
  mkdirSync(join(WORK, 'pages'), { recursive: true });
  const draft = `${folder}.${process.pid}`;
  const texts = [PLAN, MINSK, 'proposals/putin-terms-june-2024.yaml'];
  servanda('site', ...texts, '--policy', 'column', '--policy', 'moscow-2024', '--output', draft);
  try {
    renameSync(draft, folder);
  } catch (error) {
    // Another test was quicker.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** Runs the command; the text on standard output. */
export function servanda(...args) {
  const run = spawnSync(SERVANDA, args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (run.error) throw run.error;
  if (run.stdout === '') throw new Error(`nothing on standard output: ${args.join(' ')}\n${run.stderr}`);
  return run.stdout;
}

/** The file of a page, made once in a run of the tests. */
export function file(name) {
  if (SITE[name]) return join(site(), SITE[name]);
  const folder = join(WORK, 'pages');
  const path = join(folder, `${name}.html`);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  // Other tests may read the page at the same time.
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, servanda(...PAGES[name], '--format', 'html'));
  renameSync(draft, path);
  return path;
}
