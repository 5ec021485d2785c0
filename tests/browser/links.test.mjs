// Links lead where they say, and open what they lead to.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from './browser.mjs';
import { file } from './pages.mjs';

/** Whether something is seen in the window. */
const isSeen = (id) => {
  const each = document.getElementById(id);
  const box = each.getBoundingClientRect();
  return each.checkVisibility() && box.bottom > 0 && box.top < innerHeight;
};

test('a link to a finding unfolds it', async () => {
  await open(file('check-one'), {}, async (page) => {
    const id = 'finding-precautions';
    assert.equal(await page.evaluate((id) => document.getElementById(id).checkVisibility(), id), false);
    await page.click(`a[href="#${id}"]`);
    assert.ok(await page.evaluate(isSeen, id));
  });
});

test('a link to a text unfolds it among many', async () => {
  await open(file('check-all'), {}, async (page) => {
    const id = 'text-minsk-ii-2015-by-column';
    await page.click(`a[href="#${id}"]`);
    assert.ok(await page.evaluate(isSeen, id));
  });
});

test('a site is gone through by its links, from a folder and without scripts', async () => {
  await open(file('site-index'), { javaScriptEnabled: false }, async (page, requests, told) => {
    const at = async () => new URL(page.url()).pathname.split('/').slice(-2).join('/');
    await page.click('text=US 28-point plan');
    assert.equal(await at(), 'texts/us-28-point-plan-2025.html');
    await page.click('nav >> text=moscow-2024');
    assert.equal(await at(), 'policies/moscow-2024.html');
    await page.click('text=all texts compared');
    assert.equal(await at(), 'compared/moscow-2024.html');
    await page.click('th >> text=us-28-point-plan-2025');
    assert.equal(await at(), 'texts/us-28-point-plan-2025.html');
    await page.click('text=All texts');
    assert.equal(await at(), 'site/index.html');
    assert.equal(requests.length, 6, 'each page is one request');
    assert.deepEqual(told, []);
  });
});
