/**
 * Runs in a page: how many texts there are to see, and each pair of colours of a text and of what is
 * behind it that is too close (under 4.5 to 1; 3 to 1 for large text).
 *
 * Colours that let others through are laid over them in turn, up to the canvas.
 */
export function contrasts() {
  const paint = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const known = new Map();
  // The browser itself says what a colour is.
  const parsed = (colour) => {
    if (!known.has(colour)) {
      paint.clearRect(0, 0, 1, 1);
      paint.fillStyle = '#000';
      paint.fillStyle = colour;
      paint.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = paint.getImageData(0, 0, 1, 1).data;
      known.set(colour, [r, g, b, a / 255]);
    }
    return known.get(colour);
  };
  const over = ([r, g, b, a], under) => [r, g, b].map((part, at) => part * a + under[at] * (1 - a));
  const behind = (element) => {
    if (!element) return parsed('Canvas').slice(0, 3);
    const own = parsed(getComputedStyle(element).backgroundColor);
    return own[3] === 1 ? own.slice(0, 3) : over(own, behind(element.parentElement));
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const low = new Set();
  let texts = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (node.data.trim() === '' || !element.checkVisibility()) continue;
    if (element.closest('.hidden, script, style')) continue;
    texts += 1;
    const style = getComputedStyle(element);
    const background = behind(element);
    const text = over(parsed(style.color), background);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const found = ratio(text, background);
    if (found < (large ? 3 : 4.5)) {
      low.add(`${found.toFixed(2)}: ${style.color} on ${background.map(Math.round)}, "${node.data.trim().slice(0, 40)}"`);
    }
  }
  // What is drawn has to be told from the page as well.
  for (const shape of document.querySelectorAll('svg rect:not(.scale):not(.rest)')) {
    const found = ratio(parsed(getComputedStyle(shape).fill).slice(0, 3), behind(shape.closest('svg')));
    if (found < 3) low.add(`${found.toFixed(2)}: a bar`);
  }
  return { texts, low: [...low] };
}
